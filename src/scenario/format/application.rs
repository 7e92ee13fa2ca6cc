//! What can be asked for: `"application": {"import_time": "1s", "routes": {...}, "pages": {...}}`.

use std::collections::BTreeSet;

use serde_json::json;

use crate::scenario::block::{Block, named};
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::names::Names;
use crate::topology::settings::application::{Page, Settings};
use crate::units::{Bytes, SimDuration};

use super::machine::MEMORY_MAX;
use super::server::TIMEOUT_MAX;
use super::{few_enough, route};

/// The document of the default page.
const HOME: &str = "/";

/// The pages that visitors can ask for.
#[derive(Debug)]
pub(super) struct Pages<'a> {
    /// Their names.
    pub(super) names: Names,
    /// Where the file says what they are.
    pub(super) fields: Vec<Field<'a>>,
}

/// Reads the block and gives the pages' names.
pub(super) fn read<'a>(file: &mut Block<'a>, settings: &mut Settings) -> Pages<'a> {
    file.about("What can be asked for.");
    let block = file.open("application", |block| {
        block.about("How long a worker takes to import the code.");
        block.read_within("import_time", SimDuration::ZERO..=TIMEOUT_MAX, &mut settings.import_time);
        block.about("Memory that a worker loses for good with each request.");
        block.read_within("leak", Bytes::ZERO..=MEMORY_MAX, &mut settings.leak);
        let routes = route::read(block, settings);
        block.about("What visitors look at, by its name. Default: one page, home, whose document is /.");
        let pages = match block.optional("pages") {
            Some(field) => pages(&field, &routes.names, settings),
            None => default_page(block.field(), &routes.names, settings),
        };
        warn_of_unused(&routes.fields, settings);
        pages
    });
    block.unwrap_or_else(|| default_pages(settings))
}

fn default_pages<'a>(settings: &Settings) -> Pages<'a> {
    let mut names = Names::new("page");
    for (page, place) in settings.pages.iter().zip(0..) {
        names.insert(&page.name, place);
    }
    Pages { names, fields: Vec::new() }
}

/// Without pages in the file there is one, the document at `/` without any files.
fn default_page<'a>(field: &Field<'a>, routes: &Names, settings: &mut Settings) -> Pages<'a> {
    match routes.place(HOME) {
        Some(document) => settings.pages[0].document = document,
        None => field.error(
            code::MISSING_FIELD,
            "\"pages\" is missing, and no route is \"/\"",
            "add \"pages\": {\"home\": {\"document\": ...}} with the path of a route",
        ),
    }
    default_pages(settings)
}

fn pages<'a>(field: &Field<'a>, routes: &Names, settings: &mut Settings) -> Pages<'a> {
    let mut pages = Pages { names: Names::new("page"), fields: Vec::new() };
    field.takes(|| json!({"minProperties": 1}));
    let Some(fields) = named(field).filter(|fields| few_enough(field, fields.len())) else {
        return pages;
    };
    if fields.is_empty() {
        field.error(code::EMPTY, "there is no page", "add a page, such as \"home\": {\"document\": \"/\"}");
    }
    settings.pages.clear();
    for (field, place) in fields.iter().zip(0..) {
        pages.names.insert(field.key(), place);
        field.about("A document and the files it names.");
        let (document, files) = field.open(|block| page(block, routes)).unwrap_or_default();
        settings.pages.push(Page { name: field.key().to_owned(), document, files });
    }
    pages.fields = fields;
    pages
}

fn page(block: &mut Block<'_>, routes: &Names) -> (u16, Vec<u16>) {
    block.about("The path of the document's route.");
    let document = block.required("document").and_then(|field| routes.find(&field));
    block.about("The paths of the files' routes.");
    let files = block.optional("files").and_then(|field| field.items()).unwrap_or_default();
    (document.unwrap_or_default(), files.iter().filter_map(|file| routes.find(file)).collect())
}

/// Warns of routes that are in no page.
fn warn_of_unused(fields: &[Field<'_>], settings: &Settings) {
    let parts = settings.pages.iter().flat_map(|page| page.files.iter().chain([&page.document]));
    let used: BTreeSet<u16> = parts.copied().collect();
    for (field, _) in fields.iter().zip(0..).filter(|(_, place)| !used.contains(place)) {
        field.warn(code::UNUSED, "no page holds this route", "add it to a page's \"files\", or take it out");
    }
}
