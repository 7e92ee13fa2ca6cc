//! What is said after a lesson, with the figures of the run that has just been seen.
//!
//! Its author cannot know what a class will do. Where there was no outage, what the text says of one is left out: the
//! clause, or from its semicolon to the next if it begins with that clause. Instead it is said that there was none.

use crate::metrics::Outage;
use crate::simulation::{Availability, OutageReport, Report};
use crate::units::SimDuration;
use crate::visual::texts;
use crate::vocabulary::{Figure, Symptom, Word};

/// `text` with its figures filled in.
pub(super) fn filled(text: &str, report: &Report, cause: &str) -> String {
    let fill = |text: String, figure: &Figure| {
        let place = place(*figure);
        match told(*figure, report, cause) {
            Ok(told) if text.contains(&place) => text.replace(&place, &told),
            _ => text,
        }
    };
    Figure::ALL.iter().fold(possible(text, report, cause), fill)
}

/// What of `text` can be said of the run, and at its end why there is no more.
fn possible(text: &str, report: &Report, cause: &str) -> String {
    let lack = |clause: &str| {
        let mut asked = Figure::ALL.iter().filter(|figure| clause.contains(&place(**figure)));
        asked.find_map(|figure| told(*figure, report, cause).err())
    };
    let (mut sentences, mut lacking) = (Vec::new(), Vec::new());
    for sentence in cut(text, &['.']) {
        let said = without(sentence, lack, &mut lacking);
        sentences.extend((!said.is_empty()).then_some(said));
    }
    if lacking.is_empty() {
        return text.to_owned();
    }
    lacking.dedup();
    sentences.extend(lacking.into_iter().map(str::to_owned));
    sentences.join(" ")
}

/// A sentence without the clauses that lack something, which is noted.
fn without<'a>(sentence: &str, lack: impl Fn(&str) -> Option<&'a str>, lacking: &mut Vec<&'a str>) -> String {
    let (mut said, mut mark) = (String::new(), "");
    for part in cut(sentence, &[';', ':']) {
        let mut clauses = Vec::new();
        for (number, clause) in cut(part, &[',']).into_iter().enumerate() {
            match lack(clause) {
                None => clauses.push(clause.trim_end_matches([' ', ',', ';', ':', '.'])),
                Some(why) => {
                    lacking.push(why);
                    if number == 0 {
                        break;
                    }
                }
            }
        }
        if !clauses.is_empty() {
            said = [&said, mark, &clauses.join(", ")].concat();
            mark = if part.trim_end().ends_with(':') { ": " } else { "; " };
        }
    }
    let end = if !said.is_empty() && sentence.trim_end().ends_with('.') { "." } else { "" };
    said + end
}

/// `text` in pieces, each with the mark and the blank that end it.
fn cut<'a>(text: &'a str, marks: &[char]) -> Vec<&'a str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.match_indices(marks).find(|(end, _)| rest[end + 1..].starts_with(' ')) {
        let (piece, after) = rest.split_at(end.0 + 2);
        pieces.push(piece);
        rest = after;
    }
    pieces.extend((!rest.is_empty()).then_some(rest));
    pieces
}

/// How a figure is asked for.
fn place(figure: Figure) -> String {
    format!("{{{}}}", figure.spelling())
}

/// A figure in words, or why there is none.
fn told(figure: Figure, report: &Report, cause: &str) -> Result<String, &'static str> {
    let figures = report.windows[0].figures();
    let latency =
        |percent| figures.page_latency().percentile(percent).map(rounded).ok_or(texts::NO_GOOD_PAGE);
    let outage = || report.outages.first().ok_or(texts::NO_OUTAGE);
    match figure {
        Figure::Availability => {
            let share = report.availability.by_request.ok_or(texts::NO_PAGE)?;
            Ok(format!("{:.2} %", share * 100.0))
        }
        Figure::PagesGood => Ok(figures.pages().good().to_string()),
        Figure::PagesFailed => Ok(figures.pages().failed().to_string()),
        Figure::PagesP50 => latency(50.0),
        Figure::PagesP95 => latency(95.0),
        Figure::OutageStarted => Ok(outage()?.outage.from.to_string()),
        Figure::OutageLasted => Ok(lasted(outage()?)),
        Figure::OutageSymptom => Ok(symptom(&outage()?.outage).to_owned()),
        Figure::Downtime => {
            let Availability { planned_downtime, unplanned_downtime, .. } = report.availability;
            let downtime = planned_downtime + unplanned_downtime;
            Ok(if downtime == SimDuration::ZERO { texts::NO_TIME.to_owned() } else { rounded(downtime) })
        }
        Figure::Cause => Ok(cause.to_owned()),
    }
}

