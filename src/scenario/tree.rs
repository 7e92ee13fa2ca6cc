//! The file as a tree whose nodes know where they stand.
//!
//! `serde_json` checks the grammar and hands out each value as the piece of text it is written in; where that piece
//! begins in the file is the node's place. Objects keep their fields in order, repeated ones included.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::code;
use super::flaw::Flaw;

/// A value of the file and the bytes it is written in.
#[derive(Clone, Debug)]
pub(crate) struct Node<'a> {
    /// Its first byte.
    pub(crate) start: usize,
    /// The first byte after it.
    pub(crate) end: usize,
    /// What it is.
    pub(crate) value: Value<'a>,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is written.
    Number(&'a str),
    /// A text, without its quotes and escapes.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// An object.
    Object(Vec<Entry<'a>>),
}

/// A field of an object.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
    /// Its name, without quotes and escapes.
    pub(crate) key: Cow<'a, str>,
    /// The first byte of the name's quotes (of the value, if the name is written with escapes).
    pub(crate) key_start: usize,
    /// The first byte after the name's quotes.
    pub(crate) key_end: usize,
    /// Its value.
    pub(crate) node: Node<'a>,
}

/// The largest file that is read [byte].
pub(crate) const SIZE_MAX: usize = 1 << 20;

/// How deep objects and lists may be nested.
const DEPTH_MAX: u32 = 32;

/// Reads a whole file.
pub(crate) fn parse(text: &str) -> Result<Node<'_>, Flaw> {
    if text.len() > SIZE_MAX {
        let remedy = "a scenario takes a few KiB: is it the right file?";
        return Err(Flaw::new(0, code::TOO_LARGE, "the file is larger than 1 MiB", remedy));
    }
    if text.starts_with('\u{feff}') {
        let remedy = "save the file as UTF-8 without a byte order mark (BOM)";
        return Err(Flaw::new(0, code::BYTE_ORDER_MARK, "a byte order mark", remedy));
    }
    if text.trim().is_empty() {
        let remedy = "begin with a copy of scenarios/09-normal-day.json";
        return Err(Flaw::new(0, code::EMPTY_FILE, "the file is empty", remedy));
    }
    let whole = serde_json::from_str::<&RawValue>(text).map_err(|error| Flaw::of_syntax(text, 0, &error))?;
    Reader { text }.node(whole, 1)
}

struct Reader<'a> {
    text: &'a str,
}

impl<'a> Reader<'a> {
    /// Where a piece of the file begins.
    fn offset(&self, piece: &str) -> usize {
        let offset = piece.as_ptr().addr() - self.text.as_ptr().addr();
        assert!(offset + piece.len() <= self.text.len(), "a piece of the file lies within the file");
        offset
    }

    fn node(&self, raw: &'a RawValue, depth: u32) -> Result<Node<'a>, Flaw> {
        let piece = raw.get();
        let start = self.offset(piece);
        let value = match piece.as_bytes()[0] {
            b'n' => Value::Null,
            b't' => Value::Bool(true),
            b'f' => Value::Bool(false),
            b'"' => Value::Text(self.reread::<Spelled<'a>>(piece)?.0),
            b'[' | b'{' if depth > DEPTH_MAX => return Err(too_deep(start)),
            b'[' => Value::List(self.list(piece, depth)?),
            b'{' => Value::Object(self.object(piece, depth)?),
            _ => Value::Number(piece),
        };
        Ok(Node { start, end: start + piece.len(), value })
    }

    fn list(&self, piece: &'a str, depth: u32) -> Result<Vec<Node<'a>>, Flaw> {
        let items = self.reread::<Vec<&'a RawValue>>(piece)?;
        items.into_iter().map(|raw| self.node(raw, depth + 1)).collect()
    }

    fn object(&self, piece: &'a str, depth: u32) -> Result<Vec<Entry<'a>>, Flaw> {
        let fields = self.reread::<Fields<'a>>(piece)?;
        fields.0.into_iter().map(|(key, raw)| self.entry(key, raw, depth)).collect()
    }

    fn entry(&self, key: Spelled<'a>, raw: &'a RawValue, depth: u32) -> Result<Entry<'a>, Flaw> {
        let node = self.node(raw, depth + 1)?;
        let (key_start, key_end) = match &key.0 {
            Cow::Borrowed(piece) => (self.offset(piece) - 1, self.offset(piece) + piece.len() + 1),
            Cow::Owned(_) => (node.start, node.end),
        };
        Ok(Entry { key: key.0, key_start, key_end, node })
    }

    /// Looks into a piece whose grammar is already known to be right; escapes and the like may still be wrong.
    fn reread<T: Deserialize<'a>>(&self, piece: &'a str) -> Result<T, Flaw> {
        serde_json::from_str(piece).map_err(|error| Flaw::of_syntax(piece, self.offset(piece), &error))
    }
}

fn too_deep(offset: usize) -> Flaw {
    let message = format!("nested more than {DEPTH_MAX} deep");
    Flaw::new(offset, code::TOO_DEEP, message, "no scenario needs this: look for a bracket too many")
}

/// A text of the file, borrowed where it is written without escapes.
struct Spelled<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Spelled<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Spelled<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Spelled(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Spelled(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// The fields of an object in their order, repeated ones included.
struct Fields<'a>(Vec<(Spelled<'a>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Fields<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_and_every_key_knows_its_place() {
        let text = " {\"a\" : [1, {\"b\": \"c\"}],\n  \"a\": null, \"\\u0061\": true}";
        let root = parse(text).expect("valid JSON");
        let Value::Object(entries) = &root.value else { panic!("an object") };
        let keys: Vec<_> = entries.iter().map(|entry| &*entry.key).collect();
        assert_eq!(keys, ["a", "a", "a"], "repeated keys are kept, in order");
        assert_eq!(&text[entries[1].key_start..entries[1].key_end], "\"a\"");
        assert_eq!(
            &text[entries[2].key_start..entries[2].key_end],
            "true",
            "an escaped key stands where its value does"
        );
        let Value::List(items) = &entries[0].node.value else { panic!("a list") };
        assert_eq!(&text[items[1].start..items[1].end], "{\"b\": \"c\"}");
    }

    fn check(text: &str, code: &str, at: &str) {
        let flaw = parse(text).expect_err("a flaw");
        assert_eq!((flaw.code, &text[flaw.offset..]), (code, at), "{}", flaw.message);
        assert!(!flaw.remedy.is_empty() && !flaw.message.is_empty());
    }

    #[test]
    fn flaws_are_found_where_they_are() {
        check("", code::EMPTY_FILE, "");
        check("\u{feff}{}", code::BYTE_ORDER_MARK, "\u{feff}{}");
        check("{} {}", code::TRAILING_TEXT, "{}");
        check("{\n\"\u{b5}\": 1,\n// no\n}", code::SYNTAX, "// no\n}");
        check("{\"a\": [1, 2", code::SYNTAX, "");
        check("{\"a\": 1 \n \"b\": 2}", code::SYNTAX, " \n \"b\": 2}");
        check("{\"a\": [\"1\" 2]}", code::SYNTAX, " 2]}");
        check("{\"a\": 1,}", code::SYNTAX, "}");
        check("{\"a\": \"\\ud800\"}", code::SYNTAX, "\"}");
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        check(&deep, code::TOO_DEEP, &deep[32..]);
        let large = " ".repeat(SIZE_MAX + 1);
        check(&large, code::TOO_LARGE, &large);
    }
}
