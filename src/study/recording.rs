//! A run that somebody takes part in, kept as a scenario file.
//!
//! Whatever is done to the site by hand is an action at the end of the file's timeline, and it is read from there before
//! it is done. So there is nothing that a person can do and a file cannot, and the file as it stands at any moment,
//! played from the beginning, takes the same course.

use crate::scenario::{self, Action, Diagnostic, Plan, is_one_action, with_action};
use crate::units::SimTime;

/// A scenario file and what was done by hand since it was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// The file as it was opened.
    opened: String,
    /// What was done, in order, as a file writes it.
    deeds: Vec<(SimTime, String, Action)>,
}

impl Recording {
    /// Nothing has been done yet to the scenario of `text`, and its plan.
    ///
    /// # Errors
    ///
    /// Every mistake in the file.
    pub fn open(text: &str) -> Result<(Self, Plan), Vec<Diagnostic>> {
        let plan = scenario::read(text)?.plan;
        Ok((Self { opened: text.to_owned(), deeds: Vec::new() }, plan))
    }

    /// Does `deed`, written as in a file but without its time, at `at`: the action, ready to be done.
    ///
    /// # Errors
    ///
    /// What a file with this action would be told. The recording then stays as it was.
    pub fn act(&mut self, at: SimTime, deed: &str) -> Result<Action, Vec<Diagnostic>> {
        if !is_one_action(deed) {
            return Err(scenario::read(deed).err().unwrap_or_default());
        }
        let mut plan = scenario::read(&with_action(&self.text(), at, deed))?.plan;
        let action = plan.settings.timeline.pop().expect("an action was written");
        self.deeds.push((at, deed.to_owned(), action.clone()));
        Ok(action)
    }

    /// The file as it was opened.
    pub fn opened(&self) -> &str {
        &self.opened
    }

    /// What was done by hand, in order.
    pub fn actions(&self) -> impl Iterator<Item = &Action> {
        self.deeds.iter().map(|(_, _, action)| action)
    }

    /// Forgets everything that was done at `from` or later: a new future begins there.
    pub fn forget(&mut self, from: SimTime) {
        self.deeds.retain(|(at, _, _)| *at < from);
    }

    /// Whether nothing has been done by hand.
    pub fn is_untouched(&self) -> bool {
        self.deeds.is_empty()
    }

    /// The file that takes the same course.
    pub fn text(&self) -> String {
        let opened = self.opened.clone();
        self.deeds.iter().fold(opened, |text, (at, deed, _)| with_action(&text, *at, deed))
    }
}
