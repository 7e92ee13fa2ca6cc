//! By how much two scenarios differ; for programs `lonebox.compare/1`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::output::measure::{self, MeasureRow};
use crate::cli::output::text::figure::NOTHING;
use crate::cli::output::{Ink, Line, Paper, Sheet, csv, json};
use crate::cli::subject::Subject;
use crate::expectation::{CONFIDENCE, number, share};
use crate::study::compare::{Comparison, Difference, Word};
use crate::study::replications::Replication;

/// The name and version of this format.
const FORMAT: &str = "lonebox.compare/1";
/// Where the columns of figures end, and where the word beside them begins.
const COLUMNS: [usize; 4] = [42, 55, 71, 87];
const WORDS: usize = 90;

/// Two scenarios, their runs and what they differ by.
pub(in crate::cli) struct Pairs<'a> {
    /// The scenarios.
    pub(in crate::cli) subjects: &'a [Subject; 2],
    /// The runs of each, in order of the pairs.
    pub(in crate::cli) runs: &'a [Vec<Replication>; 2],
    /// What they differ by.
    pub(in crate::cli) comparison: &'a Comparison,
}

/// What `lonebox compare --format json` gives. Values are in the unit that their measure names; null is what cannot be told. This
/// schema is closed; later versions of Lonebox may write more fields, which a program passes over.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Two scenarios compared, by Lonebox: lonebox.compare/1", rename = "compare")]
#[schemars(extend("$id" = "https://lonebox.invalid/compare.schema.json"))]
pub(in crate::cli) struct Compare<'a> {
    /// The name and version of this format.
    #[schemars(extend("const" = FORMAT))]
    format: &'static str,
    /// The version of lonebox that made it.
    lonebox_version: &'static str,
    /// The first scenario.
    first: Side<'a>,
    /// The second.
    second: Side<'a>,
    /// The seed of each pair of runs: both were run with it.
    seeds: Vec<u64>,
    /// How often the intervals cover the true mean difference, if what they presume holds.
    #[schemars(range(min = 0, max = 1))]
    confidence_share: f64,
    /// What keeps the two from being compared like with like.
    reservations: &'a [String],
    /// By every figure that both have; ways to fail that never happened are left out.
    differences: Vec<DifferenceRow<'a>>,
}

/// One of the two.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "side")]
struct Side<'a> {
    /// The file, as it was named on the command line.
    file: &'a str,
    /// As in the scenario.
    title: &'a str,
    /// What a reader of its figures must be told; null if nothing.
    warning: Option<String>,
    /// Runs of its that were stopped at a limit: its figures are then of parts of runs.
    stopped: usize,
}

/// By how much the second differs from the first.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "difference")]
struct DifferenceRow<'a> {
    /// By what.
    measure: MeasureRow<'a>,
    /// In how many pairs both had something to measure.
    pairs: u32,
    /// The mean of the first one's runs.
    first_mean: f64,
    /// The mean of the second one's.
    second_mean: f64,
    /// The mean of the second less the first, pair by pair.
    difference_mean: f64,
    /// The true mean difference lies within this distance of that; null with a single pair.
    half_width: Option<f64>,
    /// The smallest difference of a pair.
    difference_min: f64,
    /// The largest.
    difference_max: f64,
    /// How many times as wide the interval would be with seeds of their own; null where one of the two is zero.
    narrower_factor: Option<f64>,
    /// `higher` or `lower`: the interval does not hold zero; `equal`: the same in every pair; `open`: these runs do not tell.
    word: &'static str,
}

impl Pairs<'_> {
    fn warning(&self, side: usize) -> Option<String> {
        self.comparison.long_runs[side].warning(self.subjects[side].plan.run.warm_up)
    }

    fn stopped(&self, side: usize) -> usize {
        self.runs[side].iter().filter(|run| run.halt != crate::simulation::Halt::Reached).count()
    }
}

/// For programs.
pub(in crate::cli) fn json(pairs: &Pairs<'_>) -> String {
    let side = |side: usize| Side {
        file: &pairs.subjects[side].source.file,
        title: &pairs.subjects[side].plan.identity.title,
        warning: pairs.warning(side),
        stopped: pairs.stopped(side),
    };
    json::document(&Compare {
        format: FORMAT,
        lonebox_version: env!("CARGO_PKG_VERSION"),
        first: side(0),
        second: side(1),
        seeds: pairs.runs[0].iter().map(|run| run.seed).collect(),
        confidence_share: CONFIDENCE,
        reservations: &pairs.comparison.reservations,
        differences: rows(pairs),
    })
}

fn rows<'a>(pairs: &'a Pairs<'_>) -> Vec<DifferenceRow<'a>> {
    let row = |found: &Difference| DifferenceRow {
        measure: MeasureRow::of(&pairs.subjects[0].plan, found.yardstick),
        pairs: found.difference.runs,
        first_mean: found.first.mean,
        second_mean: found.second.mean,
        difference_mean: found.difference.mean,
        half_width: found.difference.half_width,
        difference_min: found.difference.min,
        difference_max: found.difference.max,
        narrower_factor: found.narrower,
        word: found.word.spelling(),
    };
    pairs.comparison.differences.iter().map(row).collect()
}

