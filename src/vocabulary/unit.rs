//! The services' units, as systemd calls them.

use super::in_form;
use super::word::words;

words! {
    /// A service's unit.
    pub enum UnitName("unit") {
        /// nginx.
        Nginx = "nginx.service",
        /// gunicorn.
        Gunicorn = "gunicorn.service",
        /// MySQL.
        Mysql = "mysql.service",
    }
}

impl UnitName {
    /// How many units there are.
    pub const COUNT: usize = 3;

    /// The number of a line about this unit: which it is, and the number in the line.
    pub const fn with(self, number: u32) -> u64 {
        in_form(self as usize, number)
    }
}
