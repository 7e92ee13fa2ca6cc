//! `lonebox schema [scenario|result|spof|compare|theory]`: the JSON Schema of what goes in and of what comes out.

use std::sync::LazyLock;

use schemars::Schema;
use serde_json::Value;

use super::arguments::{SchemaArguments, SchemaOf};
use super::{Failure, output};
use crate::scenario;

/// Of scenario files.
pub(super) static SCENARIO: LazyLock<Value> = LazyLock::new(scenario::schema);

/// Prints it.
pub(super) fn print(arguments: &SchemaArguments) -> Result<u8, Failure> {
    match arguments.of {
        SchemaOf::Scenario => super::print(&scenario_as_text()),
        SchemaOf::Result => super::print(&output::json::schema()),
        SchemaOf::Spof => super::print(&output::json::schema_of::<output::study::spof::Spof<'_>>()),
        SchemaOf::Theory => super::print(&output::json::schema_of::<output::study::theory::Theory<'_>>()),
        SchemaOf::Compare => super::print(&output::json::schema_of::<output::study::compare::Compare<'_>>()),
    }
}

/// The schema with the words in the order in which schemas have them; ends with a line break.
fn scenario_as_text() -> String {
    let schema = Schema::try_from(SCENARIO.clone()).expect("a schema is an object");
    serde_json::to_string_pretty(&schema).expect("plain data with text keys") + "\n"
}
