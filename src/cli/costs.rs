//! `--plan`: what the runs would cost, without running them.

use serde::Serialize;

use super::arguments::{Format, Output};
use super::candidate::Candidate;
use super::case::{Case, highest_code, refused};
use super::input::Accepted;
use super::output::{Ink, Line, Paper, Sheet};
use super::{Failure, print, terminal};
use crate::simulation::Estimate;
use crate::units::SimDuration;

/// The name and version of the format for programs.
const FORMAT: &str = "lonebox.plan/1";

/// All files together, for programs.
#[derive(Serialize)]
struct Plan<'a> {
    format: &'static str,
    /// Files that would be run.
    files: Vec<Cost<'a>>,
    /// Files that give no plan: they are told on standard error.
    refused: usize,
    simulated_ns: u64,
    events: u64,
}

/// What a file would cost.
#[derive(Serialize)]
struct Cost<'a> {
    file: &'a str,
    /// How often it would be run; what follows is of all runs together.
    replications: u32,
    simulated_ns: u64,
    visits: u64,
    requests: u64,
    events: u64,
    /// A run would be stopped at so many.
    events_max: u64,
}

/// Prints what the candidates would cost; the exit code is that of the files that give no plan.
pub(super) fn tell(candidates: &[Candidate], output: &Output) -> Result<u8, Failure> {
    if !output.out.is_empty() {
        return Err(Failure::usage("--plan goes to standard output: leave --out away".to_owned()));
    }
    for candidate in candidates {
        terminal::tell(&candidate.told);
    }
    let plan = plan(candidates);
    print(&match output.format {
        None | Some(Format::Human) => human(&plan, terminal::paper()),
        Some(Format::Json) => serde_json::to_string_pretty(&plan).expect("plain data with text keys") + "\n",
        Some(_) => return Err(Failure::usage("--plan is told as human or as json".to_owned())),
    })?;
    let refused = candidates.iter().filter_map(|candidate| {
        let refusal = candidate.reading.as_ref().err()?;
        Some(Case::new(candidate.file.clone(), refused(refusal.clone())))
    });
    Ok(highest_code(&refused.collect::<Vec<_>>()))
}

fn plan(candidates: &[Candidate]) -> Plan<'_> {
    let accepted = |candidate: &'_ Candidate| candidate.reading.is_ok();
    let files: Vec<Cost<'_>> = candidates.iter().filter_map(cost).collect();
    Plan {
        format: FORMAT,
        refused: candidates.iter().filter(|candidate| !accepted(candidate)).count(),
        simulated_ns: files.iter().map(|cost| cost.simulated_ns).fold(0, u64::saturating_add),
        events: files.iter().map(|cost| cost.events).sum(),
        files,
    }
}

fn cost(candidate: &Candidate) -> Option<Cost<'_>> {
    let Accepted { plan, .. } = candidate.reading.as_ref().ok()?;
    let Estimate { simulated, visits, requests, events } = Estimate::of(plan);
    let runs = f64::from(plan.run.replications);
    Some(Cost {
        file: &candidate.file,
        replications: plan.run.replications,
        simulated_ns: simulated.as_nanos().saturating_mul(u64::from(plan.run.replications)),
        visits: whole(visits * runs),
        requests: whole(requests * runs),
        events: whole(events * runs),
        events_max: plan.run.events_max,
    })
}

#[expect(clippy::cast_sign_loss, reason = "nobody comes less than never")]
fn whole(estimate: f64) -> u64 {
    estimate.round() as u64
}

fn human(plan: &Plan<'_>, paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    let width = plan.files.iter().map(|cost| cost.file.chars().count()).max().unwrap_or(0).max("file".len());
    let row = |file: &str, rest: [&str; 4], ink: Ink| {
        let columns = [14, 26, 38, 52].map(|column| width + column);
        let start = Line::new().ink(ink, file);
        rest.iter().zip(columns).fold(start, |line, (text, column)| line.right(ink, text, column))
    };
    sheet.line(row("file", ["simulated", "visits", "requests", "events"], Ink::Faint));
    for cost in &plan.files {
        let simulated = SimDuration::from_nanos(cost.simulated_ns).to_string();
        let [visits, requests, events] = [cost.visits, cost.requests, cost.events].map(about);
        sheet.line(row(cost.file, [&simulated, &visits, &requests, &events], Ink::Plain));
        if cost.events / u64::from(cost.replications) > cost.events_max {
            let more =
                format!("  it would be stopped at {} events; --events-max raises that", cost.events_max);
            sheet.line(Line::new().ink(Ink::Odd, more));
        }
    }
    let noun = if plan.files.len() == 1 { "file" } else { "files" };
    let (simulated, events) = (SimDuration::from_nanos(plan.simulated_ns), about(plan.events));
    sheet.line(Line::new().ink(
        Ink::Strong,
        format!(
            "{} {noun}: {simulated} to be simulated, about {events} events; nothing was run",
            plan.files.len()
        ),
    ));
    sheet.into_text()
}

/// An estimate to three digits.
fn about(count: u64) -> String {
    let mut unit = 1;
    while count / unit >= 1_000 {
        unit *= 10;
    }
    let digits = (count.saturating_add(unit / 2) / unit * unit).to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_is_told_to_three_digits() {
        let told = [0, 999, 1_234, 175_960, 12_345_678].map(about);
        assert_eq!(told, ["0", "999", "1,230", "176,000", "12,300,000"]);
    }
}
