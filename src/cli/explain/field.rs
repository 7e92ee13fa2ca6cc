//! The fields of the scenario format: where each stands, what it means, and what may be written there.
//!
//! All of it is what the schema says; what holds where a file says nothing is asked of the reader.

use std::fmt::Write as _;
use std::sync::LazyLock;

use serde_json::Value;

use super::entry::Entry;
use super::setting::{described, fields, referred};
use crate::cli::schema::SCENARIO;
use crate::cli::show::about::{Step, steps};
use crate::scenario::{Origin, Setting, resolve};
use crate::vocabulary::{ActionName, Word};

/// What sort of word the name of a field is.
pub(super) const KIND: &str = "field";
/// Blocks within blocks at most: far more than the format has.
const DEPTH_MAX: usize = 16;
/// A list of words that is longer is only counted: they are explained one by one.
const WORDS_MAX: usize = 12;
/// The profiles on which a default depends, as a file writes them; the first is what holds without one.
const PROFILES: [&str; 4] =
    ["{}", r#"{"base": "from-source"}"#, r#"{"nginx": "1.19.9"}"#, r#"{"nginx": "1.29.7"}"#];

/// A field, in all places where it may stand.
struct Field {
    schema: &'static Value,
    /// The blocks that it stands in, as they are described, each with its own path; the shortest first.
    homes: Vec<(&'static Value, String)>,
}

static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let mut found = Vec::new();
    walk(&SCENARIO, "", 0, &mut found);
    for field in &mut found {
        field.homes.sort_by_key(|(_, path)| steps(path).len());
    }
    found
});

/// Every field of the format. Actions are words of their own.
pub(super) fn entries() -> impl Iterator<Item = Entry> {
    FIELDS.iter().map(|field| {
        let mut paths = field.homes.iter().map(|(_, path)| path.clone());
        Entry {
            kind: KIND,
            name: paths.next().unwrap_or_default(),
            meaning: described(field.schema).unwrap_or_default().to_owned(),
            facts: paths.clone().map(|path| ("also at", path)).collect(),
            aliases: paths.collect(),
        }
    })
}

/// What else is known of the field that stands there.
pub(super) fn facts(path: &str) -> Vec<(&'static str, String)> {
    let Some(field) = FIELDS.iter().find(|field| field.homes[0].1 == path) else { return Vec::new() };
    let mut facts = Vec::new();
    facts.extend(written(field.schema).map(|what| ("write", what)));
    facts.extend(default(path).map(|value| ("default", value)));
    facts.extend(described(field.homes[0].0).map(|what| ("in", format!("{}: {what}", home(path)))));
    facts.extend(fields(field.schema).into_iter().map(|(name, text)| ("field", format!("{name}: {text}"))));
    facts
}

/// Whether the path ends as `asked` does. Where names are free, each fits; a place in a list is one as any other.
pub(super) fn ends_with(path: &str, asked: &str) -> bool {
    let (path, asked) = (steps(path), steps(asked));
    let fits = |(there, asked): (&Step, &Step)| match (there, asked) {
        (Step::Item, Step::Item) => true,
        (Step::Field(there), Step::Field(asked)) => is_free(there) || there.eq_ignore_ascii_case(asked),
        _ => false,
    };
    !asked.is_empty() && asked.len() <= path.len() && path.iter().rev().zip(asked.iter().rev()).all(fits)
}

/// Whether the field that stands there takes this word.
pub(super) fn takes(path: &str, word: &str) -> bool {
    let field = FIELDS.iter().find(|field| field.homes[0].1 == path);
    field.is_some_and(|field| words(field.schema).iter().any(|taken| taken.as_str() == Some(word)))
}

/// The name of the field at the end of a path.
pub(super) fn name(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// The block in which a field stands.
fn home(path: &str) -> &str {
    path.rsplit_once('.').map_or("the file", |(home, _)| home)
}

/// A name that stands for those that files give.
fn is_free(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_uppercase() || c == '/')
}

/// Takes down all fields of a block and of the blocks within it.
fn walk(block: &'static Value, path: &str, depth: usize, found: &mut Vec<Field>) {
    assert!(depth < DEPTH_MAX, "the schema has no block within itself: {path}");
    for (name, property) in block["properties"].as_object().into_iter().flatten() {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let is_action = ends_with(&path, "timeline[].ACTION") && ActionName::from_spelling(name).is_some();
        if name == "note" {
            continue;
        }
        let property = in_the_first_case(block, name).filter(|_| is_open(property)).unwrap_or(property);
        if !is_action {
            take_down(block, &path, property, found);
        }
        walk(property, &path, depth + 1, found);
    }
    if block["additionalProperties"].is_object() {
        let pattern = block["propertyNames"]["pattern"].as_str().unwrap_or_default();
        let name = if pattern.starts_with("^(/") { "[\"/PATH\"]" } else { ".NAME" };
        walk(&block["additionalProperties"], &format!("{path}{name}"), depth + 1, found);
    }
    if block["items"].is_object() {
        walk(&block["items"], &format!("{path}[]"), depth + 1, found);
    }
    let choices = block["anyOf"].as_array().into_iter().flatten();
    for block in referred(block).into_iter().chain(choices) {
        walk(block, path, depth + 1, found);
    }
}

/// Whether nothing is said of what a field takes, since that depends on a word beside it.
fn is_open(property: &Value) -> bool {
    property.as_object().is_some_and(|rules| rules.keys().all(|rule| rule == "description"))
}

