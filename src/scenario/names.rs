//! Names that a file gives to things, and the nearest one to a name that stands for nothing.

use std::collections::BTreeMap;

use super::code;
use super::field::Field;

/// Names compared at most when the nearest is looked for.
const COMPARED_MAX: usize = 200;
/// Characters from which on a text can be the beginning of a name.
const BEGINNING_MIN: usize = 4;
/// Characters of a part of a word that says something.
const PART_MIN: usize = 3;
/// Words that are told at most because they have a part in common with a text.
const AKIN_MAX: usize = 16;
/// Characters of a text that are repeated in a message.
const QUOTED_MAX: usize = 60;
/// Words of a closed list that are all told, however near one of them is.
const SHORT_MAX: usize = 8;
/// Names listed at most in a remedy.
const LISTED_MAX: usize = 60;

/// The name that was most likely meant by `text`, if one is near enough.
pub(crate) fn nearest<'n>(text: &str, names: &[&'n str]) -> Option<&'n str> {
    let text = text.to_lowercase();
    let letters = text.chars().count();
    if letters > QUOTED_MAX {
        return None;
    }
    let distance = |name: &str| strsim::damerau_levenshtein(&text, &name.to_lowercase());
    let ranked = names.iter().take(COMPARED_MAX).map(|name| (distance(name), *name));
    let (steps, name) = ranked.min_by_key(|(steps, _)| *steps)?;
    let near = steps <= (letters / 3).max(1) && steps < name.chars().count();
    if near { Some(name) } else { continued(&text, names) }
}

/// The one name that begins as `text` does, if the text is long enough to say something.
fn continued<'n>(text: &str, names: &[&'n str]) -> Option<&'n str> {
    let begins = |name: &&&str| text.chars().count() >= BEGINNING_MIN && name.starts_with(text);
    let mut found = names.iter().take(COMPARED_MAX).filter(begins);
    found.next().filter(|_| found.next().is_none()).copied()
}

/// What to do about `text`, which is none of `names`: the nearest, or what there is.
pub(crate) fn remedy_for(text: &str, names: &[&str]) -> String {
    match (nearest(text, names), names) {
        (Some(name), _) => format!("did you mean {name:?}?"),
        (None, [only]) => format!("there is only {only:?}"),
        (None, _) => format!("write {}", one_of(names)),
    }
}

/// What to do about `text`, which is none of a closed list of words: what there is if that is little, else the nearest, or
/// those that have a part in common with it.
pub(crate) fn remedy_for_word(text: &str, words: &[&str]) -> String {
    if words.len() <= SHORT_MAX {
        return format!("write {}", one_of(words));
    }
    if words.len() <= LISTED_MAX {
        return remedy_for(text, words);
    }
    let near: Vec<&str> = words.chunks(COMPARED_MAX).filter_map(|words| nearest(text, words)).collect();
    match (nearest(text, &near), akin(text, words).as_slice()) {
        (Some(name), _) => format!("did you mean {name:?}?"),
        (None, []) => {
            let count = words.len();
            format!("write one of {count} words, such as {:?}: `lonebox explain` lists them", words[0])
        }
        (None, akin) => format!("write {}, or another word that `lonebox explain` lists", one_of(akin)),
    }
}

/// The words of which a part stands in the text, too: of `mysql-crashed`, all that begin with `mysql`.
fn akin<'w>(text: &str, words: &[&'w str]) -> Vec<&'w str> {
    let text = text.to_lowercase();
    let parts = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_ascii_alphanumeric());
        parts.filter(|part| part.len() >= PART_MIN).map(str::to_owned).collect()
    };
    let asked = if text.len() <= QUOTED_MAX { parts(&text) } else { Vec::new() };
    let shares = |word: &&&str| parts(word).iter().any(|part| asked.contains(part));
    words.iter().filter(shares).take(AKIN_MAX).copied().collect()
}

