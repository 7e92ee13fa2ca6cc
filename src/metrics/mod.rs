//! What is counted while a run goes on, and the figures it is summed up in.
//!
//! The [`Ledger`] is told of everything that begins and ends. It keeps, for each window, counts by outcome and latency
//! histograms; for the whole run, outages from the visitor's chair and the chronicle of what happened to the site. Its
//! memory grows with what is in flight and with the number of windows, never with the length of the run.

mod tally;
mod latency;
mod window;
mod outage;
mod recent;
mod ended;
mod chronicle;
mod logs;
mod access_log;
mod pairs;
mod series;
mod spread;
mod service;
mod ledger;
mod figures;

pub use access_log::{AccessLine, AccessLog};
pub use chronicle::{Chronicle, Entry};
pub use ended::{EndedPage, EndedPages};
pub use figures::{LatencyFigures, Measured, StationFigures, WindowFigures};
pub use latency::Latency;
pub use ledger::{EndedRequest, Ledger, Wanted};
pub use logs::{Line, Logs, Written};
pub use outage::{Outage, OutageDetector, OutageRule, PageTicket, PagesUnderWay};
pub use recent::Recent;
pub use series::{Mark, Series};
pub use service::{Down, ServerChair};
pub use tally::Tally;
pub use window::{Counters, Observation, RouteTally, StationUse, WindowTally};
