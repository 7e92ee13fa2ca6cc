//! What happened to the site, in order.

use serde::{Deserialize, Serialize};

use super::Written;
use crate::units::SimTime;
use crate::vocabulary::{Happening, Word};

/// The most entries kept; later ones are counted only.
const ENTRIES_MAX: usize = 1_000;

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: SimTime,
    /// What.
    pub what: Happening,
}

/// The first thousand things that happened to the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chronicle {
    entries: Vec<Entry>,
    left_out: u64,
    /// How often each thing happened, and when first and last.
    happened: Vec<Written>,
}

impl Default for Chronicle {
    fn default() -> Self {
        let happened = vec![Written::default(); Happening::ALL.len()];
        Self { entries: Vec::new(), left_out: 0, happened }
    }
}

impl Chronicle {
    /// Writes down one more.
    pub fn write(&mut self, at: SimTime, what: Happening) {
        self.happened[what.index()].note(at);
        if self.entries.len() < ENTRIES_MAX {
            self.entries.push(Entry { at, what });
        } else {
            self.left_out += 1;
        }
    }

    /// How often something happened, and when.
    pub fn happened(&self, what: Happening) -> Written {
        self.happened[what.index()]
    }

    /// What happened, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The same, one after another.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> + '_ {
        self.entries.iter()
    }

    /// How many more happened than are kept.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }
}
