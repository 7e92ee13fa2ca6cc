//! Quantities: a number and a unit, in a text.

use std::str::FromStr;

use serde_json::json;

use crate::units::{Bandwidth, Bytes, Probability, Rate, SimDuration, SimTime, UnitError};

use super::code;
use super::field::Field;
use super::names::quoted;
use super::read::Read;
use super::respelled::respelled;

/// How a quantity is written, for the schema.
struct Form {
    /// What its definition is called.
    name: &'static str,
    /// What it is, for people.
    about: &'static str,
    /// Its units, as alternatives of a pattern.
    units: &'static str,
    examples: &'static [&'static str],
}

const SPAN: Form = Form {
    name: "span",
    about: "A span of time, or a moment since the run began: a number and a unit.",
    units: "ns|us|µs|ms|s|min|m|h|d|day",
    examples: &["250us", "1.5ms", "30s", "5min", "1h", "2d"],
};
const BYTES: Form = Form {
    name: "bytes",
    about: "An amount of data: a number and a unit (kB, MB and GB are powers of ten).",
    units: "B|kB|MB|GB|KiB|MiB|GiB",
    examples: &["512B", "14KiB", "128MiB", "4GiB"],
};
const BANDWIDTH: Form = Form {
    name: "bandwidth",
    about: "What a line carries, above zero: a number and a unit.",
    units: "bit/s|kbit/s|Mbit/s|Gbit/s",
    examples: &["256kbit/s", "20Mbit/s", "1Gbit/s"],
};
const RATE: Form = Form {
    name: "rate",
    about: "How often something happens, up to ten million a second: a number and a unit.",
    units: "/s|/min|/h",
    examples: &["40/s", "0.5/s", "90/min", "200/h"],
};
const SHARE: Form = Form {
    name: "share",
    about: "A share of a whole, from 0% to 100%.",
    units: "%",
    examples: &["5%", "99.9%"],
};

impl Form {
    fn describe(&self, field: &Field<'_>) {
        field.defined(self.name, |home| {
            home.takes(|| json!({"type": "string", "pattern": self.pattern(), "examples": self.examples}));
            home.about(self.about);
            None::<()>
        });
    }

    fn pattern(&self) -> String {
        let number = if self.units == "%" {
            r"(0*[0-9]{1,2}(\.[0-9]{1,12})?|0*100(\.0{1,12})?)"
        } else {
            r"[0-9]{1,24}(\.[0-9]{1,12})?"
        };
        format!(r"^\s*{number}\s*({})\s*$", self.units)
    }
}

macro_rules! quantities {
    ($($unit:ty: $form:ident),+) => { $(
        impl Read for $unit {
            fn read(field: &Field<'_>) -> Option<Self> {
                $form.describe(field);
                quantity(field)
            }
        }
    )+ };
}

quantities!(SimDuration: SPAN, SimTime: SPAN, Bytes: BYTES, Bandwidth: BANDWIDTH, Rate: RATE, Probability: SHARE);

fn quantity<T: FromStr<Err = UnitError>>(field: &Field<'_>) -> Option<T> {
    let accepted = "".parse::<T>().err().map_or("a quantity", |error| error.accepted());
    let remedy = format!("write {accepted}");
    if let Some(digits) = field.as_number() {
        let negative = (code::OUT_OF_RANGE, "negative");
        let bare = (code::MISSING_UNIT, "a number without a unit");
        let (code, problem) = if digits.starts_with('-') { negative } else { bare };
        field.error(code, format!("{digits} is {problem}"), remedy);
        return None;
    }
    let Some(text) = field.as_text() else {
        field.wrong_type(accepted);
        return None;
    };
    let value = text.parse();
    if let Err(error) = &value {
        let (code, problem) = unit_problem::<T>(text, error);
        field.error(code, problem, respelled::<T>(text).unwrap_or(remedy));
    }
    value.ok()
}

/// What is wrong with a text that is no quantity.
fn unit_problem<T: FromStr>(text: &str, error: &UnitError) -> (&'static str, String) {
    let text = text.trim();
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim_start();
    let told = error.to_string();
    let problem = told.split_once("; write ").map_or(told.as_str(), |(problem, _)| problem);
    match text {
        _ if text.chars().count() > 40 => (code::WRONG_FORM, format!("{} is no quantity", quoted(text))),
        _ if text.starts_with('-') => (code::OUT_OF_RANGE, format!("{} is negative", quoted(text))),
        _ if unit.len() == text.len() => (code::WRONG_FORM, problem.to_owned()),
        _ if unit.is_empty() => (code::MISSING_UNIT, format!("{} has no unit", quoted(text))),
        // With the number 1 it would be right, so the unit is not what is wrong.
        _ if format!("1{unit}").parse::<T>().is_ok() => (code::OUT_OF_RANGE, problem.to_owned()),
        _ => (code::WRONG_UNIT, format!("{} is no unit here", quoted(unit))),
    }
}
