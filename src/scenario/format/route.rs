//! The routes: `"routes": {"/": {"dynamic": {...}}, "/logo.png": {"static": {"size": "8KiB"}}}`.

use serde_json::json;

use crate::scenario::block::{Block, named};
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::names::{Names, quoted};
use crate::topology::settings::application::{Dynamic, Query, Route, Settings, Work};
use crate::units::Bytes;

use super::few_enough;

/// The largest answer.
const SIZE_MAX: Bytes = Bytes::from_mib(1 << 10);
/// The most queries of one request.
const QUERIES_MAX: u32 = 10_000;
/// The most pages that one query reads.
const PAGE_READS_MAX: u32 = 1_000_000;
/// The most redo that one query writes.
const REDO_MAX: Bytes = Bytes::from_mib(1 << 10);
/// The most rows that transactions contend for.
const ROWS_MAX: u32 = 1_000_000_000;
/// The size of a dynamic answer that says nothing of it.
const DYNAMIC_SIZE: Bytes = Bytes::from_kib(14);

const KINDS: [(&str, &str); 2] =
    [("static", "A file."), ("dynamic", "Code: it computes, queries, and waits.")];

/// The routes that pages can be made of.
#[derive(Debug)]
pub(super) struct Routes<'a> {
    /// Their paths.
    pub(super) names: Names,
    /// Where the file says what they are.
    pub(super) fields: Vec<Field<'a>>,
}

/// Reads the routes; without any in the file the default ones stay.
pub(super) fn read<'a>(block: &mut Block<'a>, settings: &mut Settings) -> Routes<'a> {
    block.about("Everything that can be asked for, by its path. Default: one dynamic route, /.");
    let listed = block.optional("routes").and_then(|field| listed(&field));
    let fields = listed.unwrap_or_default();
    if !fields.is_empty() {
        settings.routes = fields.iter().map(|field| route(field, &mut settings.tables)).collect();
    }
    Routes { names: names(settings), fields }
}

/// The paths of all routes, with their places.
pub(super) fn names(settings: &Settings) -> Names {
    let mut names = Names::new("route");
    for (route, place) in settings.routes.iter().zip(0..) {
        names.insert(&route.path, place);
    }
    names
}

fn listed<'a>(field: &Field<'a>) -> Option<Vec<Field<'a>>> {
    field.takes(|| json!({"minProperties": 1, "propertyNames": {"pattern": r"^(/\S*|note)$"}}));
    let fields = named(field)?;
    if fields.is_empty() {
        field.error(code::EMPTY, "there is no route", "add a route, such as \"/\": {\"dynamic\": {}}");
    }
    few_enough(field, fields.len()).then_some(fields)
}

/// One route; what cannot be read is a static file of no size, so that its path stays known.
fn route(field: &Field<'_>, tables: &mut Vec<String>) -> Route {
    let path = field.key().to_owned();
    if !path.starts_with('/') || path.contains(char::is_whitespace) {
        let remedy = "a path begins with \"/\" and has no blanks, such as \"/about\"";
        field.error_at_key(code::WRONG_FORM, format!("{} is no path", quoted(&path)), remedy);
    }
    field.about("A file that nginx sends alone, or code that a gunicorn worker runs.");
    let read = field.open(|block| kind(block, tables)).flatten();
    let (size, body, work) = read.unwrap_or((Bytes::ZERO, Bytes::ZERO, Work::Static));
    Route { path, size, body, work }
}

/// The sizes of the answer and of the request's body, and what answering takes.
type Kind = (Bytes, Bytes, Work);

fn kind(block: &mut Block<'_>, tables: &mut Vec<String>) -> Option<Kind> {
    block.one_of("kind of route", &KINDS, |kind, field| match kind {
        "static" => field.open(|file| {
            file.about("The size of the answer, headers included.");
            let size = file.need_within("size", Bytes::ZERO..=SIZE_MAX)?;
            Some((size, Bytes::ZERO, Work::Static))
        })?,
        _ => field.open(|block| dynamic(block, tables)),
    })
}

fn dynamic(block: &mut Block<'_>, tables: &mut Vec<String>) -> Kind {
    let (mut size, mut body) = (DYNAMIC_SIZE, Bytes::ZERO);
    let mut work = Dynamic::default();
    block.about("The size of the answer, headers included.");
    block.read_within("size", Bytes::ZERO..=SIZE_MAX, &mut size);
    block.about("The size of the request's body, for a POST.");
    block.read_within("body", Bytes::ZERO..=SIZE_MAX, &mut body);
    block.about("CPU time of the code.");
    block.read("cpu", &mut work.cpu);
    block.about("Time that is neither CPU nor MySQL: a remote call, a sleep.");
    block.read("wait", &mut work.wait);
    block.about("How many queries, one after another.");
    block.read_within("queries", 0..=QUERIES_MAX, &mut work.queries);
    block.about("What each query takes.");
    if let Some(field) = block.optional("query") {
        field.open(|block| query(block, tables, &mut work.query));
        if work.queries == 0 {
            field.warn(code::UNUSED, "there are no queries", "add \"queries\": 1, or take this out");
        }
    }
    block.about("How often the code fails.");
    block.read("failure_rate", &mut work.failure_rate);
    block.about("Whether it is in C code that only SIGKILL ends.");
    block.read("uninterruptible", &mut work.uninterruptible);
    (size, body, Work::Dynamic(work))
}

fn query(block: &mut Block<'_>, tables: &mut Vec<String>, query: &mut Query) {
    block.about("CPU time in mysqld.");
    block.read("cpu", &mut query.cpu);
    block.about("Pages read, from the buffer pool or the disk.");
    block.read_within("page_reads", 0..=PAGE_READS_MAX, &mut query.page_reads);
    block.about("Redo written.");
    block.read_within("redo", Bytes::ZERO..=REDO_MAX, &mut query.redo);
    block.about("The table that it reads or writes; a name of your own.");
    block.read_as("table", |field| table(field, tables), &mut query.table);
    block.about(
        "It locks one of so many rows of the table until the request's last query; 1 is a counter that \
            everybody changes, 0 is none that others want.",
    );
    block.read_within("locks_row_of", 0..=ROWS_MAX, &mut query.locks_row_of);
}

/// A table by its name; one that has not been named before is added.
fn table(field: &Field<'_>, tables: &mut Vec<String>) -> Option<u16> {
    let name = field.filled_text()?;
    let known = tables.iter().position(|table| table == name);
    let place = known.unwrap_or_else(|| {
        tables.push(name.to_owned());
        tables.len() - 1
    });
    Some(place as u16)
}
