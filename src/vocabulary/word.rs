//! What every closed word has in common: a spelling, and a list of all of them.

/// A closed set of words, each with its one spelling.
pub trait Word: Copy + Eq + 'static {
    /// What such a word is called in a message: "failure", "metric", ...
    const WHAT: &'static str;
    /// Every word of the set, in its natural order.
    const ALL: &'static [Self];

    /// The one spelling, as files and results write it.
    fn spelling(self) -> &'static str;

    /// What the word means, in a sentence or two: its documentation in the source.
    fn meaning(self) -> &'static str;

    /// The word that is spelled so.
    fn from_spelling(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.spelling() == text)
    }

    /// Its place in [`Self::ALL`].
    fn index(self) -> usize {
        Self::ALL.iter().position(|word| *word == self).expect("every word is in its list")
    }
}

/// The spellings of a set, for "the nearest is ..." in a message.
pub fn nearest_spelling_candidates<W: Word>() -> Vec<&'static str> {
    W::ALL.iter().map(|word| word.spelling()).collect()
}

/// Declares a closed set of words: the enum, its list and its spellings, from one table.
macro_rules! words {
    (
        $(#[$about:meta])*
        pub enum $name:ident ($what:literal) { $( $(#[doc = $doc:literal])+ $variant:ident = $spelling:literal, )+ }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[repr(u8)]
        pub enum $name { $( $(#[doc = $doc])+ #[serde(rename = $spelling)] $variant, )+ }

        impl $crate::vocabulary::Word for $name {
            const WHAT: &'static str = $what;
            const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            fn spelling(self) -> &'static str {
                match self { $( Self::$variant => $spelling, )+ }
            }

            fn meaning(self) -> &'static str {
                match self { $( Self::$variant => concat!($($doc),+).trim_ascii_start(), )+ }
            }

            fn index(self) -> usize {
                self as usize
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad($crate::vocabulary::Word::spelling(*self))
            }
        }
    };
}
pub(crate) use words;
