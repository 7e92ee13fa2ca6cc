//! What should happen: `"expect": [{"metric": {"name": "pages.success", "gte": "99%", "window": "all"}}]`.

mod event;
mod runs;
mod saturation;
mod steady;
mod theory;

use serde_json::json;

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::names::{Names, one_of, quoted};
use crate::scenario::plan::{
    AvailabilityBy, Claim, Counted, Downtime, Expectation, Level, Measure, NoData, OutageClaim,
};
use crate::scenario::read::Read;
use crate::topology::settings::Settings;
use crate::units::SimTime;
use crate::vocabulary::{
    Aggregate, FailureKind, Metric, Outcome, Probe, Quantity, ROUTES_MAX, RequestClass, Stage, Subject, Word,
};

use super::windows::Windows;
use super::{bound, few_enough, moment};

const CLAIMS: [(&str, &str); 8] = [
    ("metric", "A metric lies within a bound."),
    ("outcome", "A share or a number of ended pages or requests ended so."),
    ("outage", "An outage happens, as stated; or `none` happens at all."),
    ("event", "Something happens, so often and in an order."),
    ("steady", "All is well before the first action and again from a moment on."),
    ("saturation", "A station is the bottleneck: the busiest of all in the window, and saturated."),
    ("theory", "What was measured over the window all agrees with a law of queueing theory."),
    ("availability", "The availability lies within a bound."),
];
const MEASURES: [(&str, &str); 2] = [("share", "The share of those that ended."), ("count", "The number.")];

/// What expectations may speak of.
pub(super) struct Known<'k, 'a> {
    /// The windows.
    pub(super) windows: &'k mut Windows<'a>,
    /// The routes.
    pub(super) routes: &'k Names,
    /// When the first action is, if there is any.
    pub(super) first_action: Option<SimTime>,
    /// When the run ends.
    pub(super) end: SimTime,
    /// How often the scenario is run.
    pub(super) replications: u32,
    /// The site and what happens to it.
    pub(super) settings: &'k Settings,
}

/// Reads the list.
pub(super) fn read(file: &mut Block<'_>, mut known: Known<'_, '_>) -> Vec<Expectation> {
    file.about("What should happen.");
    let Some(field) = file.optional("expect") else {
        return Vec::new();
    };
    let items = field.items().filter(|items| few_enough(&field, items.len())).unwrap_or_default();
    items.iter().filter_map(|item| expectation(item, &mut known)).collect()
}

fn expectation(item: &Field<'_>, known: &mut Known<'_, '_>) -> Option<Expectation> {
    let end = known.end;
    let (mut level, mut on_no_data, mut note, mut of_runs) =
        (Level::default(), NoData::default(), None, None);
    item.about("Something that should happen.");
    let claim = item.open(|block| {
        block.about("Whether the scenario fails without it.");
        block.read("level", &mut level);
        block.about("What it means when nothing was measured.");
        block.read("on_no_data", &mut on_no_data);
        block.read("note", &mut note);
        of_runs = runs::read(block, known.replications);
        let claim = block.one_of("expectation", &CLAIMS, |kind, field| match kind {
            "metric" => field.open(|block| metric(block, known))?,
            "outcome" => field.open(|block| outcome(block, known.windows))?,
            "outage" => outage(field, end),
            "event" => field.open(|block| event::read(block, known.windows))?,
            "steady" => field.open(|block| steady::read(block, known.windows, known.first_action, end))?,
            "theory" => field.open(|block| theory::read(block, known.settings))?,
            "saturation" => field.open(|block| saturation::read(block, known.windows, end))?,
            _ => field.open(availability)?,
        });
        runs::has_a_mean(of_runs.as_ref(), claim.as_ref());
        claim
    });
    let runs = of_runs.map(|(runs, _)| runs);
    Some(Expectation { claim: claim??, level, on_no_data, runs, note, line: item.line() })
}

fn metric(block: &mut Block<'_>, known: &mut Known<'_, '_>) -> Option<Claim> {
    block.about("What is measured.");
    block.depending_on("name", |block, metric: Option<Metric>| {
        let subject = subject(block, metric, known.routes);
        let aggregate = aggregate(block, metric);
        let bound = bound::read(block, metric.map(Metric::quantity));
        let window = known.windows.named_by(block);
        let (metric, aggregate) = (metric?, aggregate?);
        Some(Claim::Metric { metric, subject: subject?, aggregate, bound: bound?, window: window? })
    })
}

