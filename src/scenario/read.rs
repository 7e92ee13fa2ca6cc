//! How each type is written in a file, and what is said where something else stands.

use std::fmt::Display;
use std::ops::RangeInclusive;

use serde::Serialize;
use serde_json::json;

use crate::vocabulary::{Word, nearest_spelling_candidates};

use super::code;
use super::field::Field;
use super::names::{one_of, quoted, remedy_for_word};

/// A type that a file can hold.
pub(crate) trait Read: Sized {
    /// The value in `field`; anything else is reported, and then there is none.
    fn read(field: &Field<'_>) -> Option<Self>;
}

/// A value in a range; one outside is reported.
pub(crate) fn within<T: Read + PartialOrd + Display + Serialize>(
    field: &Field<'_>,
    range: &RangeInclusive<T>,
) -> Option<T> {
    let value = T::read(field);
    field.lies_in(range);
    let value = value?;
    if range.contains(&value) {
        return Some(value);
    }
    let remedy = if range.start() == range.end() {
        format!("only {} can be written here", range.end())
    } else {
        format!("write a value from {} to {}", range.start(), range.end())
    };
    field.error(code::OUT_OF_RANGE, format!("{value} is out of range"), remedy);
    None
}

impl Read for bool {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.takes(|| json!({"type": "boolean"}));
        if field.as_bool().is_none() {
            field.wrong_type("true or false");
        }
        field.as_bool()
    }
}

impl Read for String {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.text().map(str::to_owned)
    }
}

impl<T: Read> Read for Option<T> {
    fn read(field: &Field<'_>) -> Option<Self> {
        T::read(field).map(Some)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(field: &Field<'_>) -> Option<Self> {
        // All are read before one that failed makes the whole fail, so that every mistake is told.
        let read: Vec<Option<T>> = field.items()?.iter().map(T::read).collect();
        read.into_iter().collect()
    }
}

/// A pair is written as a list of two, the smaller first.
impl<T: Read + PartialOrd> Read for (T, T) {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.takes(|| json!({"minItems": 2, "maxItems": 2}));
        let mut read: Vec<Option<T>> = field.items()?.iter().map(T::read).collect();
        if read.len() != 2 {
            let remedy = "write the smallest and the largest value in [ ]";
            field.error(code::WRONG_FORM, format!("a list of {} instead of 2", read.len()), remedy);
            return None;
        }
        let (high, low) = (read.pop()??, read.pop()??);
        if low > high {
            field.error(
                code::WRONG_ORDER,
                "the first is larger than the second",
                "write the smaller one first",
            );
            return None;
        }
        Some((low, high))
    }
}

impl<W: Word> Read for W {
    fn read(field: &Field<'_>) -> Option<Self> {
        let list = W::WHAT.replace(' ', "_") + "_word";
        field.defined(&list, |list| {
            list.takes_words(W::ALL.iter().map(|word| (word.spelling(), word.meaning())));
            None::<()>
        });
        let names = nearest_spelling_candidates::<W>();
        let Some(text) = field.as_text() else {
            field.wrong_type(&one_of(&names));
            return None;
        };
        let word = W::from_spelling(text);
        if word.is_none() {
            field.error(
                code::UNKNOWN_NAME,
                format!("no {} is called {}", W::WHAT, quoted(text)),
                remedy_for_word(text, &names),
            );
        }
        word
    }
}

impl Read for u64 {
    fn read(field: &Field<'_>) -> Option<Self> {
        const ACCEPTED: &str = "a whole number, without quotes";
        field.takes(|| json!({"type": "integer", "minimum": 0, "maximum": Self::MAX}));
        let Some(digits) = field.as_number() else {
            field.wrong_type(ACCEPTED);
            return None;
        };
        let number = digits.parse().ok();
        if number.is_none() {
            let (code, problem, remedy) = match digits {
                _ if digits.contains(['.', 'e', 'E']) => (code::WRONG_TYPE, "not a whole number", ACCEPTED),
                _ if digits.starts_with('-') => {
                    (code::OUT_OF_RANGE, "negative", "a number that is not negative")
                }
                _ => (code::OUT_OF_RANGE, "too large", "a smaller number"),
            };
            field.error(code, format!("{digits} is {problem}"), format!("write {remedy}"));
        }
        number
    }
}

impl Read for u32 {
    fn read(field: &Field<'_>) -> Option<Self> {
        let number = u64::read(field);
        field.takes(|| json!({"maximum": Self::MAX}));
        let number = number?;
        let narrow = Self::try_from(number).ok();
        if narrow.is_none() {
            field.error(code::OUT_OF_RANGE, format!("{number} is too large"), "write a smaller number");
        }
        narrow
    }
}

