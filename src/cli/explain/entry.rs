//! Everything that can be asked for.

use super::{failure, field, setting};
use crate::cli::output::unit;
use crate::scenario::code;
use crate::vocabulary::{
    ActionName, Aggregate, FailureKind, Happening, Knob, Layer, Limit, Message, Metric, Prediction, Probe,
    SiteState, Stage, Station, Symptom, TheoryLaw, Word,
};

/// A word and what is known of it.
pub(super) struct Entry {
    /// What sort of word it is.
    pub(super) kind: &'static str,
    /// The word.
    pub(super) name: String,
    /// What it means.
    pub(super) meaning: String,
    /// More, each under its label.
    pub(super) facts: Vec<(&'static str, String)>,
    /// What else it is called: what visitors see of it.
    pub(super) aliases: Vec<String>,
}

impl Entry {
    /// Whether somebody who asks for this means it. A field is meant by the end of its path.
    pub(super) fn is_called(&self, asked: &str) -> bool {
        let same = |name: &String| match self.kind {
            field::KIND => field::ends_with(name, asked),
            ActionName::WHAT => field::ends_with(&format!("timeline[].{name}"), asked),
            _ => name.eq_ignore_ascii_case(asked),
        };
        same(&self.name) || self.aliases.iter().any(same)
    }

    /// Whether it is a field that takes this word.
    pub(super) fn takes(&self, word: &str) -> bool {
        self.kind == field::KIND && field::takes(&self.name, word)
    }
}

/// Everything, by kind.
pub(super) fn all() -> Vec<Entry> {
    let mut entries: Vec<Entry> = code::ALL.iter().map(|(code, meaning)| diagnostic(code, meaning)).collect();
    entries.push(good());
    entries.extend(words(failure::facts));
    for entry in entries.iter_mut().filter(|entry| entry.kind == FailureKind::WHAT) {
        entry.aliases = failure::aliases(&entry.name);
    }
    entries.extend(words(action));
    entries.extend(words(|knob: Knob| vec![("whose", knob.layer().to_string())]));
    entries.extend(words(limit));
    entries.extend(words(metric));
    entries.extend(words(|_: Aggregate| Vec::new()));
    let happenings = words(|what: Happening| vec![("where", what.layer().to_string())]);
    // A report tells them in a sentence.
    entries.extend(
        happenings
            .zip(Happening::ALL)
            .map(|(entry, what)| Entry { aliases: vec![what.text().to_owned()], ..entry }),
    );
    entries.extend(words(message));
    entries.extend(words(|stage: Stage| vec![("where", stage.layer().to_string())]));
    entries.extend(words(|_: Station| Vec::new()));
    entries.extend(words(|_: Layer| Vec::new()));
    entries.extend(words(|_: Probe| Vec::new()));
    entries.extend(words(|_: SiteState| Vec::new()));
    entries.extend(words(|_: Symptom| Vec::new()));
    entries.extend(words(law));
    entries.extend(words(|_: Prediction| Vec::new()));
    entries.extend(field::entries());
    entries
}

/// All words of a set, in their order.
fn words<W: Word>(facts: fn(W) -> Vec<(&'static str, String)>) -> impl Iterator<Item = Entry> {
    W::ALL.iter().map(move |word| Entry {
        kind: W::WHAT,
        name: word.spelling().to_owned(),
        meaning: word.meaning().to_owned(),
        facts: facts(*word),
        aliases: Vec::new(),
    })
}

fn diagnostic(code: &str, meaning: &str) -> Entry {
    let facts =
        vec![("what to do", "what is told with it names the line, the column and a remedy".to_owned())];
    let (kind, meaning) = ("diagnostic", meaning.to_owned());
    Entry { kind, name: code.to_owned(), meaning, facts, aliases: Vec::new() }
}

fn good() -> Entry {
    let meaning = "a whole answer with status 200".to_owned();
    Entry {
        kind: "outcome",
        name: "good".to_owned(),
        meaning,
        facts: Vec::new(),
        aliases: vec!["200".to_owned()],
    }
}

fn action(action: ActionName) -> Vec<(&'static str, String)> {
    let mut facts = vec![("kind", format!("{}: {}", action.kind(), action.kind().meaning()))];
    facts.extend(setting::of_action(action));
    let kinds: Vec<&str> = action.can_end_in().map(Word::spelling).collect();
    facts.push(("can end in", kinds.join(", ")));
    facts
}

fn limit(limit: Limit) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    let told = FailureKind::ALL.iter().filter(|kind| failure::is_told_otherwise(**kind, None, Some(limit)));
    let kinds: Vec<&str> = told.map(|kind| kind.spelling()).collect();
    if !kinds.is_empty() {
        facts.push(("can end in", kinds.join(", ")));
    }
    facts
}

fn law(law: TheoryLaw) -> Vec<(&'static str, String)> {
    vec![("predicts", Prediction::spellings_of(law).join(", "))]
}

fn message(message: Message) -> Vec<(&'static str, String)> {
    vec![("log", format!("{}: {}", message.log(), message.text().replace("{}", "N")))]
}

fn metric(metric: Metric) -> Vec<(&'static str, String)> {
    let allowed = Aggregate::ALL.iter().filter(|aggregate| metric.allows(**aggregate));
    let allowed: Vec<&str> = allowed.map(|aggregate| aggregate.spelling()).collect();
    let quantity = metric.quantity();
    vec![
        ("quantity", format!("{quantity} ({} in results)", unit(quantity))),
        ("summed up by", allowed.join(", ")),
    ]
}
