//! What happened to the site, in order.

use serde::{Deserialize, Serialize};

use crate::units::SimTime;
use crate::vocabulary::Happening;

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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chronicle {
    entries: Vec<Entry>,
    left_out: u64,
}

impl Chronicle {
    /// Writes down one more.
    pub fn write(&mut self, at: SimTime, what: Happening) {
        if self.entries.len() < ENTRIES_MAX {
            self.entries.push(Entry { at, what });
        } else {
            self.left_out += 1;
        }
    }

    /// What happened, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many more happened than are kept.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }
}
