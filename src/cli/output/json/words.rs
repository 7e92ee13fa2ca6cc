//! How the schema tells of the vocabulary, which knows nothing of schemas.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::vocabulary::Word;

/// Stands in for a word: one of the spellings of its set, each with what it means.
pub(in crate::cli) struct Words<W>(PhantomData<W>);

impl<W: Word> JsonSchema for Words<W> {
    fn schema_name() -> Cow<'static, str> {
        (W::WHAT.replace(' ', "_") + "_word").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let spellings: Vec<&str> = W::ALL.iter().map(|word| word.spelling()).collect();
        let meanings: Vec<&str> = W::ALL.iter().map(|word| word.meaning()).collect();
        json_schema!({"type": "string", "enum": spellings, "enumDescriptions": meanings})
    }
}
