//! Who visits the site: `"visitors": {"arrivals": {"poisson": {"rate": "40/s"}}, "pages": {"home": 3, "shop": 1}}`, or
//! several groups of them: `"visitors": {"groups": {"phones": {...}, "desktops": {...}}}`.

use crate::scenario::block::{Block, named};
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::read::{Read, within};
use crate::topology::settings::Distribution;
use crate::topology::settings::client::{Arrivals, GROUPS_MAX, Group, PageShare, Settings, USERS_MAX};
use crate::units::{Rate, SimDuration, SimTime};

use super::application::Pages;
use super::{at_most, moment_before};

/// The largest weight of a page.
const WEIGHT_MAX: u32 = 1_000_000;
/// The shortest and the longest timeout of an attempt.
const ATTEMPT_TIMEOUT_MIN: SimDuration = SimDuration::from_millis(1);
const ATTEMPT_TIMEOUT_MAX: SimDuration = SimDuration::from_secs(86_400);
/// The longest round trip that makes sense.
const ROUND_TRIP_MAX: SimDuration = SimDuration::from_secs(60);

/// Reads the block. What stands beside `groups`, and what the profile says of visitors, holds for every group that does
/// not say otherwise.
pub(super) fn read(file: &mut Block<'_>, pages: &Pages<'_>, end: SimTime, settings: &mut Settings) {
    file.open("visitors", |block| {
        let named = block.optional("groups");
        group(block, pages, end, &mut settings.groups[0]);
        if let Some(field) = named {
            let usual = settings.groups[0].clone();
            settings.groups = groups(&field, pages, end, &usual).unwrap_or_default();
        }
    });
    warn_of_unused(pages, &settings.groups);
}

fn groups(field: &Field<'_>, pages: &Pages<'_>, end: SimTime, usual: &Group) -> Option<Vec<Group>> {
    let fields = named(field).filter(|fields| at_most(GROUPS_MAX, field, fields.len()))?;
    if fields.is_empty() {
        field.error(code::EMPTY, "there is no group", "name a group, such as {\"phones\": {}}");
    }
    let one = |field: &Field<'_>| {
        let mut read = Group { name: field.key().to_owned(), ..usual.clone() };
        field.open(|block| group(block, pages, end, &mut read));
        read
    };
    Some(fields.iter().map(one).collect())
}

fn group(block: &mut Block<'_>, pages: &Pages<'_>, end: SimTime, group: &mut Group) {
    block.read_as("arrivals", |field| arrivals(field, end), &mut group.arrivals);
    block.read_as("pages", |field| page_shares(field, pages), &mut group.pages);
    block.read_within("round_trip", SimDuration::ZERO..=ROUND_TRIP_MAX, &mut group.line.round_trip);
    block.read("bandwidth", &mut group.line.bandwidth);
    if let Some(field) = block.optional("patience") {
        let forever = field.as_text() == Some("forever");
        group.patience = if forever { None } else { Distribution::read(&field) };
    }
    let timeout = ATTEMPT_TIMEOUT_MIN..=ATTEMPT_TIMEOUT_MAX;
    block.read_as("attempt_timeout", |field| within(field, &timeout).map(Some), &mut group.attempt_timeout);
    block.read("retries", &mut group.retries);
    // A visit keeps eight at most.
    block.read_within("connections_per_host", 1..=8, &mut group.connections_per_host);
    block.read_within("resolvers", 1..=1_000, &mut group.resolvers);
}

fn arrivals(field: &Field<'_>, end: SimTime) -> Option<Arrivals> {
    let (law, field) =
        field.open(|block| block.one_of("law of arrivals", &["poisson", "even", "at", "users"]))??;
    match law {
        "poisson" => field.open(rate)?.map(Arrivals::Poisson),
        "even" => field.open(rate)?.map(Arrivals::Even),
        "users" => field.open(users)?,
        _ => times(&field, end).map(Arrivals::At),
    }
}

fn users(block: &mut Block<'_>) -> Option<Arrivals> {
    let count = block.need_within("count", 1..=USERS_MAX);
    let think_time = block.need("think_time");
    Some(Arrivals::Users { count: count?, think_time: think_time? })
}

fn rate(block: &mut Block<'_>) -> Option<Rate> {
    let field = block.required("rate")?;
    let rate = Rate::read(&field)?;
    if rate == Rate::ZERO {
        field.error(code::OUT_OF_RANGE, "at this rate nobody ever comes", "write a rate above zero");
    }
    Some(rate)
}

/// Times in rising order; the first that goes back is reported, and every one that the run does not reach.
fn times(field: &Field<'_>, end: SimTime) -> Option<Vec<SimTime>> {
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

fn page_shares(field: &Field<'_>, pages: &Pages<'_>) -> Option<Vec<PageShare>> {
    let weights = named(field)?;
    if weights.is_empty() {
        field.error(
            code::EMPTY,
            "there is no page to visit",
            "name a page and its weight, such as {\"home\": 1}",
        );
    }
    let share = |weight: &Field<'_>| {
        let (page, weight) = (pages.names.find_key(weight), within(weight, &(1..=WEIGHT_MAX)));
        Some(PageShare { page: page?, weight: weight? })
    };
    Some(weights.iter().filter_map(share).collect())
}

fn warn_of_unused(pages: &Pages<'_>, groups: &[Group]) {
    for (field, place) in pages.fields.iter().zip(0..) {
        if !groups.iter().flat_map(|group| &group.pages).any(|share| share.page == place) {
            field.warn(
                code::UNUSED,
                "nobody visits this page",
                "give it a weight in visitors.pages, or take it out",
            );
        }
    }
}
