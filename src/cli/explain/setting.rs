//! What the schema says of a block and its fields.

use serde_json::Value;

use crate::cli::schema::SCENARIO;
use crate::vocabulary::{ActionName, Word};

/// The parameters of an action.
pub(super) fn of_action(action: ActionName) -> Vec<(&'static str, String)> {
    let block = &SCENARIO["properties"]["timeline"]["items"]["properties"][action.spelling()];
    fields(block).into_iter().map(|(name, text)| ("parameter", format!("{name}: {text}"))).collect()
}

/// The fields of a block, through references and choices, and what is said of them; a note needs no word.
pub(super) fn fields(block: &'static Value) -> Vec<(&'static str, &'static str)> {
    let own = block["properties"].as_object().into_iter().flatten();
    let own = own.filter(|(name, _)| *name != "note");
    let own = own.filter_map(|(name, field)| Some((name.as_str(), described(field)?)));
    let choices = block["anyOf"].as_array().into_iter().flatten();
    own.chain(referred(block).into_iter().chain(choices).flat_map(fields)).collect()
}

/// What is said of a field, or else of what it refers to.
pub(super) fn described(schema: &'static Value) -> Option<&'static str> {
    schema["description"].as_str().or_else(|| described(referred(schema)?))
}

/// What a part of the schema refers to.
pub(super) fn referred(schema: &Value) -> Option<&'static Value> {
    SCENARIO.pointer(schema.get("$ref")?.as_str()?.strip_prefix('#')?)
}
