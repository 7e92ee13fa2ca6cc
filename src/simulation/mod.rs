//! The facade: a run from its plan to its report.

mod report;

pub use report::{
    Account, Availability, BlameReport, Books, OutageReport, Report, RoomFingerprint, WindowReport,
};
