//! What is lost without each component: a table, a tree, and the sentence that matters; for programs `lonebox.spof/1`.

use schemars::JsonSchema;
use serde::Serialize;

use super::spof_tree;
use crate::cli::output::json::Words;
use crate::cli::output::text::figure::{self, NOTHING};
use crate::cli::output::{Deed, Ink, Line, Paper, Sheet, csv, json};
use crate::cli::subject::Subject;
use crate::simulation::Halt;
use crate::study::spof::{Loss, Study};
use crate::vocabulary::{Component, FailureKind, Layer, Word};

/// The name and version of this format.
const FORMAT: &str = "lonebox.spof/1";
/// Where the columns of figures end, and where the words beside them begin.
const COLUMNS: [usize; 4] = [36, 46, 59, 76];
const WORDS: usize = 78;

/// What `lonebox spof --format json` gives. `_ns` are nanoseconds of simulated time, `_share` shares from 0 to 1; null is what could
/// not be measured. This schema is closed; later versions of Lonebox may write more fields, which a program passes over.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Single points of failure, by Lonebox: lonebox.spof/1", rename = "spof")]
#[schemars(extend("$id" = "https://lonebox.invalid/spof.schema.json"))]
pub(in crate::cli) struct Spof<'a> {
    /// The name and version of this format.
    #[schemars(extend("const" = FORMAT))]
    format: &'static str,
    /// The version of lonebox that made it.
    lonebox_version: &'static str,
    /// The file, as it was named on the command line.
    file: &'a str,
    /// As in the scenario.
    title: &'a str,
    /// What all random streams of every run grew from.
    seed: u64,
    /// When a component was taken away.
    at_ns: u64,
    /// For how long; the record and its server for as much longer as resolvers may keep the record.
    lasting_ns: u64,
    /// How long each run was.
    duration_ns: u64,
    /// The site with all its components.
    undisturbed: LossRow,
    /// The site without each of them, in the order in which a visit meets them.
    components: Vec<LossRow>,
    /// Those without which the site is out.
    #[schemars(with = "Vec<Words<Component>>")]
    single_points_of_failure: Vec<Component>,
    /// How many of these are the one machine or stand on it.
    on_the_machine: usize,
    /// The same in a sentence.
    conclusion: String,
}

/// What was lost without a component.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "loss")]
struct LossRow {
    /// Which; null for the undisturbed site.
    #[schemars(with = "Option<Words<Component>>")]
    component: Option<Component>,
    /// The action by which it was taken away; null for the undisturbed site.
    action: Option<String>,
    /// For how long it was away.
    away_ns: u64,
    /// Whether the run came to its end, not to a limit: without that, what was measured is of a part.
    reached: bool,
    /// Pages begun meanwhile that have ended.
    pages: u64,
    /// The share of them that failed.
    #[schemars(range(min = 0, max = 1))]
    pages_lost_share: Option<f64>,
    /// The share of the requests begun meanwhile that failed.
    #[schemars(range(min = 0, max = 1))]
    requests_lost_share: Option<f64>,
    /// Pages that failed by it, whenever they were begun.
    lost_pages: u64,
    /// How it was first missed; null if it was not.
    symptom: Option<SymptomRow>,
    /// How long the site was out because of it; null if it was not.
    out_ns: Option<u64>,
    /// Whether it still was when the run ended.
    out_at_the_end: bool,
    /// Whether the site was out because of it.
    single_point_of_failure: bool,
}

/// How a component was first missed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "symptom")]
struct SymptomRow {
    /// How the first page failed.
    #[schemars(with = "Words<FailureKind>")]
    failure: FailureKind,
    /// What its visitor saw.
    visitor_sees: &'static str,
    /// Why.
    cause: &'static str,
    /// Where it failed.
    #[schemars(with = "Words<Layer>")]
    layer: Layer,
    /// From the moment at which the component was taken away to the first visitor whose page failed.
    noticed_after_ns: u64,
}

