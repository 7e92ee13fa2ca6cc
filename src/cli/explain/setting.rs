//! What the schema says of the settings and actions that a word names.

use serde_json::Value;

use crate::cli::schema::SCENARIO;
use crate::vocabulary::{ActionName, Word};

/// The parameters of an action.
pub(super) fn of_action(action: ActionName) -> Vec<(&'static str, String)> {
    let block = &SCENARIO["properties"]["timeline"]["items"]["properties"][action.spelling()];
    described(block).map(|(name, text)| ("parameter", format!("{name}: {text}"))).collect()
}

/// The settings with this name, wherever they stand.
pub(super) fn called(name: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    add_called(name, &SCENARIO, "", &mut found);
    found
}

/// Adds the settings with this name in a block of this path, and in the blocks within it.
fn add_called(name: &str, block: &Value, path: &str, found: &mut Vec<(&'static str, String)>) {
    for (field, text) in described(block).filter(|(field, _)| *field == name) {
        found.push(("setting", format!("{path}{field}: {text}")));
    }
    for (field, inner) in block["properties"].as_object().into_iter().flatten() {
        add_called(name, inner, &format!("{path}{field}."), found);
    }
    for several in ["items", "additionalProperties"].iter().filter_map(|rule| block.get(rule)) {
        add_called(name, several, &format!("{}[].", path.trim_end_matches('.')), found);
    }
}

/// The fields of a block and what is said of them; a note needs no word.
fn described(block: &Value) -> impl Iterator<Item = (&str, &str)> {
    let fields = block["properties"].as_object().into_iter().flatten();
    fields
        .filter(|(name, _)| *name != "note")
        .filter_map(|(name, field)| Some((name.as_str(), field["description"].as_str()?)))
}
