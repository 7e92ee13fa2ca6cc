//! What the programs on the machine have written into their logs.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::AccessLog;
use crate::units::SimTime;
use crate::vocabulary::{Log, Message, Word};

/// The most lines kept of each log; earlier ones are counted only.
const LINES_MAX: usize = 100;

/// A line of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// When it was written.
    pub at: SimTime,
    /// What it says.
    pub message: Message,
    /// The number in it: a pid, a count.
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
    tails: Vec<VecDeque<Line>>,
    /// nginx's `access.log`.
    pub access: AccessLog,
}

impl Default for Logs {
    fn default() -> Self {
        Self {
            written: vec![Written::default(); Message::ALL.len()],
            tails: vec![VecDeque::with_capacity(LINES_MAX); Log::ALL.len()],
            access: AccessLog::default(),
        }
    }
}

impl Logs {
    /// Writes a line.
    pub fn write(&mut self, at: SimTime, message: Message, number: u64) {
        self.written[message.index()].note(at);
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
}
