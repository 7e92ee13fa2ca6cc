//! A file: nginx sends it alone, whatever state gunicorn and MySQL are in.

use super::super::context::Context;
use super::super::event::{Event, WebServerEvent};
use super::super::request::Carried;
use super::WebServer;
use super::settings::Switch;
use crate::engine::Appointment;
use crate::queueing::SlotId;
use crate::units::SimDuration;
use crate::vocabulary::{Blame, Outcome};

impl WebServer {
    /// A file that is not in the page cache is read from the disk first, and its worker waits for that.
    pub(super) fn read_file(id: SlotId, route: u16, context: &mut Context<'_>) -> Option<Appointment> {
        let now = context.now();
        let size = context.settings.application.routes[usize::from(route)].size;
        let read = context.host.file_read(route, size, now)?;
        let event = WebServerEvent::FileRead { worker: id };
        Some(context.agenda.at(read, Event::WebServer(event)))
    }

    /// CPU time for sending a file; without `sendfile` each byte is copied into nginx and out again, at 4 bytes a
    /// nanosecond (our choice).
    pub(super) fn sending_takes(route: u16, context: &Context<'_>) -> SimDuration {
        let settings = &context.settings.web_server;
        let size = context.settings.application.routes[usize::from(route)].size;
        match settings.sendfile {
            Switch::On => settings.static_cpu,
            Switch::Off => settings.static_cpu + SimDuration::from_nanos(size.get() / 4),
        }
    }

    /// The file goes to the visitor.
    pub(super) fn send_file(&mut self, carried: Carried, context: &mut Context<'_>) {
        Self::decide(carried, Outcome::Good, Blame::default(), context);
        self.send_answer(carried, context);
    }
}
