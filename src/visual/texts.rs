//! All words that the lab shows of its own accord, ready to be translated.
//!
//! Names of settings, log lines and statuses are the products' own and are not translated.

mod lab;
mod label;
mod lesson;
mod panels;
pub mod instruments;
pub mod stage;

pub use lab::*;
pub use label::*;
pub use lesson::*;
pub use panels::*;

use crate::visual::desk::Part;

impl Part {
    /// What it is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Visitors => "Visitors",
            Self::Dns => "DNS",
            Self::Network => "Network",
            Self::Machine => "The one server",
            Self::Nginx => "nginx",
            Self::Gunicorn => "gunicorn",
            Self::Application => "Application files",
            Self::Mysql => "MySQL",
        }
    }
}