impl LossRow {
    fn of(study: &Study, loss: &Loss) -> Self {
        let out = loss.out_for();
        let away = loss.component.map_or(study.lasting, |component| study.away(component));
        Self {
            component: loss.component,
            action: Deed::at(&loss.plan, 0).map(|deed| deed.described()),
            away_ns: away.as_nanos(),
            reached: loss.halt == Halt::Reached,
            pages: loss.pages.ended(),
            pages_lost_share: loss.pages_lost(),
            requests_lost_share: loss.requests_lost(),
            lost_pages: loss.lost_pages,
            symptom: loss.symptom.map(|symptom| SymptomRow {
                failure: symptom.failure,
                visitor_sees: symptom.text.visitor_sees,
                cause: symptom.text.cause,
                layer: symptom.text.layer,
                noticed_after_ns: symptom.noticed_after.as_nanos(),
            }),
            out_ns: out.map(|(lasted, _)| lasted.as_nanos()),
            out_at_the_end: out.is_some_and(|(_, still)| still),
            single_point_of_failure: loss.is_a_single_point_of_failure(),
        }
    }
}

/// What people call a component.
pub(in crate::cli) const fn called(component: Component) -> &'static str {
    match component {
        Component::Resolver => "the visitors' resolvers",
        Component::Authority => "the authoritative server",
        Component::Record => "the A record",
        Component::Network => "the network",
        Component::Certificate => "its certificate",
        Component::Machine => "the machine's power",
        Component::Nginx => "nginx",
        Component::Gunicorn => "gunicorn",
        Component::Code => "the application's code",
        Component::Mysql => "MySQL",
        Component::DiskRoom => "room on the disk",
        Component::DiskSpeed => "a disk that answers",
    }
}

/// For programs.
pub(in crate::cli) fn json(subject: &Subject, study: &Study, losses: &[Loss]) -> String {
    let row = |loss| LossRow::of(study, loss);
    let components: Vec<LossRow> = losses.iter().skip(1).map(row).collect();
    let points = points(losses);
    json::document(&Spof {
        format: FORMAT,
        lonebox_version: env!("CARGO_PKG_VERSION"),
        file: &subject.source.file,
        title: &subject.plan.identity.title,
        seed: subject.plan.run.seed,
        at_ns: study.at.as_nanos(),
        lasting_ns: study.lasting.as_nanos(),
        duration_ns: study.duration().as_nanos(),
        undisturbed: row(&losses[0]),
        components,
        on_the_machine: points.iter().filter(|component| component.is_on_the_machine()).count(),
        single_points_of_failure: points,
        conclusion: conclusion(losses),
    })
}

/// A table for spreadsheets.
pub(in crate::cli) fn csv(losses: &[Loss]) -> String {
    let row = |loss: &Loss| {
        let text = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        let nanos = |value: Option<u64>| value.map_or_else(String::new, |value| value.to_string());
        csv::row([
            loss.component.map_or("none", Word::spelling).to_owned(),
            text(loss.pages_lost()),
            text(loss.requests_lost()),
            loss.symptom.map_or_else(String::new, |symptom| symptom.failure.to_string()),
            nanos(loss.symptom.map(|symptom| symptom.noticed_after.as_nanos())),
            nanos(loss.out_for().map(|(lasted, _)| lasted.as_nanos())),
            loss.is_a_single_point_of_failure().to_string(),
        ])
    };
    let head = "component,pages_lost_share,requests_lost_share,first_symptom,noticed_after_ns,out_ns,single_point_of_failure\n";
    head.to_owned() + &losses.iter().map(row).collect::<String>()
}

