//! A file: nginx sends it alone, whatever state gunicorn and MySQL are in.

use super::super::context::Context;
use super::super::request::Carried;
use super::WebServer;
use crate::vocabulary::{Blame, Outcome};

impl WebServer {
    /// The file goes to the visitor.
    // Simplified: every file is in the page cache; one that is not would be read from the disk first.
    pub(super) fn send_file(&mut self, carried: Carried, context: &mut Context<'_>) {
        Self::decide(carried.request, Outcome::Good, Blame::default(), context);
        self.send_answer(carried, context);
    }
}
