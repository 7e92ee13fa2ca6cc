//! Who visits the site: `"visitors": {"arrivals": {"poisson": {"rate": "40/s"}}, "pages": {"home": 3, "shop": 1}}`, or
//! several groups of them: `"visitors": {"groups": {"phones": {...}, "desktops": {...}}}`.

use crate::scenario::block::{Block, named};
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::read::{Read, within};
use crate::topology::settings::Distribution;
use crate::topology::settings::client::{GROUPS_MAX, Group, PageShare, Settings};
use crate::units::{SimDuration, SimTime};

use super::application::Pages;
use super::arrivals;
use super::at_most;

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
    block.read_as("arrivals", |field| arrivals::read(field, end), &mut group.arrivals);
    block.read_as("pages", |field| page_shares(field, pages), &mut group.pages);
    block.read_within("round_trip", SimDuration::ZERO..=ROUND_TRIP_MAX, &mut group.line.round_trip);
    block.read("bandwidth", &mut group.line.bandwidth);
    block.read("loss", &mut group.line.loss);
    if let Some(field) = block.optional("patience") {
        let forever = field.as_text() == Some("forever");
        group.patience = if forever { None } else { Distribution::read(&field) };
    }
    let timeout = ATTEMPT_TIMEOUT_MIN..=ATTEMPT_TIMEOUT_MAX;
    block.read_as("attempt_timeout", |field| within(field, &timeout).map(Some), &mut group.attempt_timeout);
    block.read("retries", &mut group.retries);
    block.read("reload_after", &mut group.reload_after);
    block.read("reload_on_error", &mut group.reload_on_error);
    block.read_within("reloads_max", 1..=100, &mut group.reloads_max);
    block.read("returning", &mut group.returning);
    // A visit keeps eight at most.
    block.read_within("connections_per_host", 1..=8, &mut group.connections_per_host);
    block.read_within("resolvers", 1..=1_000, &mut group.resolvers);
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
