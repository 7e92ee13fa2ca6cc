//! Kept journeys as a browser's waterfall: a row a request, a sign a stage, all to one scale.

use super::{Ink, Line, Sheet, figure};
use crate::snapshot::{PageJourney, RequestJourney};
use crate::units::SimDuration;
use crate::vocabulary::{Outcome, Stage, Word};

/// Width of the names of what was asked for.
const LABEL: usize = 28;
/// Where a bar begins.
const START: usize = 4 + LABEL;
/// Width of a request's time at the right.
const TOOK: usize = 10;
/// Width of a stage with its time.
const STAGE: usize = 31;
/// More journeys are only counted.
const SHOWN_MAX: usize = 2;

/// The journeys that were kept.
pub(super) fn write(sheet: &mut Sheet, journeys: &[PageJourney]) {
    if journeys.is_empty() {
        return;
    }
    sheet.heading("Journeys, from the first byte asked for to the last one received");
    legend(sheet);
    for journey in journeys.iter().take(SHOWN_MAX) {
        write_one(sheet, journey);
    }
    if journeys.len() > SHOWN_MAX {
        let more = format!("  and {} more; --format json tells them all", journeys.len() - SHOWN_MAX);
        sheet.line(Line::new().ink(Ink::Faint, more));
    }
}

/// The sign of a stage: pointing to the server and back, questions, and the darker the more is computed.
const fn sign(stage: Stage) -> char {
    match stage {
        Stage::NameLookup => '?',
        Stage::Connect => '~',
        Stage::TlsHandshake => '%',
        Stage::Sending => '>',
        Stage::WebServer => 'n',
        Stage::AcceptQueue => '·',
        Stage::Application => '█',
        Stage::Database => '▓',
        Stage::RouteWait => '░',
        Stage::AnswerThroughWebServer => 'u',
        Stage::Receiving => '<',
        Stage::BackOff => '.',
    }
}

/// What the signs mean, as many in a line as fit.
fn legend(sheet: &mut Sheet) {
    let mut line = Line::new();
    for stage in Stage::ALL {
        let text = format!("{} {stage}", sign(*stage));
        if line.width() + 3 + text.chars().count() > sheet.width() {
            sheet.line(std::mem::take(&mut line));
        }
        let gap = if line.width() == 0 { "  " } else { "   " };
        line = line.text(gap).ink(Ink::Faint, text);
    }
    sheet.line(line);
}

/// How much time the bars' width stands for.
fn axis(took: SimDuration, bar: usize) -> Line {
    let end = figure::latency(took.as_nanos() as f64);
    let dots = bar.saturating_sub(end.chars().count() + "0 ms ".len() + 1);
    let text = format!("0 ms {} {end}", "·".repeat(dots));
    Line::new().to(START).ink(Ink::Faint, text)
}

fn write_one(sheet: &mut Sheet, journey: &PageJourney) {
    let took = journey.ended.since(journey.begun);
    let (ending, ink) = match journey.outcome {
        Outcome::Good => ("good".to_owned(), Ink::Good),
        Outcome::Failed(kind) => (format!("failed as {kind}"), Ink::Bad),
    };
    sheet.gap();
    sheet.line(
        Line::new()
            .text("  visit ")
            .ink(Ink::Strong, journey.visit.to_string())
            .text(format!(", page {}, begun at {}: ", journey.page, journey.begun))
            .ink(ink, ending)
            .text(format!(" after {}", figure::latency(took.as_nanos() as f64))),
    );
    let mut requests: Vec<&RequestJourney> = journey.requests.iter().collect();
    requests.sort_by_key(|request| request.begun);
    let bar = sheet.width().saturating_sub(START + TOOK).max(1);
    sheet.line(axis(took, bar));
    for request in &requests {
        sheet.line(row(request, journey, bar));
    }
    if let Some(document) = requests.first() {
        for line in stages(document, sheet.width()) {
            sheet.line(line);
        }
    }
}

fn row(request: &RequestJourney, journey: &PageJourney, width: usize) -> Line {
    let took = request.ended.since(request.begun).as_nanos() as f64;
    let ink = if request.outcome == Outcome::Good { Ink::Plain } else { Ink::Bad };
    Line::new()
        .ink(ink, format!("    {}", shortened(&request.path)))
        .to(START)
        .text(bar(request, journey, width))
        .right(ink, &figure::latency(took), START + width + TOOK)
}

/// The bar: blank up to the request's first stage, then each stage in proportion to its time.
fn bar(request: &RequestJourney, journey: &PageJourney, width: usize) -> String {
    let whole = journey.ended.since(journey.begun).as_nanos().max(1);
    let column = |at: SimDuration| {
        let column = u128::from(at.as_nanos()) * width as u128 + u128::from(whole) / 2;
        usize::try_from(column / u128::from(whole)).unwrap_or(width).min(width)
    };
    let spans: SimDuration = request.spans.iter().map(|span| span.lasted).sum();
    let took = request.ended.since(request.begun);
    let mut at = request.begun.since(journey.begun) + took.saturating_sub(spans);
    let mut bar = " ".repeat(column(at));
    for span in &request.spans {
        let from = column(at);
        at += span.lasted;
        bar.extend(std::iter::repeat_n(sign(span.stage), column(at) - from));
    }
    bar
}

/// The stages of a request with their times, as many in a line as fit.
fn stages(request: &RequestJourney, width: usize) -> Vec<Line> {
    let rows = request.spans.chunks(((width.saturating_sub(3)) / STAGE).max(1)).map(|spans| {
        let mut line = Line::new();
        for (place, span) in spans.iter().enumerate() {
            let column = 6 + place * STAGE;
            let millis = format!("{:.2} ms", span.lasted.as_millis_f64());
            line = line.to(column).ink(Ink::Faint, format!("{} {}", sign(span.stage), span.stage));
            line = line.right(Ink::Plain, &millis, column + STAGE - 3);
        }
        line
    });
    rows.collect()
}

/// A path that fits beside its bar; of a longer one the middle is left out.
fn shortened(path: &str) -> String {
    let letters: Vec<char> = path.chars().collect();
    let room = LABEL - 2;
    if letters.len() <= room {
        return path.to_owned();
    }
    let (head, tail) = (room / 2, room - room / 2 - 1);
    let begin = letters[..head].iter();
    begin.chain(&['…']).chain(&letters[letters.len() - tail..]).collect()
}