/// What the metric is about: one route, one stage, or all there is.
fn subject(block: &mut Block<'_>, metric: Option<Metric>, routes: &Names) -> Option<Subject> {
    block.about(
        "Only requests for this route; goes with requests.latency, requests.success and requests.count.",
    );
    let route = block.optional("route").map(|field| {
        if metric?.has_routes() {
            told_apart(&field, routes.find(&field)?).map(Subject::Route)
        } else {
            not_of_this_metric(&field)
        }
    });
    block.about("Which stage; goes with requests.stage.time, which needs it.");
    let stage = if metric == Some(Metric::StageTime) {
        let stages: Vec<_> = Stage::ALL.iter().map(|stage| stage.spelling()).collect();
        let stage = block.required_or("stage", || format!("add \"stage\" with {}", one_of(&stages)));
        Some(stage.and_then(|field| Stage::read(&field)).map(Subject::Stage))
    } else {
        block.optional("stage").map(|field| metric.and_then(|_| not_of_this_metric(&field)))
    };
    match (route, stage) {
        (None, None) => Some(Subject::All),
        (Some(subject), None) | (None, Some(subject)) => subject,
        (Some(_), Some(_)) => None,
    }
}

fn not_of_this_metric(field: &Field<'_>) -> Option<Subject> {
    field.takes(|| json!({"not": {}}));
    let remedy = "take it out: \"route\" goes with requests.latency, requests.success and requests.count, \"stage\" with requests.stage.time";
    field.error_at_key(code::UNKNOWN_FIELD, "this metric cannot be asked for so", remedy);
    None
}

/// A route that windows tell apart from others.
fn told_apart(field: &Field<'_>, route: u16) -> Option<u16> {
    let told = route < ROUTES_MAX;
    if !told {
        let message = format!("only the first {ROUTES_MAX} routes are told apart");
        field.error(code::OUT_OF_RANGE, message, "move the route further up in \"routes\"");
    }
    told.then_some(route)
}

/// How the metric is summed up; one that has a single value need not say it.
fn aggregate(block: &mut Block<'_>, metric: Option<Metric>) -> Option<Aggregate> {
    // Of a metric that is not known nothing can be said: then that is the mistake to tell.
    let allows = |aggregate| metric.is_none_or(|metric: Metric| metric.allows(aggregate));
    let allowed: Vec<_> = Aggregate::ALL.iter().copied().filter(|aggregate| allows(*aggregate)).collect();
    let words: Vec<_> = allowed.into_iter().map(Word::spelling).collect();
    let allowed = one_of(&words);
    block.about(
        "How the numbers of the window are summed up; needed for latencies and for levels, which have no \
            one value.",
    );
    let field = if allows(Aggregate::Value) {
        let Some(field) = block.optional("aggregate") else {
            return Some(Aggregate::Value);
        };
        field
    } else {
        block.required_or("aggregate", || format!("add \"aggregate\" with {allowed}"))?
    };
    field.takes(|| json!({"enum": words}));
    let aggregate = match field.as_text().map(Aggregate::from_spelling) {
        Some(None) => {
            let message = format!("no aggregate is called {}", quoted(field.text()?));
            field.error(code::UNKNOWN_NAME, message, format!("write {allowed}"));
            return None;
        }
        _ => Aggregate::read(&field)?,
    };
    if !allows(aggregate) {
        let message = format!("\"{aggregate}\" says nothing about this metric");
        field.error(code::AGGREGATE_NOT_ALLOWED, message, format!("write {allowed}"));
    }
    Some(aggregate)
}

fn outcome(block: &mut Block<'_>, windows: &mut Windows<'_>) -> Option<Claim> {
    block.about("What is counted.");
    let of = block.need("of");
    block.about("How they ended.");
    let outcome = block.need::<Outcome>("is");
    let window = windows.named_by(block);
    let (measure, bound) = block.one_of("measure", &MEASURES, |measure, field| {
        let (measure, quantity) = match measure {
            "share" => (Measure::Share, Quantity::Share),
            _ => (Measure::Count, Quantity::Count),
        };
        Some((measure, field.open(|block| bound::read(block, Some(quantity)))?))
    })?;
    Some(Claim::Outcome { of: of?, failure: outcome?.failure(), measure, bound: bound?, window: window? })
}

