//! What a probe of the server may ask for.

use super::word::words;

words! {
    /// A sort of route, by what has to work for an answer.
    pub enum Probe("probe") {
        /// A static file: the machine and nginx.
        Static = "static",
        /// A route that asks no database: gunicorn too.
        Dynamic = "dynamic",
        /// A route that does: MySQL too.
        Database = "database",
    }
}

impl Probe {
    /// How many there are.
    pub const COUNT: usize = 3;
}
