//! What the schema says of the settings and actions that a word names.

use std::sync::LazyLock;

use serde_json::Value;

use crate::cli::schema::SCENARIO;
use crate::vocabulary::{ActionName, Word};

static SCHEMA: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(SCENARIO).expect("the schema is valid JSON"));

/// The parameters of an action.
pub(super) fn of_action(action: ActionName) -> Vec<(&'static str, String)> {
    let block = &SCHEMA["$defs"]["action"]["properties"][action.spelling()];
    described(block).map(|(name, text)| ("parameter", format!("{name}: {text}"))).collect()
}

/// The settings with this name, wherever they stand.
pub(super) fn called(name: &str) -> Vec<(&'static str, String)> {
    let blocks = SCHEMA["$defs"].as_object().into_iter().flatten();
    let found =
        blocks.flat_map(|(block, schema)| described(schema).map(move |(name, text)| (block, name, text)));
    let found = found.filter(|(_, found, _)| *found == name);
    found.map(|(block, name, text)| ("setting", format!("{block}.{name}: {text}"))).collect()
}

/// The fields of a block and what is said of them; a note needs no word.
fn described(block: &Value) -> impl Iterator<Item = (&str, &str)> {
    let fields = block["properties"].as_object().into_iter().flatten();
    fields
        .filter(|(name, _)| *name != "note")
        .filter_map(|(name, field)| Some((name.as_str(), field["description"].as_str()?)))
}
