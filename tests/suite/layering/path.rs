//! The paths that a file names, followed back to the crate's root or to an outside crate.

use super::source::{Source, Token};

/// A path as it is meant: `crate` first for one of ours, else the first segment as written.
#[derive(Clone, Debug)]
pub(super) struct NamedPath {
    pub(super) segments: Vec<String>,
    /// Counted from 1.
    pub(super) line: usize,
    /// Whether it climbed to the crate's root by `super`.
    pub(super) climbed: bool,
    /// Whether a `pub use` passes it on.
    pub(super) passed_on: bool,
}

/// All paths that `source` names outside test code.
pub(super) fn paths(source: &Source) -> Vec<NamedPath> {
    let mut reader = Reader {
        tokens: source.built(),
        at: 0,
        place: source.place().into_iter().map(str::to_owned).collect(),
        inline: Vec::new(),
        depth: 0,
        found: Vec::new(),
    };
    if matches!(source.place()[..], ["lib" | "main"]) {
        reader.place.clear();
    }
    while reader.at < reader.tokens.len() {
        reader.step();
    }
    reader.found
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    /// The module that the reader is in.
    place: Vec<String>,
    /// The depths of braces at which modules written in place began.
    inline: Vec<usize>,
    depth: usize,
    found: Vec<NamedPath>,
}

impl Reader {
    fn text(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", |token| token.text.as_str())
    }

    fn step(&mut self) {
        match self.text(0) {
            "use" if self.text(1) != "<" => self.read_use(),
            "mod" if self.text(2) == "{" => self.enter(),
            "{" => (self.depth, self.at) = (self.depth + 1, self.at + 1),
            "}" => self.leave(),
            text if is_word(text) => self.read_path(),
            "::" if is_word(self.text(1)) => self.read_path(),
            _ => self.at += 1,
        }
    }

    fn enter(&mut self) {
        let module = self.text(1).to_owned();
        self.place.push(module);
        self.inline.push(self.depth);
        self.depth += 1;
        self.at += 3;
    }

    fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.inline.last() == Some(&self.depth) {
            self.inline.pop();
            self.place.pop();
        }
        self.at += 1;
    }

    /// A path outside `use`; a word alone names nothing outside its own scope.
    fn read_path(&mut self) {
        let (line, mut segments) = (self.tokens[self.at].line, Vec::new());
        if self.text(0) == "::" {
            self.at += 1;
        }
        while is_word(self.text(0)) {
            segments.push(self.text(0).to_owned());
            self.at += 1;
            if self.text(0) != "::" || !is_word(self.text(1)) {
                break;
            }
            self.at += 1;
        }
        if segments.len() > 1 {
            self.name(segments, line, false);
        }
    }

    fn read_use(&mut self) {
        let before = self.at.checked_sub(1).map(|at| self.tokens[at].text.clone());
        let passed_on = before.is_some_and(|text| text == "pub" || text == ")");
        self.at += 1;
        self.read_use_tree(&[], passed_on);
    }

    /// One branch of a `use`, behind `prefix`.
    fn read_use_tree(&mut self, prefix: &[String], passed_on: bool) {
        let mut segments = prefix.to_vec();
        let line = self.tokens.get(self.at).map_or(0, |token| token.line);
        loop {
            match self.text(0) {
                "{" => return self.read_use_group(&segments, passed_on),
                "::" => {}
                "self" if !segments.is_empty() => {}
                "as" => self.at += 1,
                "" | ";" | "," | "}" => break,
                text => segments.push(text.to_owned()),
            }
            self.at += 1;
        }
        self.name(segments, line, passed_on);
    }

    fn read_use_group(&mut self, prefix: &[String], passed_on: bool) {
        self.at += 1;
        while !matches!(self.text(0), "}" | "") {
            self.read_use_tree(prefix, passed_on);
            if self.text(0) == "," {
                self.at += 1;
            }
        }
        self.at += 1;
    }

    /// Keeps a path, with `self` and `super` followed to where they lead.
    fn name(&mut self, segments: Vec<String>, line: usize, passed_on: bool) {
        let relative = segments.iter().take_while(|text| matches!(text.as_str(), "self" | "super"));
        let relative = relative.count();
        let supers = segments[..relative].iter().filter(|text| *text == "super").count();
        let kept = self.place.len().saturating_sub(supers);
        let mut meant = segments;
        if relative > 0 {
            let place = self.place[..kept].iter().cloned();
            let rest = meant.split_off(relative);
            meant = std::iter::once("crate".to_owned()).chain(place).chain(rest).collect();
        }
        self.found.push(NamedPath { segments: meant, line, climbed: supers > 0 && kept == 0, passed_on });
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}
