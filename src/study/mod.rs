//! What is done with whole runs: keeping one that somebody took part in.

mod recording;

pub use recording::Recording;
