//! Who visits the site: `"visitors": {"arrivals": {"poisson": {"rate": "40/s"}}, "pages": {"home": 3, "shop": 1}}`, or
//! several groups of them: `"visitors": {"groups": {"phones": {...}, "desktops": {...}}}`.

use serde_json::json;

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
    file.about("Who visits the site. Each visitor is fresh: an empty cache and no connections.");
    file.open("visitors", |block| {
        block.about(
            "Several kinds of visitors, each with a name; what stands beside them here holds for every \
                group that does not say otherwise.",
        );
        let named = block.optional("groups");
        group(block, pages, end, &mut settings.groups[0]);
        if let Some(field) = named {
            let usual = settings.groups[0].clone();
            settings.groups = groups(&field, pages, end, &usual).unwrap_or_default();
            warn_of_other_arrivals(&field, &usual, &settings.groups);
        }
    });
    warn_of_unused(pages, &settings.groups);
}

/// Where every group says when its visits begin, what stands beside them is for nobody.
fn warn_of_other_arrivals(field: &Field<'_>, usual: &Group, groups: &[Group]) {
    let is_said = usual.arrivals != Group::default().arrivals;
    if is_said && groups.iter().all(|group| group.arrivals != usual.arrivals) {
        let message = "each group has its own \"arrivals\": those beside \"groups\" are for nobody";
        field.warn(code::UNUSED, message, "take them out, or name a group that they are for");
    }
}

fn groups(field: &Field<'_>, pages: &Pages<'_>, end: SimTime, usual: &Group) -> Option<Vec<Group>> {
    field.takes(|| json!({"minProperties": 1}));
    let fields = named(field).filter(|fields| at_most(GROUPS_MAX, field, fields.len()))?;
    if fields.is_empty() {
        field.error(code::EMPTY, "there is no group", "name a group, such as {\"phones\": {}}");
    }
    let one = |field: &Field<'_>| {
        let mut read = Group { name: field.key().to_owned(), ..usual.clone() };
        field.defined("visitor_group", |field| {
            field.about("Visitors of one kind. What is not said here is as beside `groups`.");
            field.open(|block| group(block, pages, end, &mut read))
        });
        read
    };
    Some(fields.iter().map(one).collect())
}

fn group(block: &mut Block<'_>, pages: &Pages<'_>, end: SimTime, group: &mut Group) {
    block.about("When visits begin.");
    block.read_as("arrivals", |field| arrivals::read(field, end), &mut group.arrivals);
    block.about(
        "How often each page is asked for, relative to the others. Without it, only the first page is.",
    );
    block.read_as("pages", |field| page_shares(field, pages), &mut group.pages);
    block.about("Round trip between visitor and server.");
    block.read_within("round_trip", SimDuration::ZERO..=ROUND_TRIP_MAX, &mut group.line.round_trip);
    block.about("What the visitor's line carries.");
    block.read("bandwidth", &mut group.line.bandwidth);
    block.about("Share of packets that the line loses, in both directions.");
    block.read("loss", &mut group.line.loss);
    block.about("How long a visitor waits for the whole page before leaving.");
    let patience = |field: &Field<'_>| {
        field.word_or(("forever", "\"30s\""), None, |field| Distribution::read(field).map(Some))
    };
    block.read_as("patience", patience, &mut group.patience);
    let timeout = ATTEMPT_TIMEOUT_MIN..=ATTEMPT_TIMEOUT_MAX;
    block.about("The client's own timeout for one attempt, to the last byte of its answer. Default none.");
    block.read_as("attempt_timeout", |field| within(field, &timeout).map(Some), &mut group.attempt_timeout);
    block.about("Whether and how a request that failed is tried again. Default: it is not.");
    block.read("retries", &mut group.retries);
    block.about("How long a page may take before its visitor presses reload. Default: nobody does.");
    block.read("reload_after", &mut group.reload_after);
    block.about(
        "How long a visitor looks at a page that failed before pressing reload. Default: the visitor leaves.",
    );
    block.read("reload_on_error", &mut group.reload_on_error);
    block.about("How often a visitor presses reload at most.");
    block.read_within("reloads_max", 1..=100, &mut group.reloads_max);
    block.about(
        "The share of visitors who have been here before: they know the address and have the static files.",
    );
    block.read("returning", &mut group.returning);
    // A visit keeps eight at most.
    block.about("Connections that the browser opens to one host at most.");
    block.read_within("connections_per_host", 1..=8, &mut group.connections_per_host);
    block.about("How many resolvers these visitors share, each with its own cache.");
    block.read_within("resolvers", 1..=1_000, &mut group.resolvers);
}

fn page_shares(field: &Field<'_>, pages: &Pages<'_>) -> Option<Vec<PageShare>> {
    field.takes(|| json!({"minProperties": 1}));
    let weights = named(field)?;
    if weights.is_empty() {
        field.error(
            code::EMPTY,
            "there is no page to visit",
            "name a page and its weight, such as {\"home\": 1}",
        );
    }
    let share = |weight: &Field<'_>| {
        weight.about("The page's weight.");
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
