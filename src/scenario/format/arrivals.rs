//! When visitors come: `"arrivals": {"profile": {"points": [{"at": "0s", "rate": "5/s"}, {"at": "60s", "rate": "40/s"}]}}`.

use serde_json::json;

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::read::{Read, within};
use crate::topology::settings::client::{Arrivals, Bursty, Profile, RatePoint, Shape, USERS_MAX};
use crate::units::{Rate, SimDuration, SimTime};

use super::{few_enough, moment_before};

const LAWS: [(&str, &str); 7] = [
    ("poisson", "Exponential gaps."),
    ("even", "Equal gaps."),
    ("bursty", "Poisson at one of two rates that take turns, each for an exponential time."),
    ("ramp", "Poisson at a rate that grows or falls from one to another and stays there."),
    ("profile", "Poisson at a rate that changes with the time of the run."),
    ("at", "Exactly at these moments, in rising order."),
    ("users", "A closed group: so many users each think, visit, and think again."),
];
/// The shortest and the longest stretch of a rate.
const SPAN_MIN: SimDuration = SimDuration::from_millis(1);
const SPAN_MAX: SimDuration = SimDuration::from_secs(31 * 86_400);

/// Reads the law.
pub(super) fn read(field: &Field<'_>, end: SimTime) -> Option<Arrivals> {
    field.open(|block| block.one_of("law of arrivals", &LAWS, |law, field| one(law, field, end)))?
}

fn one(law: &str, field: &Field<'_>, end: SimTime) -> Option<Arrivals> {
    match law {
        "poisson" => field.open(rate)?.map(Arrivals::Poisson),
        "even" => field.open(rate)?.map(Arrivals::Even),
        "bursty" => field.open(bursty)?.map(Arrivals::Bursty),
        "ramp" => field.open(ramp)?.map(Arrivals::Profile),
        "profile" => field.open(profile)?.map(Arrivals::Profile),
        "users" => field.open(users)?,
        _ => times(field, end).map(Arrivals::At),
    }
}

/// Two rates that take turns.
fn bursty(block: &mut Block<'_>) -> Option<Bursty> {
    block.about("The rate of quiet times; may be zero.");
    let rate_low = block.need("rate_low");
    block.about("The rate of bursts, above the other.");
    let high = block.required("rate_high");
    block.about("The mean length of quiet times.");
    let mean_low = block.need_within("mean_low", SPAN_MIN..=SPAN_MAX);
    block.about("The mean length of bursts.");
    let mean_high = block.need_within("mean_high", SPAN_MIN..=SPAN_MAX);
    let rate_high = Rate::read(high.as_ref()?);
    let (rate_low, rate_high) = (rate_low?, rate_high?);
    if rate_high <= rate_low {
        let message = format!("{rate_high} is not above \"rate_low\", {rate_low}");
        high?.error(code::OUT_OF_RANGE, message, "write a higher rate");
        return None;
    }
    Some(Bursty { rate_low, rate_high, mean_low: mean_low?, mean_high: mean_high? })
}

/// From one rate to another, which stays.
fn ramp(block: &mut Block<'_>) -> Option<Profile> {
    block.about("The rate at the beginning.");
    let from = block.need("from");
    block.about("The rate at the end.");
    let to = block.need("to");
    block.about("How long it takes.");
    let over = block.need_within("over", SPAN_MIN..=SPAN_MAX);
    let (from, to, over) = (from?, to?, over?);
    let point = |at, rate| RatePoint { at, rate };
    let points = vec![point(SimTime::ZERO, from), point(SimTime::ZERO + over, to)];
    let found = anybody(block.field(), &points);
    found.then_some(Profile { points, shape: Shape::Linear, repeat_every: None })
}

