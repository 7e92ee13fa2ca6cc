//! What a lesson can show of a run.

use super::word::words;

words! {
    /// A figure of a run, as a debrief shows it.
    pub enum Figure("figure") {
        /// Good pages over pages that ended.
        Availability = "availability",
        /// Good pages.
        PagesGood = "pages.good",
        /// Failed pages.
        PagesFailed = "pages.failed",
        /// The median time of a good page.
        PagesP50 = "pages.p50",
        /// The time that 95 % of the good pages stayed below.
        PagesP95 = "pages.p95",
        /// When the first outage began.
        OutageStarted = "outage.started",
        /// How long it lasted.
        OutageLasted = "outage.lasted",
        /// What its first visitor saw.
        OutageSymptom = "outage.symptom",
        /// How long the site was out in all.
        Downtime = "downtime",
        /// What most of the failed pages saw, and who is to blame.
        Cause = "cause",
    }
}

words! {
    /// What a class can draw before it is shown.
    pub enum Curve("curve") {
        /// Good pages a second.
        PagesGood = "pages.good",
        /// Failed pages a second.
        PagesFailed = "pages.failed",
    }
}