/// What a field takes with the first of the words on which that depends.
fn in_the_first_case(block: &'static Value, name: &str) -> Option<&'static Value> {
    let cases = block["allOf"].as_array().into_iter().flatten();
    cases
        .map(|case| &case["then"]["properties"][name])
        .find(|there| there.is_object() && !is_open(there) && there["not"].is_null())
}

/// A field that only refers to another is the same in a further place.
fn take_down(block: &'static Value, path: &str, property: &'static Value, found: &mut Vec<Field>) {
    let schema = match referred(property) {
        Some(there) if property["description"].is_null() => there,
        _ => property,
    };
    let home = (block, path.to_owned());
    let same =
        |field: &&mut Field| std::ptr::eq(field.schema, schema) && name(&field.homes[0].1) == name(path);
    match found.iter_mut().find(same) {
        Some(field) => field.homes.push(home),
        None => found.push(Field { schema, homes: vec![home] }),
    }
}

/// What may be written there, in words.
fn written(schema: &'static Value) -> Option<String> {
    let choices = schema["anyOf"].as_array().into_iter().flatten();
    let choices: Vec<String> = choices.filter_map(written).collect();
    if !choices.is_empty() {
        return Some(choices.join("; or "));
    }
    if let Some(examples) = schema["examples"].as_array() {
        let examples: Vec<String> = examples.iter().map(Value::to_string).collect();
        let what = schema["description"].as_str().unwrap_or_default().trim_end_matches('.');
        return Some(format!("{what}, such as {}", examples.join(", ")));
    }
    let words: Vec<String> = words(schema).into_iter().map(Value::to_string).collect();
    match (words.len(), schema["type"].as_str()) {
        (0, Some("integer")) => Some(format!("a whole number{}", range(schema))),
        (0, Some("number")) => Some(format!("a number{}", range(schema))),
        (0, Some("boolean")) => Some("true or false".to_owned()),
        (0, Some("string")) => Some("a text".to_owned()),
        (0, Some("array")) => Some("a list".to_owned()),
        (0, Some("object")) => Some("an object".to_owned()),
        (0, _) => written(referred(schema)?),
        (1, _) => Some(words[0].clone()),
        (count, _) if count > WORDS_MAX => {
            Some(format!("one of {count} words, such as {}; `lonebox explain` lists them", words[0]))
        }
        _ => Some(format!("one of {}", words.join(", "))),
    }
}

/// The words that may be written there.
fn words(schema: &'static Value) -> Vec<&'static Value> {
    let own = schema["enum"].as_array().into_iter().flatten().chain(schema.get("const"));
    let choices = schema["anyOf"].as_array().into_iter().flatten();
    own.chain(referred(schema).into_iter().chain(choices).flat_map(words)).collect()
}

fn range(schema: &Value) -> String {
    match (schema.get("minimum"), schema.get("maximum")) {
        (Some(low), Some(high)) => format!(" from {low} to {high}"),
        (Some(low), None) => format!(" from {low} on"),
        (None, Some(high)) => format!(" up to {high}"),
        (None, None) => String::new(),
    }
}

/// What holds where a file says nothing, and in which profile something else does.
fn default(path: &str) -> Option<String> {
    let mut values = PROFILES.map(|profile| in_profile(profile, path)).into_iter();
    let usual = values.next()?.filter(|value| !value.is_null())?;
    let mut told = usual.to_string();
    for (value, profile) in values.zip(&PROFILES[1..]) {
        if let Some(value) = value.filter(|value| *value != usual) {
            let _ = write!(told, "; with \"profile\": {profile} it is {value}");
        }
    }
    Some(told)
}

/// The value in a file that says nothing but its profile.
fn in_profile(profile: &str, path: &str) -> Option<Value> {
    let text = format!(
        r#"{{"schema_version": 1, "title": "t", "run": {{"duration": "1min"}}, "profile": {profile}}}"#
    );
    let settings = resolve(&text).expect("a valid scenario");
    let is_unsaid = |setting: &Setting| !matches!(setting.origin, Origin::File(_));
    settings.into_iter().find(|setting| setting.path == path && is_unsaid(setting))?.value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(path: &str, label: &str) -> String {
        let facts = facts(path);
        let told = facts.iter().find(|(name, _)| *name == label);
        told.map_or_else(|| panic!("{path} has no {label}: {facts:?}"), |(_, text)| text.clone())
    }

    #[test]
    fn every_field_has_a_meaning_and_says_what_to_write() {
        assert!(FIELDS.len() > 200, "{}", FIELDS.len());
        for entry in entries() {
            assert!(!entry.meaning.is_empty(), "{}", entry.name);
            assert!(facts(&entry.name).iter().any(|(label, _)| *label == "write"), "{}", entry.name);
        }
    }

    #[test]
    fn every_profile_changes_a_default_and_the_default_is_told_with_it() {
        assert_eq!(
            fact("server.nginx.worker_connections", "default"),
            r#"768; with "profile": {"base": "from-source"} it is 512"#
        );
        assert!(fact("server.nginx.keepalive_requests", "default").contains("1.19.9\"} it is 100"));
        assert!(fact("server.nginx.keepalive", "default").contains("1.29.7\"} it is 32"));
    }

    #[test]
    fn a_path_is_known_by_its_end_and_by_what_a_file_calls_things() {
        let path = "application.routes[\"/PATH\"].dynamic.cpu";
        for asked in ["cpu", "dynamic.cpu", "application.routes[\"/a.b\"].dynamic.cpu", path] {
            assert!(ends_with(path, asked), "{asked}");
        }
        assert!(ends_with("timeline[].power_loss.for", "timeline[3].power_loss.for"));
        for asked in ["", "pu", "static.cpu", "x.application.routes[\"/\"].dynamic.cpu"] {
            assert!(!ends_with(path, asked), "{asked:?}");
        }
    }
}
