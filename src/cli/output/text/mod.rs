//! The report as people read it: at most a hundred columns, from what was tried to what became of it.

mod heading;
mod chronicle;
mod windows;
pub(in crate::cli) mod figure;
mod causes;
mod outages;
mod random;
mod server;
mod anatomy;
mod waterfall;
mod replications;
mod verdicts;

use super::sheet::Sheet;
use super::{Count, Deed, Ink, Line, Paper, chain, deed};
use crate::cli::case::{Case, Ending, Played, Status};
use crate::simulation::Halt;

/// Everything there is to say about a case.
pub(in crate::cli) fn report(case: &Case, paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    if let Ending::Played(played) = &case.ending {
        heading::write(&mut sheet, case, played);
        chronicle::write(&mut sheet, played);
        windows::write(&mut sheet, &played.report);
        causes::write(&mut sheet, played);
        outages::write(&mut sheet, played);
        random::write(&mut sheet, &played.report);
        server::write(&mut sheet, played);
        server::write_logs(&mut sheet, &played.report);
        anatomy::write(&mut sheet, &played.plan, &played.report);
        waterfall::write(&mut sheet, &played.report.journeys);
        replications::write(&mut sheet, played);
        verdicts::write(&mut sheet, &played.verdicts);
        sheet.gap();
        sheet.line(closing(played));
        sheet.gap();
    }
    sheet.into_text()
}

/// One line for the file and one or more for each expectation.
pub(in crate::cli) fn verdicts(case: &Case, paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    sheet.line(verdicts::file_line(case));
    if let Ending::Played(played) = &case.ending {
        for verdict in &played.verdicts {
            verdicts::write_short(&mut sheet, verdict);
        }
    }
    sheet.into_text()
}

/// Only what was not met, and nothing about a file without such.
pub(in crate::cli) fn complaints(case: &Case, paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    if matches!(case.status(), Status::Met | Status::Played) {
        return sheet.into_text();
    }
    sheet.line(verdicts::file_line(case));
    if let Ending::Played(played) = &case.ending {
        for verdict in played.verdicts.iter().filter(|verdict| verdict.fails_the_scenario()) {
            verdicts::write_short(&mut sheet, verdict);
        }
    }
    sheet.into_text()
}

/// The last lines: how many files did as expected, and how many expectations were met.
pub(in crate::cli) fn count(cases: &[Case], paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    sheet.line(files(cases));
    sheet.line(count_line(Count::of(cases)));
    sheet.into_text()
}

fn files(cases: &[Case]) -> Line {
    let of = |wanted| cases.iter().filter(|case| case.status() == wanted).count();
    let (met, unmet) = (of(Status::Met), of(Status::Unmet));
    let lost = cases.len() - met - unmet;
    let ink = if unmet + lost > 0 { Ink::Bad } else { Ink::Good };
    let noun = if cases.len() == 1 { "file" } else { "files" };
    let text = format!("{} {noun}: {met} as expected, {unmet} not, {lost} without a verdict", cases.len());
    Line::new().ink(ink, text)
}

/// The line of a count.
fn count_line(count: Count) -> Line {
    Line::new().ink(if count.failed > 0 { Ink::Bad } else { Ink::Good }, count.to_string())
}

/// The report's last line, in words.
pub(in crate::cli) fn closing_words(played: &Played) -> String {
    closing(played).render(super::Theme::Plain)
}

/// The report's last line.
fn closing(played: &Played) -> Line {
    let mut count = Count::default();
    count.add(&played.verdicts);
    let at = played.report.ended_at;
    let limit = match played.report.halt {
        Halt::Reached if played.stopped().is_some() => {
            let run = played.stopped().map_or_else(String::new, replications::called);
            let words = format!("no verdict: {run} was stopped at a limit; run it by itself to see which");
            return Line::new().ink(Ink::Bad, words);
        }
        Halt::Reached if played.verdicts.is_empty() => {
            return Line::new().text("nothing was expected of this scenario: it was played, not judged");
        }
        Halt::Reached => return count_line(count),
        Halt::EventLimit => {
            format!("{} events; run.events_max raises it", figure::count(played.plan.run.events_max))
        }
        Halt::InFlightLimit => {
            let most = figure::count(played.plan.run.in_flight_max.into());
            format!("{most} requests in flight; run.in_flight_max raises it")
        }
        Halt::InstantLimit => "too many events at one instant".to_owned(),
    };
    Line::new().ink(Ink::Bad, format!("no verdict: stopped at {at} by the limit of {limit}"))
}

#[cfg(test)]
mod tests;