/// A table for spreadsheets.
pub(in crate::cli) fn csv(pairs: &Pairs<'_>) -> String {
    let row = |row: DifferenceRow<'_>| {
        let mut fields: Vec<String> = row.measure.fields().into_iter().collect();
        let half = row.half_width.map_or_else(String::new, |half| half.to_string());
        fields.extend([row.first_mean, row.second_mean, row.difference_mean].map(|value| value.to_string()));
        fields.extend([half, row.word.to_owned()]);
        csv::row(fields)
    };
    let head = "window,name,aggregate,failure,unit,first_mean,second_mean,difference_mean,half_width,word\n"
        .to_owned();
    head + &rows(pairs).into_iter().map(row).collect::<String>()
}

/// For people.
pub(in crate::cli) fn human(pairs: &Pairs<'_>, paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    sheet.line(Line::new().ink(Ink::Strong, "Two scenarios under the same arrivals"));
    for (side, letter) in ["A", "B"].into_iter().enumerate() {
        let subject = &pairs.subjects[side];
        let text = format!("{} ({})", subject.title(), subject.source.file);
        sheet.wrapped(Line::new().text("  ").ink(Ink::Strong, letter).text("  "), Ink::Plain, &text);
    }
    let count = pairs.runs[0].len();
    let seed = pairs.runs[0].first().map_or(0, |run| run.seed);
    let text = format!(
        "{count} pairs of runs, the first with seed {seed}; ± is the {} interval of B less A (Student's, by pairs)",
        share(CONFIDENCE)
    );
    sheet.wrapped(Line::new().text("  "), Ink::Faint, &text);
    write_reservations(&mut sheet, pairs);
    let mut window = None;
    for found in pairs.comparison.differences.iter().filter(|found| found.yardstick.is_main()) {
        if window != Some(found.yardstick.window()) {
            window = Some(found.yardstick.window());
            write_head(&mut sheet, pairs, found);
        }
        write_one(&mut sheet, found);
    }
    sheet.gap();
    sheet.wrapped(Line::new(), Ink::Strong, &conclusion(pairs));
    sheet.into_text()
}

fn write_reservations(sheet: &mut Sheet, pairs: &Pairs<'_>) {
    let warnings = ["A", "B"].into_iter().enumerate().flat_map(|(side, letter)| {
        let stopped = match pairs.stopped(side) {
            0 => None,
            count => Some(format!("{count} runs were stopped at a limit: figures are of parts of them")),
        };
        pairs.warning(side).into_iter().chain(stopped).map(move |warning| format!("{letter}: {warning}"))
    });
    for text in pairs.comparison.reservations.iter().cloned().chain(warnings) {
        sheet.wrapped(Line::new().text("  ").ink(Ink::Odd, "! "), Ink::Odd, &text);
    }
}

fn write_head(sheet: &mut Sheet, pairs: &Pairs<'_>, found: &Difference) {
    sheet.gap();
    let name = measure::window_of(&pairs.subjects[0].plan, found.yardstick).unwrap_or("whole run");
    let mut line = Line::new().ink(Ink::Strong, name.to_owned());
    for (text, end) in ["A", "B", "B - A", "±"].into_iter().zip(COLUMNS) {
        line = line.right(Ink::Faint, text, end);
    }
    sheet.line(line);
}

fn write_one(sheet: &mut Sheet, found: &Difference) {
    let quantity = found.yardstick.quantity();
    let mean = found.difference.mean;
    let sign = if mean < 0.0 { "-" } else { "+" };
    let half = found.difference.half_width.map(|half| measure::distance(quantity, half));
    let cells = [
        measure::value(quantity, found.first.mean),
        measure::value(quantity, found.second.mean),
        if found.word == Word::Equal {
            "0".to_owned()
        } else {
            sign.to_owned() + &measure::distance(quantity, mean.abs())
        },
        half.filter(|_| found.word != Word::Equal).unwrap_or_else(|| NOTHING.to_owned()),
    ];
    let mut line = Line::new().text(format!("  {}", measure::name(found.yardstick)));
    for (text, end) in cells.iter().zip(COLUMNS) {
        line = line.right(Ink::Plain, text, end);
    }
    let ink = match found.word {
        Word::Higher | Word::Lower => Ink::Strong,
        Word::Equal | Word::Open => Ink::Faint,
    };
    sheet.line(line.to(WORDS).ink(ink, found.word.spelling()));
}

/// What the words mean, and what common random numbers were good for.
fn conclusion(pairs: &Pairs<'_>) -> String {
    let shown: Vec<&Difference> =
        pairs.comparison.differences.iter().filter(|found| found.yardstick.is_main()).collect();
    let of = |word: Word| shown.iter().filter(|found| found.word == word).count();
    let told = of(Word::Higher) + of(Word::Lower);
    let mut factors: Vec<f64> = shown.iter().filter_map(|found| found.narrower).collect();
    factors.sort_by(f64::total_cmp);
    let narrower = factors.get(factors.len() / 2).map_or_else(String::new, |factor| {
        let told = (factor * 10.0).round() / 10.0;
        if told > 1.0 {
            format!(" With seeds of their own the median interval would be {} times as wide.", number(told))
        } else {
            " Here seeds of their own would do as well.".to_owned()
        }
    });
    format!(
        "{told} of {} figures differ (higher, lower: zero lies outside the interval), {} are equal in every pair, {} are \
         open: more --replications may tell. Of twenty figures that do not differ, one is expected to look as if it did.{narrower}",
        shown.len(),
        of(Word::Equal),
        of(Word::Open)
    )
}
