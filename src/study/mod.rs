//! What is done with whole runs: keeping one that somebody took part in, running a scenario several times, and asking what
//! it would be without a part, with another setting, or in theory.
//!
//! A study makes plans, lets each be run, and sums up what the runs have to say. Runs know nothing of each other, so they
//! may run at once, in as many threads as there are: what comes out does not depend on it.

mod recording;
pub mod parallel;
pub mod yardstick;
pub mod replications;
pub mod long_run;
pub mod spof;
pub mod compare;

pub use recording::Recording;