fn lasted(report: &OutageReport) -> String {
    let lasted = rounded(report.lasted);
    if report.outage.to.is_some() { lasted } else { texts::so_far(&lasted) }
}

/// What its first visitor has seen: nothing that is not over yet.
fn symptom(outage: &Outage) -> &'static str {
    match outage.symptom {
        Symptom::Failed => outage.first_symptom.text().visitor_sees,
        Symptom::CameLate => texts::CAME_LATE,
        Symptom::StillWaits => texts::STILL_WAITS,
    }
}

/// As one says it: to a hundredth of its unit.
fn rounded(span: SimDuration) -> String {
    let seconds = span.as_secs_f64();
    if seconds < 1.0 { format!("{:.0} ms", seconds * 1e3) } else { format!("{seconds:.1} s") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{self, shipped};
    use crate::simulation::Simulation;
    use crate::units::SimTime;

    /// A shipped lesson's report after so many seconds.
    fn report(name: &str, second: u64) -> Report {
        let text = shipped::called(name).expect("a shipped scenario").text;
        let mut simulation = Simulation::new(scenario::read(text).expect("valid").plan);
        simulation.run_until(SimTime::from_secs(second));
        simulation.report()
    }

    #[test]
    fn a_debrief_says_in_words_that_there_was_no_outage() {
        let report = report("09-normal-day", 20);
        let good = report.windows[0].figures().pages().good();
        for (text, said) in [
            (
                "{pages.failed} pages failed, first with {outage.symptom}. The outage began at {outage.started} and \
                 lasted {outage.lasted}; {availability} of all pages came.",
                "0 pages failed. 100.00 % of all pages came. There was no outage.",
            ),
            (
                "{pages.failed} pages failed: {cause}. The outage lasted {outage.lasted}, the slowness much longer.",
                "0 pages failed: nobody. There was no outage.",
            ),
            (
                "The site was out for {downtime}, from {outage.started} on: {cause}.",
                "The site was out for no time at all: nobody. There was no outage.",
            ),
            (
                "{pages.good} pages came; at 0:10, all was well",
                &*format!("{good} pages came; at 0:10, all was well"),
            ),
        ] {
            assert_eq!(filled(text, &report, "nobody"), said);
        }
    }

    #[test]
    fn before_any_page_has_ended_a_debrief_says_so() {
        let said = filled(
            "Half of the pages took less than {pages.p50}. {availability} came.",
            &report("09-normal-day", 0),
            "nobody",
        );
        assert_eq!(said, "No page was good. No page has ended yet.");
    }

    #[test]
    fn a_debrief_does_not_say_that_a_page_has_failed_while_it_still_waits() {
        let mut report = report("10-the-plug", 60);
        let said = |report: &Report| filled("First with {outage.symptom}, for {outage.lasted}.", report, "");
        let visitor_sees = report.outages[0].outage.first_symptom.text().visitor_sees;
        let lasted = rounded(report.outages[0].lasted);
        assert_eq!(said(&report), format!("First with {visitor_sees}, for {lasted}."));
        report.outages[0].outage.symptom = Symptom::CameLate;
        assert_eq!(
            said(&report),
            format!("First with a page that came after more than half a minute, for {lasted}.")
        );
        (report.outages[0].outage.symptom, report.outages[0].outage.to) = (Symptom::StillWaits, None);
        assert_eq!(said(&report), format!("First with a page that still waits, for {lasted} so far."));
    }

    #[test]
    fn every_shipped_debrief_can_be_said_of_a_run_in_which_nothing_happened() {
        let report = report("09-normal-day", 20);
        for lesson in shipped::ALL {
            let Some(class) = scenario::read(lesson.text).expect("valid").plan.class else { continue };
            let said = filled(&class.debrief, &report, texts::NOBODY_FAILED);
            let is_sound = !said.contains(['{', '}']) && !said.contains("..") && said.ends_with('.');
            assert!(is_sound && !said.contains(" - "), "{}: {said}", lesson.name);
        }
    }
}
