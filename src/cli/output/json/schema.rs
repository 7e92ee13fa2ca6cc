//! The JSON Schema of results, made from the rows that are written.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use super::Results;
use crate::cli::case::Status;

/// The schema of results; ends with a line break.
pub(in crate::cli) fn schema() -> String {
    schema_of::<Results<'_>>()
}

/// The schema of what programs are given; ends with a line break.
pub(in crate::cli) fn schema_of<T: JsonSchema>() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize().with_transform(RecursiveTransform(tidied));
    let schema = settings.into_generator().into_root_schema_for::<T>();
    serde_json::to_string_pretty(&schema).expect("a schema is plain data with text keys") + "\n"
}

/// Objects are closed, descriptions are one line, and there is no word for the width of a number: no standard knows one.
fn tidied(schema: &mut Schema) {
    if schema.get("type").is_some_and(|what| what == "object") {
        schema.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
    if let Some(Value::String(description)) = schema.get_mut("description") {
        *description = description.replace('\n', " ");
    }
    schema.remove("format");
}

/// What else a result has, by its status.
pub(super) fn rules_of_status() -> Value {
    let rule = |status: &Status| {
        let required: &[&str] = match status {
            Status::Met | Status::Unmet | Status::Played | Status::LimitReached | Status::Unbalanced => {
                &["result"]
            }
            Status::Unreadable => &["unreadable"],
            Status::Invalid => &["diagnostics"],
            Status::Crashed => &["internal_error"],
            Status::ExpectsNothing => &[],
        };
        json!({
            "if": {"properties": {"status": {"const": status}}},
            "then": {"properties": {"exit_code": {"const": status.exit_code()}}, "required": required},
        })
    };
    Status::ALL.iter().map(rule).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_written_as_it_is_spelled() {
        for status in Status::ALL {
            assert_eq!(json!(status), status.spelling());
        }
    }
}