fn profile(block: &mut Block<'_>) -> Option<Profile> {
    block.about(
        "Rates at moments, each later than the one before. The first also holds before it, the last after \
            it.",
    );
    let points = block.required("points");
    let mut shape = Shape::default();
    let shapes = [("linear", Shape::Linear), ("steps", Shape::Steps)];
    block.about("Whether the rate goes from point to point in straight lines or in steps.");
    block.read_as("shape", |field| field.pick("shape", &shapes), &mut shape);
    let mut repeat_every = None;
    let periods = SPAN_MIN..=SPAN_MAX;
    block.about("After which time everything begins anew. Default never.");
    block.read_as("repeat_every", |field| within(field, &periods).map(Some), &mut repeat_every);
    let field = points?;
    field.takes(|| json!({"minItems": 1}));
    let items = field.items().filter(|items| few_enough(&field, items.len()))?;
    let read: Vec<Option<RatePoint>> = items.iter().map(|item| item.open(rate_point)?).collect();
    let points: Vec<RatePoint> = read.into_iter().collect::<Option<_>>()?;
    let in_order = one_after_another(&items, &points, repeat_every);
    (anybody(&field, &points) && in_order).then_some(Profile { points, shape, repeat_every })
}

fn rate_point(block: &mut Block<'_>) -> Option<RatePoint> {
    block.about("When.");
    let at = block.need("at");
    block.about("How often visits begin.");
    let rate = block.need("rate");
    Some(RatePoint { at: at?, rate: rate? })
}

/// Whether anybody ever comes; if not, it is reported.
fn anybody(field: &Field<'_>, points: &[RatePoint]) -> bool {
    let found = points.iter().any(|point| point.rate > Rate::ZERO);
    if !found {
        field.error(code::EMPTY, "nobody ever comes", "write a rate above zero");
    }
    found
}

/// Whether each point is later than the one before and within the period; the first that is not is reported.
fn one_after_another(items: &[Field<'_>], points: &[RatePoint], repeat_every: Option<SimDuration>) -> bool {
    let back = points.windows(2).position(|pair| pair[1].at <= pair[0].at).map(|place| place + 1);
    let end = repeat_every.map(|period| SimTime::ZERO + period);
    let beyond = points.iter().position(|point| end.is_some_and(|end| point.at >= end));
    if let Some(place) = back {
        let remedy = "write the points in rising order, each time once";
        items[place].error(code::WRONG_ORDER, "not later than the point before it", remedy);
    } else if let Some(place) = beyond {
        let remedy = "come earlier, or lengthen \"repeat_every\"";
        items[place].error(code::OUT_OF_RANGE, "all begins anew before this point", remedy);
    }
    back.or(beyond).is_none()
}

fn users(block: &mut Block<'_>) -> Option<Arrivals> {
    block.about("How many users.");
    let count = block.need_within("count", 1..=USERS_MAX);
    block.about("From the end of a visit to the next, and before the first.");
    let think_time = block.need("think_time");
    Some(Arrivals::Users { count: count?, think_time: think_time? })
}

fn rate(block: &mut Block<'_>) -> Option<Rate> {
    block.about("Visits a second, above zero.");
    let field = block.required("rate")?;
    let rate = Rate::read(&field)?;
    if rate == Rate::ZERO {
        field.error(code::OUT_OF_RANGE, "at this rate nobody ever comes", "write a rate above zero");
    }
    Some(rate)
}

/// Times in rising order; the first that goes back is reported, and every one that the run does not reach.
fn times(field: &Field<'_>, end: SimTime) -> Option<Vec<SimTime>> {
    field.takes(|| json!({"minItems": 1}));
    let items = field.items()?;
    if items.is_empty() {
        field.error(code::EMPTY, "nobody ever comes", "add a time, such as \"1s\"");
    }
    let read = |item| moment_before(item, SimTime::read(item)?, end);
    let times: Vec<Option<SimTime>> = items.iter().map(read).collect();
    let times: Vec<SimTime> = times.into_iter().collect::<Option<_>>()?;
    if let Some(back) = times.windows(2).position(|pair| pair[1] < pair[0]) {
        items[back + 1].error(
            code::WRONG_ORDER,
            "earlier than the time before it",
            "write the times in rising order",
        );
    }
    Some(times)
}
