//! nginx's `access.log`: a line for each request that it has finished with.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::units::{SimDuration, SimTime};

/// The most lines kept; earlier ones are counted only.
const LINES_MAX: usize = 100;

/// A line of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessLine {
    /// When it was written: with the answer's last byte, or when the visitor had left.
    pub at: SimTime,
    /// The visit's number, from 1.
    pub visitor: u64,
    /// What was asked for: the route's place in the application's list.
    pub route: u16,
    /// `$status`.
    pub status: u16,
    /// `$body_bytes_sent`; the model's sizes include headers.
    pub bytes: u64,
    /// `$request_time`: from the request's first byte on.
    pub took: SimDuration,
}

impl AccessLine {
    /// The visitor's address, of those that RFC 5737 keeps for documentation.
    pub fn address(&self) -> String {
        format!("203.0.113.{}", 1 + self.visitor.saturating_sub(1) % 254)
    }

    /// The line in nginx's `combined` format, for a request of that method and path; runs begin with the year 2026.
    pub fn combined(&self, method: &str, path: &str) -> String {
        let seconds = self.at.as_nanos() / 1_000_000_000;
        let (day, hour) = (1 + seconds / 86_400, seconds / 3_600 % 24);
        let (minute, second) = (seconds / 60 % 60, seconds % 60);
        format!(
            "{} - - [{day:02}/Jan/2026:{hour:02}:{minute:02}:{second:02} +0000] \"{method} {path} HTTP/1.1\" {} {} \"-\" \"Mozilla/5.0\"",
            self.address(),
            self.status,
            self.bytes
        )
    }
}

/// The last lines, and how many there were with each status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessLog {
    lines: VecDeque<AccessLine>,
    /// In the order of the statuses.
    counts: Vec<(u16, u64)>,
}

impl AccessLog {
    /// Writes a line.
    pub fn write(&mut self, line: AccessLine) {
        match self.counts.binary_search_by_key(&line.status, |(status, _)| *status) {
            Ok(place) => self.counts[place].1 += 1,
            Err(place) => self.counts.insert(place, (line.status, 1)),
        }
        if self.lines.len() == LINES_MAX {
            self.lines.pop_front();
        }
        self.lines.push_back(line);
    }

    /// How many lines with each status that there was, in the statuses' order.
    pub fn by_status(&self) -> &[(u16, u64)] {
        &self.counts
    }

    /// How many lines with this status.
    pub fn count(&self, status: u16) -> u64 {
        self.counts.iter().find(|(known, _)| *known == status).map_or(0, |(_, count)| *count)
    }

    /// The last lines, the oldest first; at most a hundred.
    pub fn tail(&self) -> impl Iterator<Item = &AccessLine> + '_ {
        self.lines.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_as_nginx_writes_it() {
        let at = SimTime::from_secs(86_400 + 3_723);
        let line =
            AccessLine { at, visitor: 255, route: 0, status: 499, bytes: 0, took: SimDuration::from_secs(1) };
        assert_eq!(
            line.combined("GET", "/about"),
            "203.0.113.1 - - [02/Jan/2026:01:02:03 +0000] \"GET /about HTTP/1.1\" 499 0 \"-\" \"Mozilla/5.0\""
        );
    }

    #[test]
    fn the_last_hundred_lines_are_kept_and_all_are_counted() {
        let mut log = AccessLog::default();
        let line = AccessLine {
            at: SimTime::ZERO,
            visitor: 1,
            route: 0,
            status: 502,
            bytes: 0,
            took: SimDuration::ZERO,
        };
        for visitor in 0..150 {
            log.write(AccessLine { visitor, status: if visitor < 50 { 502 } else { 200 }, ..line });
        }
        assert_eq!(log.by_status(), [(200, 100), (502, 50)]);
        assert_eq!((log.count(502), log.count(404)), (50, 0));
        assert_eq!(log.tail().map(|line| line.visitor).collect::<Vec<_>>(), (50..150).collect::<Vec<_>>());
    }
}
