//! `lonebox schema [scenario|result]`: the JSON Schema of what goes in and of what comes out.

use super::arguments::{SchemaArguments, SchemaOf};
use super::{Failure, output};

/// Of scenario files.
pub(super) const SCENARIO: &str = include_str!("../../assets/scenario.schema.json");

/// Prints it.
pub(super) fn print(arguments: &SchemaArguments) -> Result<u8, Failure> {
    match arguments.of {
        SchemaOf::Scenario => super::print(SCENARIO),
        SchemaOf::Result => super::print(&output::json::schema()),
    }
}