impl Read for f64 {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.takes(|| json!({"type": "number"}));
        let Some(digits) = field.as_number() else {
            field.wrong_type("a number, without quotes");
            return None;
        };
        let number = digits.parse().ok().filter(|number: &Self| number.is_finite());
        if number.is_none() {
            field.error(
                code::OUT_OF_RANGE,
                format!("{} is too large", quoted(digits)),
                "write a smaller number",
            );
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::super::diagnostic::Diagnostic;
    use super::super::source::Source;
    use super::super::tree::parse;
    use super::*;
    use crate::units::{Bandwidth, Bytes, Probability, Rate, SimDuration};

    fn reading<T: Read>(text: &str) -> Result<T, Vec<Diagnostic>> {
        let source = Source::new(text);
        let tree = parse(text).expect("valid JSON");
        let value = T::read(&Field::root(&source, &tree));
        value.ok_or_else(|| source.into_found().into_errors())
    }

    fn check<T: Read + std::fmt::Debug>(text: &str, code: &str, message: &str) {
        let found = reading::<T>(text).expect_err("a mistake");
        assert_eq!((found[0].code, found[0].message.as_str()), (code, message), "{text}");
        assert_eq!(found.len(), 1, "{text}");
    }

    #[test]
    fn whole_numbers_are_read_and_nothing_else_is_taken_for_one() {
        assert_eq!(reading("18446744073709551615"), Ok(u64::MAX));
        check::<u64>("18446744073709551616", code::OUT_OF_RANGE, "18446744073709551616 is too large");
        check::<u32>("4294967296", code::OUT_OF_RANGE, "4294967296 is too large");
        check::<u32>("-5", code::OUT_OF_RANGE, "-5 is negative");
        check::<u32>("1.5", code::WRONG_TYPE, "1.5 is not a whole number");
        check::<u32>("\"5\"", code::WRONG_TYPE, "text does not belong here");
        check::<f64>("1e999", code::OUT_OF_RANGE, "\"1e999\" is too large");
    }

    #[test]
    fn quantities_say_what_is_wrong_with_them() {
        assert_eq!(reading("\"1.5ms\""), Ok(SimDuration::from_micros(1_500)));
        check::<SimDuration>("5", code::MISSING_UNIT, "5 is a number without a unit");
        check::<SimDuration>("\"5\"", code::MISSING_UNIT, "\"5\" has no unit");
        check::<SimDuration>("\"5KiB\"", code::WRONG_UNIT, "\"KiB\" is no unit here");
        check::<SimDuration>("\"-5s\"", code::OUT_OF_RANGE, "\"-5s\" is negative");
        check::<SimDuration>("\"soon\"", code::WRONG_FORM, "\"soon\" does not begin with a number");
        check::<SimDuration>("\"9999999999999d\"", code::OUT_OF_RANGE, "\"9999999999999d\" is too large");
        check::<Probability>("\"101%\"", code::OUT_OF_RANGE, "\"101%\" is not a share");
        check::<Bandwidth>("\"0bit/s\"", code::OUT_OF_RANGE, "a line that carries nothing");
        check::<Bytes>("null", code::WRONG_TYPE, "null does not belong here");
    }

    fn remedy<T: Read + std::fmt::Debug>(text: &str) -> String {
        reading::<T>(text).expect_err("a mistake").remove(0).remedy
    }

    #[test]
    fn a_unit_that_is_spelled_in_another_way_is_understood() {
        assert_eq!(remedy::<SimDuration>("\"10sec\""), "did you mean \"10s\"?");
        assert_eq!(remedy::<SimDuration>("\"5 Hours\""), "did you mean \"5h\"?");
        assert_eq!(remedy::<SimDuration>("\"-1s\""), "nothing here can be negative: write \"1s\"");
        assert_eq!(remedy::<Bytes>("\"14KB\""), "did you mean \"14kB\"?");
        assert_eq!(remedy::<Bytes>("\"5 m\""), "did you mean \"5MB\"?");
        assert_eq!(remedy::<Bandwidth>("\"20Mbps\""), "did you mean \"20Mbit/s\"?");
        assert_eq!(remedy::<Probability>("\"5 percent\""), "did you mean \"5%\"?");
        assert_eq!(remedy::<Rate>("\"40 per second\""), "did you mean \"40/s\"?");
        assert!(remedy::<Bandwidth>("\"20MB/s\"").starts_with("write a number"), "it would be 160Mbit/s");
        assert!(remedy::<Bytes>("\"10sec\"").starts_with("write a number"));
    }

    #[test]
    fn a_list_tells_every_mistake_in_it() {
        let found = reading::<Vec<SimDuration>>("[\"1s\", 2, \"3\", \"4s\"]").expect_err("mistakes");
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].path, "[2]");
        assert_eq!(reading("[1, 2]"), Ok((1_u32, 2_u32)));
        check::<(u32, u32)>("[2, 1]", code::WRONG_ORDER, "the first is larger than the second");
        check::<(u32, u32)>("[2]", code::WRONG_FORM, "a list of 1 instead of 2");
    }
}