impl Read for Outcome {
    fn read(field: &Field<'_>) -> Option<Self> {
        let failures = FailureKind::ALL.iter().map(|kind| (kind.spelling(), Self::Failed(*kind)));
        let words: Vec<_> = std::iter::once(("good", Self::Good)).chain(failures).collect();
        let meanings = FailureKind::ALL.iter().map(|kind| kind.meaning());
        field.defined("outcome_word", |list| {
            let meanings = std::iter::once("A whole answer with status 200.").chain(meanings);
            let outcome = list.pick("outcome", &words);
            list.takes_words(words.iter().map(|(word, _)| *word).zip(meanings));
            outcome
        })
    }
}

fn outage(field: &Field<'_>, end: SimTime) -> Option<Claim> {
    field.object_or(|field| one_outage(field, end), no_outage)
}

fn no_outage(field: &Field<'_>) -> Option<Claim> {
    if !field.is_quantity() {
        field.wrong_type("\"none\", or an object that says what the outage is like");
        return None;
    }
    field.pick("expectation about outages", &[("none", ())]).map(|()| Claim::NoOutage)
}

fn one_outage(field: &Field<'_>, end: SimTime) -> Option<Claim> {
    let mut claim = OutageClaim { number: 1, ..OutageClaim::default() };
    field.open(|block| {
        block.about("Which outage, counted from 1.");
        block.read_within("number", 1..=1_000_000, &mut claim.number);
        block.about("It starts between these moments, both included.");
        block.read_as("starts_within", |field| stretch(field, end).map(Some), &mut claim.starts_within);
        block.about("It lasts between these spans, both included.");
        block.read("lasts_between", &mut claim.lasts_between);
        let ends_by = |field: &Field<'_>| moment(field, SimTime::read(field)?, end).map(Some);
        block.about("It is over at this moment.");
        block.read_as("ends_by", ends_by, &mut claim.ends_by);
        block.about("How its first failed page failed.");
        block.read("first_symptom", &mut claim.first_symptom);
        block.about("The kind of action that set it off.");
        block.read("action", &mut claim.action);
        block.about("The limit that was reached.");
        block.read("limit", &mut claim.limit);
        block.about("The layer in which its first failed page failed.");
        block.read("layer", &mut claim.layer);
        block.about("Whether it was somebody's work on the site.");
        block.read("downtime", &mut claim.downtime);
    })?;
    Some(Claim::Outage(claim))
}

/// Two moments of the run.
fn stretch(field: &Field<'_>, end: SimTime) -> Option<(SimTime, SimTime)> {
    let (from, to) = Read::read(field)?;
    moment(field, to, end).map(|to| (from, to))
}

fn availability(block: &mut Block<'_>) -> Option<Claim> {
    block.about(
        "Good pages over pages; one less outage time over the run; or, from the server's chair, one less \
            the time in which a probe of such a route would have failed.",
    );
    let by = block.need("by");
    let bound = bound::read(block, Some(Quantity::Share));
    Some(Claim::Availability { by: by?, bound: bound? })
}

impl Read for Level {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("level", &[("required", Self::Required), ("advisory", Self::Advisory)])
    }
}

impl Read for NoData {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("answer to no data", &[("fail", Self::Fail), ("pass", Self::Pass)])
    }
}

impl Read for AvailabilityBy {
    fn read(field: &Field<'_>) -> Option<Self> {
        let words = [
            ("request", Self::Request),
            ("time", Self::Time),
            ("static probe", Self::Server(Probe::Static)),
            ("dynamic probe", Self::Server(Probe::Dynamic)),
            ("database probe", Self::Server(Probe::Database)),
        ];
        field.pick("way to count availability", &words)
    }
}

impl Read for Downtime {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("sort of downtime", &[("planned", Self::Planned), ("unplanned", Self::Unplanned)])
    }
}

impl Read for Counted {
    fn read(field: &Field<'_>) -> Option<Self> {
        let words = [
            ("pages", Self::Pages),
            ("requests", Self::Requests(None)),
            ("static requests", Self::Requests(Some(RequestClass::Static))),
            ("dynamic requests", Self::Requests(Some(RequestClass::Dynamic))),
        ];
        field.pick("thing to count", &words)
    }
}
