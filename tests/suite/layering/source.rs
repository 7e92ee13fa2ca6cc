//! A source file as words and signs with their lines, without comments, the contents of strings, and test code.

use std::collections::BTreeSet;

/// A word (identifier, keyword, number), `::`, or any other single sign.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// As written; a raw identifier without its `r#`.
    pub(super) text: String,
    /// Counted from 1.
    pub(super) line: usize,
}

/// A Rust file of the library.
pub(super) struct Source {
    file: String,
    lines: usize,
    tokens: Vec<Token>,
}

impl Source {
    /// The file `file`, named from `src` on, with the contents `text`.
    pub(super) fn new(file: &str, text: &str) -> Self {
        Self { file: file.to_owned(), lines: text.lines().count(), tokens: tokens(text) }
    }

    /// Its name, from the root of the package on.
    pub(super) fn file(&self) -> String {
        format!("src/{}", self.file)
    }

    pub(super) fn lines(&self) -> usize {
        self.lines
    }

    /// All tokens, those of test code included.
    pub(super) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Where it stands in the tree of modules: `topology`, `dns`, `stub`.
    pub(super) fn place(&self) -> Vec<&str> {
        let mut parts: Vec<&str> = self.file.trim_end_matches(".rs").split('/').collect();
        if parts.last() == Some(&"mod") {
            parts.pop();
        }
        parts
    }

    /// The module at the crate's root that it belongs to.
    pub(super) fn module(&self) -> &str {
        self.place()[0]
    }

    /// The tokens of what is built outside tests.
    pub(super) fn built(&self) -> Vec<Token> {
        let (mut built, mut at) = (Vec::new(), 0);
        while at < self.tokens.len() {
            if starts(&self.tokens[at..], "#[cfg(test)]") {
                at = end_of_item(&self.tokens, at + 7);
            } else if starts(&self.tokens[at..], "#![cfg(test)]") {
                return built;
            } else {
                built.push(self.tokens[at].clone());
                at += 1;
            }
        }
        built
    }

    /// Files, and folders with a `/` at the end, of modules declared here for tests only.
    pub(super) fn test_only_files(&self) -> Vec<String> {
        let folder = match self.file.rsplit_once('/') {
            Some((folder, "mod.rs")) => format!("{folder}/"),
            None if self.file == "lib.rs" => String::new(),
            _ => format!("{}/", self.file.trim_end_matches(".rs")),
        };
        (0..self.tokens.len())
            .filter(|at| starts(&self.tokens[*at..], "#[cfg(test)]mod"))
            .filter(|at| self.tokens.get(at + 9).is_some_and(|token| token.text == ";"))
            .map(|at| format!("{folder}{}", self.tokens[at + 8].text))
            .flat_map(|module| [format!("{module}.rs"), format!("{module}/")])
            .collect()
    }

    /// Whether it is one of `names`, or lies in one of its folders.
    pub(super) fn is_among(&self, names: &BTreeSet<String>) -> bool {
        let inside = |name: &String| name.ends_with('/') && self.file.starts_with(name.as_str());
        names.contains(&self.file) || names.iter().any(inside)
    }
}

/// Whether `tokens` begin with those that spell `text`, blanks left out.
fn starts(tokens: &[Token], text: &str) -> bool {
    let mut rest = text;
    for token in tokens {
        let Some(after) = rest.strip_prefix(token.text.as_str()) else {
            return false;
        };
        rest = after;
        if rest.is_empty() {
            return true;
        }
    }
    false
}

/// Behind the item at `at`: behind its `;`, or behind the `}` of its body.
fn end_of_item(tokens: &[Token], mut at: usize) -> usize {
    let mut depth = 0_i32;
    while at < tokens.len() {
        match tokens[at].text.as_str() {
            "{" | "(" | "[" => depth += 1,
            ")" | "]" => depth -= 1,
            "}" => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            ";" | "," if depth == 0 => return at + 1,
            _ => {}
        }
        at += 1;
    }
    at
}

/// Cuts `text` into tokens. What cannot be read as Rust still ends: each step takes at least one character.
fn tokens(text: &str) -> Vec<Token> {
    let (mut tokens, mut rest, mut line) = (Vec::new(), text, 1);
    while let Some(first) = rest.chars().next() {
        let (length, kept) = length(rest, first);
        let (piece, after) = rest.split_at(length);
        if kept {
            let text = piece.trim_start_matches("r#").to_owned();
            tokens.push(Token { text, line });
        }
        line += piece.matches('\n').count();
        rest = after;
    }
    tokens
}

/// The length of what stands at the beginning of `rest`, and whether it is kept.
fn length(rest: &str, first: char) -> (usize, bool) {
    if let Some(length) = comment(rest).or_else(|| literal(rest)) {
        return (length, false);
    }
    if rest.starts_with("::") {
        return (2, true);
    }
    let word = |text: &str| text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    if let Some(raw) = rest.strip_prefix("r#") {
        return (2 + word(raw), true);
    }
    match word(rest) {
        0 => (first.len_utf8(), !first.is_whitespace()),
        length => (length, true),
    }
}

/// The length of the comment at the beginning of `rest`, if there is one.
fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if !rest.starts_with("/*") {
        return None;
    }
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        match rest.as_bytes().get(at..at + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, at + 2),
            Some(b"*/") => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return Some(at);
        }
    }
    Some(rest.len())
}

/// The length of the string, character or lifetime at the beginning of `rest`, if there is one.
fn literal(rest: &str) -> Option<usize> {
    let body = rest.trim_start_matches(['b', 'c']);
    let prefix = rest.len() - body.len();
    if let Some(raw) = body.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let quoted = raw[hashes..].strip_prefix('"')?;
        let close = format!("\"{}", "#".repeat(hashes));
        let end = quoted.find(&close).map_or(quoted.len(), |end| end + close.len());
        return (prefix <= 1).then_some(prefix + 2 + hashes + end);
    }
    match body.chars().next()? {
        '"' if prefix <= 1 => Some(prefix + quoted(body, '"')),
        '\'' if prefix <= 1 => Some(prefix + character(body)),
        _ => None,
    }
}

/// The length of a character, or of a lifetime, which has no closing quote.
fn character(rest: &str) -> usize {
    let mut inside = rest[1..].chars();
    match (inside.next(), inside.next()) {
        (Some('\\'), _) | (_, Some('\'')) => quoted(rest, '\''),
        _ => 1,
    }
}

/// The length of what stands between two `quote`s, both included.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, sign) in rest.char_indices().skip(1) {
        if sign == quote && !escaped {
            return at + quote.len_utf8();
        }
        escaped = sign == '\\' && !escaped;
    }
    rest.len()
}