/// For people.
pub(in crate::cli) fn human(subject: &Subject, study: &Study, losses: &[Loss], paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    sheet.wrapped(Line::new(), Ink::Strong, &format!("{}: without each component in turn", subject.title()));
    let text = format!(
        "taken away at {} for {}, the name's record and server for as much longer as resolvers may keep the record; \
         everything else undisturbed, without the scenario's timeline; each run {}, seed {}",
        figure::moment(study.at),
        study.lasting,
        study.duration(),
        subject.plan.run.seed
    );
    sheet.wrapped(Line::new().text("  "), Ink::Faint, &text);
    sheet.gap();
    let head = ["pages lost", "requests", "noticed", "out for"];
    let mut line = Line::new().ink(Ink::Faint, "  without");
    for (text, end) in head.into_iter().zip(COLUMNS) {
        line = line.right(Ink::Faint, text, end);
    }
    sheet.line(line.to(WORDS).ink(Ink::Faint, "first symptom"));
    for loss in losses {
        write_row(&mut sheet, loss);
    }
    spof_tree::write(&mut sheet, losses);
    sheet.gap();
    sheet.wrapped(Line::new(), Ink::Strong, &conclusion(losses));
    sheet.into_text()
}

fn write_row(sheet: &mut Sheet, loss: &Loss) {
    let out = loss.out_for().map(|(lasted, still)| {
        format!("{}{}", if still { "> " } else { "" }, figure::latency(lasted.as_nanos() as f64))
    });
    let cells = [
        share(loss.pages_lost()),
        share(loss.requests_lost()),
        loss.symptom.map_or_else(nothing, |symptom| figure::latency(symptom.noticed_after.as_nanos() as f64)),
        out.unwrap_or_else(nothing),
    ];
    let ink = if loss.is_a_single_point_of_failure() { Ink::Bad } else { Ink::Plain };
    let mut line = Line::new().text("  ").ink(ink, loss.component.map_or("nothing", called));
    for (text, end) in cells.iter().zip(COLUMNS) {
        line = line.right(Ink::Plain, text, end);
    }
    let symptom = loss.symptom.map_or_else(nothing, |symptom| symptom.failure.to_string());
    sheet.wrapped(line.to(WORDS), Ink::Plain, &symptom);
}

fn nothing() -> String {
    NOTHING.to_owned()
}

/// A share as tables show it.
pub(super) fn share(share: Option<f64>) -> String {
    share.map_or_else(nothing, figure::percent)
}

/// Those without which the site is out.
fn points(losses: &[Loss]) -> Vec<Component> {
    let points = losses.iter().filter(|loss| loss.is_a_single_point_of_failure());
    points.filter_map(|loss| loss.component).collect()
}

/// The sentence that matters.
fn conclusion(losses: &[Loss]) -> String {
    let (points, count) = (points(losses), losses.len().saturating_sub(1));
    let on_the_machine = points.iter().filter(|component| component.is_on_the_machine()).count();
    let rest: Vec<&str> = losses
        .iter()
        .filter(|loss| !loss.is_a_single_point_of_failure())
        .filter_map(|loss| loss.component.map(called))
        .collect();
    let others = match rest.as_slice() {
        [] => String::new(),
        [one] => format!(" Only {one} was not missed so much that the site was out."),
        several => format!(" {} were not missed so much that the site was out.", listed(several)),
    };
    let is_whole = losses.iter().all(|loss| loss.halt == Halt::Reached);
    let limit =
        if is_whole { "" } else { " A run was stopped at a limit: what it would have lost is not known." };
    if points.is_empty() {
        return format!(
            "None of {count} components was missed so much that the site was out: nobody came while it was away, or \
             what came did not need it.{limit}"
        );
    }
    format!(
        "{} of {count} components are single points of failure: without any one of them the site is out. {on_the_machine} \
         of them are one machine and what stands on it, so whatever takes the machine takes them all.{others}{limit}",
        points.len()
    )
}

fn listed(names: &[&str]) -> String {
    let (last, first) = names.split_last().map_or(("", [].as_slice()), |(last, first)| (*last, first));
    let text = format!("{} and {last}", first.join(", "));
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |letter| letter.to_uppercase().chain(letters).collect())
}
