//! Theory beside simulation; for programs `lonebox.theory/1`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::output::json::Words;
use crate::cli::output::text::figure::NOTHING;
use crate::cli::output::{Ink, Line, Paper, Sheet, csv, json, measure, unit};
use crate::cli::subject::Subject;
use crate::expectation::against_theory::{Confrontation, Given, Law, Precondition, Row, StationFlow, called};
use crate::expectation::{CONFIDENCE, number};
use crate::vocabulary::Station;

/// A larger difference is only said to be one \[share\].
const MUCH: f64 = 9.99;
/// The name and version of this format.
const FORMAT: &str = "lonebox.theory/1";
/// Where the columns of figures end.
const COLUMNS: [usize; 4] = [52, 66, 82, 96];
const STATION_COLUMNS: [usize; 4] = [34, 50, 68, 90];

/// What `lonebox theory --format json` gives. Values are in the unit named beside them; null is what was not measured. This schema is
/// closed; later versions of Lonebox may write more fields, which a program passes over.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Theory beside simulation, by Lonebox: lonebox.theory/1", rename = "theory")]
#[schemars(extend("$id" = "https://lonebox.invalid/theory.schema.json"))]
pub(in crate::cli) struct Theory<'a> {
    /// The name and version of this format.
    #[schemars(extend("const" = FORMAT))]
    format: &'static str,
    /// The version of lonebox that made it.
    lonebox_version: &'static str,
    /// The file, as it was named on the command line.
    file: &'a str,
    /// As in the scenario.
    title: &'a str,
    /// What all random streams of the first run grew from.
    seed: u64,
    /// How often it was run, each time with a seed of its own.
    runs: u32,
    /// How often the intervals cover the true mean, if what they presume holds.
    #[schemars(range(min = 0, max = 1))]
    confidence_share: f64,
    /// Each station that serves, as it was measured in the window `all`.
    stations: Vec<StationRow>,
    /// The busiest of them; null if nothing was measured.
    #[schemars(with = "Option<Words<Station>>")]
    bottleneck: Option<Station>,
    /// Each law that has something to do with this site.
    laws: Vec<LawRow>,
}

/// A station as it was measured.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "station_flow")]
struct StationRow {
    /// Which.
    #[schemars(with = "Words<Station>")]
    station: Station,
    /// How many servers it has, in the mean.
    servers: f64,
    /// Busy time over capacity time.
    #[schemars(range(min = 0, max = 1))]
    utilisation_share: f64,
    /// What an answer of the application costs of a server's time.
    demand_ns: f64,
    /// Answers a second at which it would never rest.
    answers_max_per_second: f64,
}

/// A law beside what was measured.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "law")]
struct LawRow {
    /// What it is called.
    name: &'static str,
    /// To what it is applied.
    place: &'static str,
    /// What it was given.
    given: Vec<GivenRow>,
    /// What it says; empty where it says nothing.
    figures: Vec<FigureRow>,
    /// Why it says nothing; null where it says something.
    silent: Option<String>,
    /// What it presumes.
    preconditions: Vec<PreconditionRow>,
    /// Whether all of that is so.
    holds: bool,
}

/// A quantity that a law was given.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "given")]
struct GivenRow {
    /// What it is.
    what: &'static str,
    /// Its value.
    value: f64,
    /// `ns`, `share` (from 0 to 1), `per_second` or `count`.
    unit: &'static str,
}

/// A figure by theory and by simulation.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "theory_figure")]
struct FigureRow {
    /// What it is.
    what: &'static str,
    /// By theory.
    theory: f64,
    /// By simulation, the mean of the runs; null where it was not measured.
    simulated: Option<f64>,
    /// The true mean lies within this distance of that; null with one run.
    half_width: Option<f64>,
    /// By how much of theory's value simulation's is above it; null where that is zero or was not measured.
    relative_difference: Option<f64>,
    /// `ns`, `share` (from 0 to 1), `per_second` or `count`.
    unit: &'static str,
}

/// Something that a law presumes.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "precondition")]
struct PreconditionRow {
    /// What must be so.
    what: &'static str,
    /// Whether it is.
    holds: bool,
    /// How that is known, and what it means.
    why: String,
}

impl LawRow {
    fn of(law: &Law) -> Self {
        let given =
            |given: &Given| GivenRow { what: given.what, value: given.value, unit: unit(given.quantity) };
        let precondition =
            |one: &Precondition| PreconditionRow { what: one.what, holds: one.holds, why: one.why.clone() };
        Self {
            name: law.name,
            place: law.place,
            given: law.given.iter().map(given).collect(),
            figures: law.rows.iter().map(FigureRow::of).collect(),
            silent: law.silent.clone(),
            preconditions: law.preconditions.iter().map(precondition).collect(),
            holds: law.preconditions.iter().all(|one| one.holds),
        }
    }
}

impl FigureRow {
    fn of(row: &Row) -> Self {
        Self {
            what: row.what,
            theory: row.theory,
            simulated: row.simulated,
            half_width: row.half_width,
            relative_difference: row.difference(),
            unit: unit(row.quantity),
        }
    }
}

impl StationRow {
    fn of(station: &StationFlow) -> Self {
        Self {
            station: station.station,
            servers: station.servers,
            utilisation_share: station.utilisation.min(1.0),
            demand_ns: station.demand * 1e9,
            answers_max_per_second: station.answers_max,
        }
    }
}

fn stations(found: &Confrontation) -> &[StationFlow] {
    found.flow.as_ref().map_or(&[], |flow| &flow.stations)
}