/// `"a"`, or `one of "a", "b", "c"`.
pub(crate) fn one_of(names: &[&str]) -> String {
    let listed: Vec<String> = names.iter().take(LISTED_MAX).map(|name| quoted(name)).collect();
    match (listed.len(), names.len() > LISTED_MAX) {
        (1, _) => listed[0].clone(),
        (_, false) => format!("one of {}", listed.join(", ")),
        (_, true) => format!("one of {}, ...", listed.join(", ")),
    }
}

/// The text in quotes, cut where it is too long for a message.
pub(crate) fn quoted(text: &str) -> String {
    if text.chars().count() <= QUOTED_MAX {
        return format!("{text:?}");
    }
    let begin: String = text.chars().take(QUOTED_MAX).collect();
    format!("{begin:?}...")
}

/// Things of one sort that the file names, each with its place in a list.
#[derive(Debug)]
pub(crate) struct Names {
    what: &'static str,
    places: BTreeMap<String, u16>,
    in_order: Vec<String>,
}

impl Names {
    /// No names yet; `what` is what such a thing is called in a message.
    pub(crate) fn new(what: &'static str) -> Self {
        Self { what, places: BTreeMap::new(), in_order: Vec::new() }
    }

    /// Gives the thing at `place` its name. Says whether the name was free.
    pub(crate) fn insert(&mut self, name: &str, place: u16) -> bool {
        let free = self.places.insert(name.to_owned(), place).is_none();
        if free {
            self.in_order.push(name.to_owned());
        }
        free
    }

    /// The names in the order of the file.
    pub(crate) fn list(&self) -> Vec<&str> {
        self.in_order.iter().map(String::as_str).collect()
    }

    /// The place of the thing with this name, if there is one.
    pub(crate) fn place(&self, name: &str) -> Option<u16> {
        self.places.get(name).copied()
    }

    /// The place of the thing that the text in `field` names; an unknown name is reported.
    pub(crate) fn find(&self, field: &Field<'_>) -> Option<u16> {
        let name = field.text()?;
        let place = self.place(name);
        if place.is_none() && !field.is_full() {
            field.error(code::UNKNOWN_NAME, self.unknown(name), self.remedy(name));
        }
        place
    }

    /// The same for the name of the field itself, as in `{"home": 3}`.
    pub(crate) fn find_key(&self, field: &Field<'_>) -> Option<u16> {
        let place = self.place(field.key());
        if place.is_none() && !field.is_full() {
            field.error_at_key(code::UNKNOWN_NAME, self.unknown(field.key()), self.remedy(field.key()));
        }
        place
    }

    fn remedy(&self, name: &str) -> String {
        match self.list().as_slice() {
            [] => format!("no {} of this file has a name: give it one", self.what),
            names => remedy_for(name, names),
        }
    }

    fn unknown(&self, name: &str) -> String {
        format!("no {} is called {}", self.what, quoted(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_list_the_words_with_a_part_in_common_are_told() {
        let many: Vec<String> = (0..300).map(|number| format!("word-{number:03}")).collect();
        let mut words: Vec<&str> = many.iter().map(String::as_str).collect();
        words.extend(["mysql-stopped", "nginx-stopped"]);
        let told = remedy_for_word("mysql-crashed", &words);
        assert!(told.starts_with("write \"mysql-stopped\", or another word"), "{told}");
        assert_eq!(remedy_for_word("nginx-stoped", &words), "did you mean \"nginx-stopped\"?");
        assert!(remedy_for_word("?", &words).starts_with("write one of 302 words, such as \"word-000\""));
    }

    #[test]
    fn the_nearest_name_is_found_and_a_far_one_is_not() {
        let names = ["worker_processes", "worker_connections", "listen"];
        assert_eq!(nearest("worker_conections", &names), Some("worker_connections"));
        assert_eq!(nearest("LISTEN", &names), Some("listen"));
        assert_eq!(nearest("explode", &names), None);
        assert_eq!(nearest("worker_c", &names), Some("worker_connections"), "only one begins so");
        assert_eq!(nearest("worker", &names), None, "two begin so");
        assert_eq!(nearest("a", &["b"]), None, "nothing in common");
        assert_eq!(nearest(&"x".repeat(1 << 20), &names), None);
    }
}
