//! Elements of an XML document, one after another.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// Names and values.
pub(super) type Attributes<'a> = Vec<(&'a str, String)>;

/// A document that is being written.
pub(super) struct Document(Writer<Vec<u8>>);

impl Document {
    /// An empty document.
    pub(super) fn new() -> Self {
        let mut document = Self(Writer::new_with_indent(Vec::new(), b' ', 2));
        document.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        document
    }

    /// An element in which others follow.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, String)]) {
        self.write(Event::Start(start(name, attributes)));
    }

    /// Its end.
    pub(super) fn close(&mut self, name: &str) {
        self.write(Event::End(BytesEnd::new(name)));
    }

    /// An element with nothing but text in it.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, String)], text: &str) {
        if text.is_empty() {
            return self.write(Event::Empty(start(name, attributes)));
        }
        self.open(name, attributes);
        self.write(Event::Text(BytesText::new(&legal(text))));
        self.close(name);
    }

    /// The whole document.
    pub(super) fn into_text(self) -> String {
        let mut text = String::from_utf8(self.0.into_inner()).expect("names and escaped texts are UTF-8");
        text.push('\n');
        text
    }

    fn write(&mut self, event: Event<'_>) {
        self.0.write_event(event).expect("a vector takes everything");
    }
}

fn start<'a>(name: &'a str, attributes: &[(&str, String)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, &*legal(value)));
    }
    start
}

/// The text without the characters that XML 1.0 cannot hold, not even escaped.
fn legal(text: &str) -> Cow<'_, str> {
    let is_legal = |letter: char| matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(is_legal) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|letter| if is_legal(letter) { letter } else { '\u{fffd}' }).collect())
}
