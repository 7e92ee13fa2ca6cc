//! Lists and objects, item by item.

use serde::ser::{
    Serialize, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
};
use serde_json::{Error, Map, Value, json};

use super::Spelling;

/// What stands in a list so far.
#[derive(Default)]
pub(super) struct Items(Vec<Value>);

/// The fields of an object so far, and the choice that it is the parameters of.
#[derive(Default)]
pub(super) struct Fields {
    choice: Option<String>,
    fields: Map<String, Value>,
}

impl Fields {
    /// The parameters of a choice.
    pub(super) fn of_choice(choice: String) -> Self {
        Self { choice: Some(choice), fields: Map::new() }
    }

    fn add<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        self.fields.insert(name.to_owned(), value.serialize(Spelling)?);
        Ok(())
    }

    fn into_value(self) -> Value {
        let fields = Value::Object(self.fields);
        self.choice.map_or_else(|| fields.clone(), |choice| json!({ choice: fields }))
    }
}

macro_rules! items {
    ($($kind:ident: $method:ident),+) => { $(
        impl $kind for Items {
            type Ok = Value;
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.0.push(value.serialize(Spelling)?);
                Ok(())
            }

            fn end(self) -> Result<Value, Error> {
                Ok(Value::Array(self.0))
            }
        }
    )+ };
}

items!(SerializeSeq: serialize_element, SerializeTuple: serialize_element, SerializeTupleStruct: serialize_field);

macro_rules! fields {
    ($($kind:ident),+) => { $(
        impl $kind for Fields {
            type Ok = Value;
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
                self.add(name, value)
            }

            fn end(self) -> Result<Value, Error> {
                Ok(self.into_value())
            }
        }
    )+ };
}

fields!(SerializeStruct, SerializeStructVariant);