/// For programs.
pub(in crate::cli) fn json(subject: &Subject, found: &Confrontation, runs: u32) -> String {
    json::document(&Theory {
        format: FORMAT,
        lonebox_version: env!("CARGO_PKG_VERSION"),
        file: &subject.source.file,
        title: &subject.plan.identity.title,
        seed: subject.plan.run.seed,
        runs,
        confidence_share: CONFIDENCE,
        stations: stations(found).iter().map(StationRow::of).collect(),
        bottleneck: found.bottleneck().map(|station| station.station),
        laws: found.laws.iter().map(LawRow::of).collect(),
    })
}

/// A table for spreadsheets.
pub(in crate::cli) fn csv(found: &Confrontation) -> String {
    let text = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let mut table =
        "law,place,figure,unit,theory,simulated,half_width,relative_difference,preconditions_hold\n"
            .to_owned();
    for law in found.laws.iter().map(LawRow::of) {
        for figure in &law.figures {
            let fields = [law.name, law.place, figure.what, figure.unit].map(str::to_owned);
            let values =
                [Some(figure.theory), figure.simulated, figure.half_width, figure.relative_difference]
                    .map(text);
            table += &csv::row(fields.into_iter().chain(values).chain([law.holds.to_string()]));
        }
    }
    table
}

/// For people.
pub(in crate::cli) fn human(subject: &Subject, found: &Confrontation, runs: u32, paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    sheet.wrapped(Line::new(), Ink::Strong, &format!("{}: theory beside simulation", subject.title()));
    let text = format!(
        "over the window all, {runs} runs, the first with seed {}; what a law is given is measured in them, what it says is not",
        subject.plan.run.seed
    );
    sheet.wrapped(Line::new().text("  "), Ink::Faint, &text);
    if found.flow.is_none() {
        let text =
            "the application answered nothing in the window all: there is nothing to confront theory with";
        sheet.wrapped(Line::new().text("  ").ink(Ink::Odd, "! "), Ink::Odd, text);
    }
    write_stations(&mut sheet, found);
    for law in &found.laws {
        write_law(&mut sheet, law);
    }
    sheet.into_text()
}

fn write_stations(sheet: &mut Sheet, found: &Confrontation) {
    let Some(bottleneck) = found.bottleneck() else { return };
    sheet.heading("Station by station");
    let mut line = Line::new().ink(Ink::Faint, "  station");
    for (text, end) in
        ["servers", "busy", "an answer takes", "answers at most"].into_iter().zip(STATION_COLUMNS)
    {
        line = line.right(Ink::Faint, text, end);
    }
    sheet.line(line);
    for station in stations(found) {
        let cells = [
            number((station.servers * 100.0).round() / 100.0),
            measure::value(crate::vocabulary::Quantity::Share, station.utilisation),
            measure::value(crate::vocabulary::Quantity::Time, station.demand * 1e9),
            format!("{}/s", number((station.answers_max * 10.0).round() / 10.0)),
        ];
        let ink = if station.station == bottleneck.station { Ink::Strong } else { Ink::Plain };
        let mut line = Line::new().text("  ").ink(ink, called(station.station));
        for (text, end) in cells.iter().zip(STATION_COLUMNS) {
            line = line.right(ink, text, end);
        }
        sheet.line(line);
    }
    let text = format!(
        "the bottleneck is {}: whatever else is made quicker, the site answers {}/s at most",
        called(bottleneck.station),
        number((bottleneck.answers_max * 10.0).round() / 10.0)
    );
    sheet.wrapped(Line::new().text("  "), Ink::Strong, &text);
}

fn write_law(sheet: &mut Sheet, law: &Law) {
    sheet.heading(&format!("{}: {}", law.name, law.place));
    let given: Vec<String> = law
        .given
        .iter()
        .map(|given| format!("{} {}", given.what, measure::value(given.quantity, given.value)))
        .collect();
    sheet.wrapped(Line::new().text("  ").ink(Ink::Faint, "given").to(10), Ink::Faint, &given.join(", "));
    if let Some(why) = &law.silent {
        sheet.wrapped(
            Line::new().text("  ").ink(Ink::Odd, "! "),
            Ink::Odd,
            &format!("it says nothing: {why}"),
        );
    }
    if !law.rows.is_empty() {
        let mut line = Line::new();
        for (text, end) in ["theory", "simulated", "±", "difference"].into_iter().zip(COLUMNS) {
            line = line.right(Ink::Faint, text, end);
        }
        sheet.line(line);
    }
    law.rows.iter().for_each(|row| write_row(sheet, row));
    for one in &law.preconditions {
        let (sign, ink) = if one.holds { ("✓ ", Ink::Good) } else { ("✗ ", Ink::Odd) };
        let start = Line::new().text("  ").ink(ink, sign);
        sheet.wrapped(
            start,
            if one.holds { Ink::Faint } else { Ink::Plain },
            &format!("{}: {}", one.what, one.why),
        );
    }
}

fn write_row(sheet: &mut Sheet, row: &Row) {
    let difference = row.difference().map_or_else(
        || NOTHING.to_owned(),
        |share| {
            if share > MUCH {
                return format!("> {} %", number(MUCH * 100.0));
            }
            let percent = (share * 1_000.0).round() / 10.0;
            format!("{}{} %", if percent > 0.0 { "+" } else { "" }, number(percent))
        },
    );
    let simulated = row.simulated.map(|value| measure::value(row.quantity, value));
    let half = row.half_width.map(|half| measure::distance(row.quantity, half));
    let cells = [
        measure::value(row.quantity, row.theory),
        simulated.unwrap_or_else(|| NOTHING.to_owned()),
        half.unwrap_or_else(|| NOTHING.to_owned()),
        difference,
    ];
    let mut line = Line::new().text(format!("    {}", row.what));
    for (text, end) in cells.iter().zip(COLUMNS) {
        line = line.right(Ink::Plain, text, end);
    }
    sheet.line(line);
}
