//! What the programs on the machine have written into their logs.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::AccessLog;
use crate::units::SimTime;
use crate::vocabulary::{Log, Message, UnitName, Word};

/// The most lines kept of each log; earlier ones are counted only.
const LINES_MAX: usize = 100;

/// The most forms that a line has.
const FORMS_MAX: usize = UnitName::COUNT;

/// A line of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// When it was written.
    pub at: SimTime,
    /// What it says.
    pub message: Message,
    /// The number in it: a pid, a count; and which of its forms the line has ([`Message::form`]).
    pub number: u64,
}

/// How often a line was written or a thing happened, and when first and last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// How often.
    pub count: u64,
    /// When first.
    pub first: SimTime,
    /// When last.
    pub last: SimTime,
}

impl Written {
    /// Once more.
    pub(super) fn note(&mut self, at: SimTime) {
        if self.count == 0 {
            self.first = at;
        }
        self.count += 1;
        self.last = at;
    }
}

/// All logs of the machine: how often each line was written, and the last lines of each log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logs {
    written: Vec<Written>,
    /// The same by the lines' forms.
    by_form: Vec<[Written; FORMS_MAX]>,
    tails: Vec<VecDeque<Line>>,
    /// nginx's `access.log`.
    pub access: AccessLog,
}

impl Default for Logs {
    fn default() -> Self {
        Self {
            written: vec![Written::default(); Message::ALL.len()],
            by_form: vec![[Written::default(); FORMS_MAX]; Message::ALL.len()],
            tails: vec![VecDeque::with_capacity(LINES_MAX); Log::ALL.len()],
            access: AccessLog::default(),
        }
    }
}

impl Logs {
    /// Writes a line.
    pub fn write(&mut self, at: SimTime, message: Message, number: u64) {
        self.written[message.index()].note(at);
        self.by_form[message.index()][message.form(number)].note(at);
        let tail = &mut self.tails[message.log().index()];
        if tail.len() == LINES_MAX {
            tail.pop_front();
        }
        tail.push_back(Line { at, message, number });
    }

    /// How often a line was written, and when.
    pub fn written(&self, message: Message) -> Written {
        self.written[message.index()]
    }

    /// Every line that was written, each of its forms apart: its words, how often, and when.
    pub fn lines(&self) -> impl Iterator<Item = (Message, String, Written)> + '_ {
        let forms = |message: &Message| {
            let (message, written) = (*message, self.by_form[message.index()]);
            (0..message.forms()).map(move |form| (message, message.shown(form), written[form]))
        };
        Message::ALL.iter().flat_map(forms).filter(|(_, _, written)| written.count > 0)
    }

    /// The last lines of a log, the oldest first; at most a hundred.
    pub fn tail(&self, log: Log) -> impl Iterator<Item = &Line> + '_ {
        self.tails[log.index()].iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_keeps_its_last_hundred_lines_and_counts_all() {
        let mut logs = Logs::default();
        for pid in 0..250 {
            logs.write(SimTime::from_nanos(pid), Message::WorkerTimeout, pid);
        }
        let kept: Vec<u64> = logs.tail(Log::Gunicorn).map(|line| line.number).collect();
        assert_eq!(kept, (150..250).collect::<Vec<_>>());
        let written = logs.written(Message::WorkerTimeout);
        assert_eq!((written.count, written.first.as_nanos(), written.last.as_nanos()), (250, 0, 249));
        assert_eq!(Message::WorkerTimeout.written(7), "[CRITICAL] WORKER TIMEOUT (pid:7)");
    }

    #[test]
    fn lines_of_systemd_are_counted_for_each_unit() {
        let mut logs = Logs::default();
        for unit in [UnitName::Mysql, UnitName::Nginx, UnitName::Mysql] {
            logs.write(SimTime::ZERO, Message::MainProcessKilled, unit.with(0));
        }
        let told: Vec<(String, u64)> = logs.lines().map(|(_, line, written)| (line, written.count)).collect();
        let line = |unit: &str| {
            format!("systemd[1]: {unit}.service: Main process exited, code=killed, status=9/KILL")
        };
        assert_eq!(told, [(line("nginx"), 1), (line("mysql"), 2)]);
    }
}
