//! The stable codes of diagnostics, each with what it means: a code never changes its meaning.

/// Declares the codes and the list of all of them, from one table.
macro_rules! codes {
    ($( $name:ident = $code:literal, $meaning:literal; )+) => {
        $( #[doc = $meaning] pub const $name: &str = $code; )+

        /// Every code and what it means, for `lonebox explain`.
        pub const ALL: &[(&str, &str)] = &[ $( ($code, $meaning), )+ ];
    };
}

codes! {
    SYNTAX = "syntax", "the file is not JSON from here on";
    TRAILING_TEXT = "trailing-text", "something follows the one object that a scenario is";
    EMPTY_FILE = "empty-file", "there is nothing in the file";
    BYTE_ORDER_MARK = "byte-order-mark", "the file begins with a byte order mark, which JSON does not allow";
    NOT_UTF_8 = "not-utf-8", "the file is written in an encoding other than UTF-8";
    TOO_LARGE = "too-large", "the file is larger than this reader takes";
    TOO_DEEP = "too-deep", "objects and lists are nested deeper than any scenario needs";
    TOO_MANY = "too-many", "a list is longer than this reader takes, or there are more mistakes than it tells";
    WRONG_TYPE = "wrong-type", "a value of another JSON type belongs here";
    MISSING_UNIT = "missing-unit", "a quantity is written without its unit";
    WRONG_UNIT = "wrong-unit", "a quantity is written in a unit of something else, or in none that is known";
    OUT_OF_RANGE = "out-of-range", "a value is smaller or larger than what makes sense here";
    WRONG_FORM = "wrong-form", "a text does not have the form that is needed here, such as that of an address";
    WRONG_ORDER = "wrong-order", "values that must rise do not";
    EMPTY = "empty", "a list, an object or a text must hold something and does not";
    UNKNOWN_FIELD = "unknown-field", "an object has a field that means nothing there";
    REPEATED_FIELD = "repeated-field", "an object has the same field twice";
    MISSING_FIELD = "missing-field", "an object lacks a field that it needs";
    MISSING_CHOICE = "missing-choice", "an object lacks the one field that says which case it is";
    TOO_MANY_CHOICES = "too-many-choices", "an object has two fields of which only one may be there";
    UNKNOWN_NAME = "unknown-name", "a word or a name stands for nothing known";
    REPEATED_NAME = "repeated-name", "two things have the same name, or one is listed twice";
    BEYOND_THE_END = "beyond-the-end", "something is to happen after the run has ended";
    AGGREGATE_NOT_ALLOWED = "aggregate-not-allowed", "this way of summing up says nothing about this metric";
    PRECONDITION = "precondition", "a law presumes something of the scenario that is not so";
    UNUSED = "unused", "something is legal but changes nothing (a warning)";
    NOTHING_TO_TURN = "nothing-to-turn", "a setting is changed that this site does not have, or where that changes nothing";
    STAYS_DOWN = "stays-down", "a service is not started when the machine boots (a warning)";
    OVERLAPPING_ACTIONS = "overlapping-actions",
        "an action begins while another on the same target still lasts (a warning)";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_is_there_once_and_in_plain_letters() {
        let codes: BTreeSet<_> = ALL.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes.len(), ALL.len());
        for code in codes {
            assert!(code.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == '8'), "{code}");
        }
    }
}
