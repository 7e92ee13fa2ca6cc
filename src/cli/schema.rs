//! `lonebox schema [scenario|result]`: the JSON Schema of what goes in and of what comes out.

use super::Failure;
use super::arguments::{SchemaArguments, SchemaOf};

/// Of scenario files.
pub(super) const SCENARIO: &str = include_str!("../../assets/scenario.schema.json");
/// Of results, `lonebox.result/1`.
const RESULT: &str = include_str!("../../assets/result.schema.json");

/// Prints it.
pub(super) fn print(arguments: &SchemaArguments) -> Result<u8, Failure> {
    super::print(match arguments.of {
        SchemaOf::Scenario => SCENARIO,
        SchemaOf::Result => RESULT,
    })
}
