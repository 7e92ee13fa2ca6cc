//! Workers whose master was killed: they serve on, and nobody can reload, replace or stop them through systemd.
//!
//! They hold the listening sockets, so that a new nginx finds its port taken: five tries half a second apart, and then it
//! gives up (`ngx_open_listening_sockets`).

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{Event, WebServerEvent};
use super::super::host::{self, Ending};
use super::super::settings::host::Service;
use super::WebServer;
use super::life::Phase;
use crate::units::SimDuration;
use crate::vocabulary::{Happening, Layer, Message};

/// Whether the workers have a master. Where none runs, the next start brings one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Master {
    There,
    Gone,
}

/// How often a start tries to bind its port.
const BIND_TRIES: u8 = 5;
/// And how long it waits after each, the last too.
const BIND_PAUSE: SimDuration = SimDuration::from_millis(500);

impl WebServer {
    /// Whether workers serve without a master.
    pub(super) fn is_orphaned(&self) -> bool {
        self.master == Master::Gone
    }

    /// The master is killed, and nobody else with it: visitors notice nothing.
    pub(super) fn lose_master(&mut self, context: &mut Context<'_>) {
        self.go_on(context);
        self.master = Master::Gone;
        self.hold_memory(context);
        context.chronicle(Happening::NginxOrphaned);
        host::service_ended(context, Service::WebServer, Ending::Signal);
    }

    /// A new nginx finds the port taken.
    pub(super) fn find_port_taken(&mut self, context: &mut Context<'_>) {
        context.agenda.cancel(self.binding);
        self.bind_again(0, context);
    }

    /// It tries to bind; it has tried so often.
    pub(super) fn bind_again(&mut self, tried: u8, context: &mut Context<'_>) {
        if !self.is_orphaned() {
            return self.start(context);
        }
        if tried == BIND_TRIES {
            Self::log(Message::StillCouldNotBind, 0, context);
            return host::service_ended(context, Service::WebServer, Ending::ExitStatus(1));
        }
        Self::log(Message::PortInUse, 0, context);
        let again = WebServerEvent::BindAgain { tried: tried + 1 };
        self.binding = context.agenda.after(BIND_PAUSE, Event::WebServer(again));
    }

    /// A worker without a master was the last one: the port is closed with it.
    pub(super) fn last_orphan_may_be_gone(&mut self, context: &mut Context<'_>) {
        if self.is_empty() {
            self.life.go(Phase::Down);
            self.master = Master::There;
            context.host.close_web_port();
            self.close_socket(context);
            self.hold_memory(context);
            context.chronicle(Happening::NginxStopped);
        }
    }

    /// Somebody finds the old workers and stops them by TERM, before a new nginx is started.
    pub(super) fn end_orphans(&mut self, action: u16, context: &mut Context<'_>) {
        if self.is_orphaned() {
            context.board.hold(Layer::WebServer, action);
            self.cut_all(context);
            self.bury_all(context);
            self.last_orphan_may_be_gone(context);
        }
    }
}
