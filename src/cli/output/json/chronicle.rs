//! What was done to the site, what happened to it and what the logs tell of it, as results write it.

use schemars::JsonSchema;
use serde::Serialize;

use super::words::Words;
use crate::cli::output::Deed;
use crate::metrics::{Entry, Logs, Written};
use crate::scenario::Plan;
use crate::vocabulary::{ActionName, Happening, Layer, Log, Message};

/// A line of a log, and how often it was written.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "log_line")]
pub(super) struct LogRow {
    /// Whose log.
    #[schemars(with = "Words<Log>")]
    log: Log,
    /// Which line.
    #[schemars(with = "Words<Message>")]
    message: Message,
    /// In the program's own words; `N` stands for a pid or a count.
    line: String,
    /// How often it was written.
    #[schemars(range(min = 1))]
    count: u64,
    /// When first.
    first_ns: u64,
    /// When last.
    last_ns: u64,
}

/// Something that was done to the site.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "action")]
pub(super) struct ActionRow<'a> {
    /// Its place in the timeline, from 0.
    index: usize,
    /// When it was done.
    at_ns: u64,
    /// What was done.
    #[schemars(with = "Words<ActionName>")]
    action: ActionName,
    /// What the scenario calls it, if it does.
    name: Option<&'a str>,
    /// The action with its parameters, as the report tells it.
    described: String,
    /// What the author wrote beside it.
    note: Option<&'a str>,
}

/// Something that happened to the site.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "chronicle_entry")]
pub(super) struct EntryRow {
    /// When it happened.
    at_ns: u64,
    /// Where it happened.
    #[schemars(with = "Words<Layer>")]
    layer: Layer,
    /// What happened.
    #[schemars(with = "Words<Happening>")]
    what: Happening,
    /// The same in a sentence.
    text: &'static str,
}

impl LogRow {
    pub(super) fn all(logs: &Logs) -> Vec<Self> {
        let row = |(message, line, written): (Message, String, Written)| Self {
            log: message.log(),
            message,
            line,
            count: written.count,
            first_ns: written.first.as_nanos(),
            last_ns: written.last.as_nanos(),
        };
        logs.lines().map(row).collect()
    }
}

impl<'a> ActionRow<'a> {
    pub(super) fn all(plan: &'a Plan) -> Vec<Self> {
        let deeds = Deed::all(plan).into_iter().enumerate();
        let row = deeds.map(|(index, deed)| Self {
            index,
            at_ns: deed.at.as_nanos(),
            action: deed.action,
            name: deed.name,
            described: deed.described(),
            note: deed.note,
        });
        row.collect()
    }
}

impl EntryRow {
    pub(super) fn of(entry: &Entry) -> Self {
        let what = entry.what;
        Self { at_ns: entry.at.as_nanos(), layer: what.layer(), what, text: what.text() }
    }
}
