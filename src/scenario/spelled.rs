//! A value as a scenario file would write it: `"250ms"` for a span, `{"exponential": {"mean": "20ms"}}` for a law.
//!
//! It is the way back from what [`super::read`] reads, for telling what is in effect where a file says nothing. Every type
//! of a setting can be serialised, so that whatever is added to the settings is spelled as well.

mod compound;

use serde::ser::{Error as _, Impossible, Serialize, Serializer};
use serde_json::{Error, Value, json};

use compound::{Fields, Items};

/// The value as a file would write it; nothing if it cannot be written in JSON.
pub(super) fn spelled<T: Serialize>(value: &T) -> Option<Value> {
    value.serialize(Spelling).ok()
}

/// What the file calls things that the model calls otherwise.
const CALLED: [(&str, &str, &str); 9] = [
    ("Bind", "Tcp", "127.0.0.1:8000"),
    ("Bind", "Unix", "unix:/run/gunicorn.sock"),
    ("Service", "WebServer", "nginx"),
    ("Service", "AppServer", "gunicorn"),
    ("Service", "Database", "mysql"),
    ("Version", "UpTo21", "up to 21"),
    ("Version", "From22", "22 or later"),
    ("SynSchedule", "Exponential", "before 6.5"),
    ("SynSchedule", "LinearFirst", "6.5 or later"),
];

/// Writes values as files do.
#[derive(Clone, Copy)]
struct Spelling;

/// The word for a variant.
fn word(of: &str, variant: &str) -> String {
    let called = CALLED.iter().find(|(name, from, _)| (*name, *from) == (of, variant));
    called.map_or_else(|| snake(variant), |(_, _, word)| (*word).to_owned())
}

/// `LogNormal` as `log_normal`; what has no capitals stays as it is.
fn snake(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

/// A number in the largest unit of which it is a whole multiple.
fn in_units(number: u64, units: &[(u64, &str)]) -> Value {
    let fits = |(size, _): &&(u64, &str)| number >= *size && number.is_multiple_of(*size);
    let (size, unit) = units.iter().find(fits).or(units.last()).expect("there is always a unit");
    Value::from(format!("{}{unit}", number / size))
}

const SPANS: [(u64, &str); 7] = [
    (86_400_000_000_000, "d"),
    (3_600_000_000_000, "h"),
    (60_000_000_000, "min"),
    (1_000_000_000, "s"),
    (1_000_000, "ms"),
    (1_000, "us"),
    (1, "ns"),
];
const AMOUNTS: [(u64, &str); 4] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB"), (1, "B")];
const LINES: [(u64, &str); 4] =
    [(1_000_000_000, "Gbit/s"), (1_000_000, "Mbit/s"), (1_000, "kbit/s"), (1, "bit/s")];

/// A quantity with its unit.
fn quantity(of: &str, number: &Value) -> Option<Value> {
    match of {
        "SimDuration" | "SimTime" if number.as_u64() == Some(0) => Some(Value::from("0s")),
        "SimDuration" | "SimTime" => Some(in_units(number.as_u64()?, &SPANS)),
        "Bytes" => Some(in_units(number.as_u64()?, &AMOUNTS)),
        "Bandwidth" => Some(in_units(number.as_u64()?, &LINES)),
        "Rate" => Some(Value::from(format!("{}/s", number.as_f64()?))),
        "Probability" => Some(Value::from(percent(number.as_f64()?))),
        _ => None,
    }
}

/// A share in percent, without the digits that only binary fractions have.
fn percent(share: f64) -> String {
    let text = format!("{:.9}", share * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A choice with its parameters; two sorts have a shorter form than the model's.
fn choice(of: &str, variant: &str, value: Value) -> Value {
    match (of, variant) {
        ("Distribution", "Constant") => value,
        ("Arrivals", "Poisson" | "Even") => json!({ snake(variant): {"rate": value} }),
        _ => json!({ word(of, variant): value }),
    }
}

macro_rules! plainly {
    ($($method:ident: $type:ty),+) => { $(
        fn $method(self, value: $type) -> Result<Value, Error> {
            Ok(Value::from(value))
        }
    )+ };
}

impl Serializer for Spelling {
    type Ok = Value;
    type Error = Error;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Impossible<Value, Error>;
    type SerializeMap = Impossible<Value, Error>;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Fields;

    plainly!(
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_f32: f32, serialize_f64: f64, serialize_str: &str
    );

    fn serialize_char(self, value: char) -> Result<Value, Error> {
        Ok(Value::from(value.to_string()))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Value, Error> {
        Err(Error::custom("bytes are not written in a scenario"))
    }

    fn serialize_none(self) -> Result<Value, Error> {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value, Error> {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value, Error> {
        Ok(Value::Null)
    }

    fn serialize_unit_variant(self, of: &'static str, _: u32, variant: &'static str) -> Result<Value, Error> {
        Ok(Value::from(word(of, variant)))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        of: &'static str,
        value: &T,
    ) -> Result<Value, Error> {
        let value = value.serialize(self)?;
        Ok(quantity(of, &value).unwrap_or(value))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        of: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value, Error> {
        Ok(choice(of, variant, value.serialize(self)?))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Error> {
        Ok(Items::default())
    }

    fn serialize_tuple(self, _: usize) -> Result<Items, Error> {
        Ok(Items::default())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items, Error> {
        Ok(Items::default())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Err(Error::custom("a choice is written with names"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Error> {
        Err(Error::custom("settings are no maps"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields, Error> {
        Ok(Fields::default())
    }

    fn serialize_struct_variant(
        self,
        of: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Fields, Error> {
        Ok(Fields::of_choice(word(of, variant)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topology::settings::Distribution;
    use crate::units::{Bandwidth, Bytes, Probability, Rate, SimDuration};

    fn check(value: &impl Serialize, expected: Value) {
        assert_eq!(spelled(value), Some(expected));
    }

    #[test]
    fn quantities_have_the_largest_unit_that_is_exact() {
        check(&SimDuration::from_millis(250), json!("250ms"));
        check(&SimDuration::from_secs(90), json!("90s"));
        check(&SimDuration::from_secs(3_600), json!("1h"));
        check(&SimDuration::ZERO, json!("0s"));
        check(&Bytes::from_kib(14), json!("14KiB"));
        check(&Bandwidth::from_megabits(20), json!("20Mbit/s"));
        check(&Rate::per_second(0.5), json!("0.5/s"));
        check(&Probability::percent(99.9), json!("99.9%"));
    }

    #[test]
    fn laws_of_chance_are_choices() {
        check(&Distribution::Constant(SimDuration::from_secs(1)), json!("1s"));
        let law = Distribution::LogNormal { median: SimDuration::from_secs(9), sigma: 0.5 };
        check(&Some(law), json!({"log_normal": {"median": "9s", "sigma": 0.5}}));
        let spans = [SimDuration::from_secs(1), SimDuration::from_secs(2)];
        check(&Distribution::Empirical(spans.into()), json!({"empirical": ["1s", "2s"]}));
    }
}
