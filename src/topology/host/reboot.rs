//! A machine that goes down and comes up again without anybody touching its plug: a clean reboot, and a kernel panic.
//!
//! ```text
//! reboot: services are stopped in reverse boot order, each when the one before has stopped -> boot -> boot order
//! panic:  everything stands still at once -> reset by somebody, or by the kernel's own timer (kernel.panic) -> boot
//! ```
// Simplified: where a service starts when a shutdown comes, it is ended at once. A stop takes as long as the service takes
// (`TimeoutStopSec=` never ends it).

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{AppServerEvent, DatabaseEvent, Event, HostEvent, WebServerEvent};
use super::super::operation::Effect;
use super::power::Power;
use super::settings::{Service, Settings};
use super::{Host, boot};
use crate::units::SimDuration;
use crate::vocabulary::{Happening, Layer, Message};

/// A clean shutdown on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Shutdown {
    /// How many services have stopped.
    stopped: u32,
}

impl Host {
    /// Whether the services are being stopped: none is started any more.
    pub fn shuts_down(&self) -> bool {
        self.shutdown.is_some()
    }

    /// Whether a shutdown that began in this boot is still under way.
    pub fn is_shut_down(&self, boot: u64) -> bool {
        self.shuts_down() && self.boots == boot
    }
}

/// `systemctl reboot`, as an action.
pub fn shut_down(context: &mut Context<'_>, action: u16) -> Effect {
    if !context.host.is_up() || context.host.shuts_down() {
        return Effect::None;
    }
    context.host.shutdown = Some(Shutdown { stopped: 0 });
    context.board.hold(Layer::Host, action);
    context.log(Message::SystemReboots, 0);
    context.chronicle(Happening::MachineShutsDown);
    stop_next_service(context);
    Effect::Done
}

/// A service has stopped, or was not there: in a shutdown, the next one's turn has come.
pub fn service_stopped(context: &mut Context<'_>, service: Service) {
    let Some(shutdown) = context.host.shutdown else { return };
    if nth_to_stop(&context.settings.host, shutdown.stopped) == Some(service) {
        context.host.shutdown = Some(Shutdown { stopped: shutdown.stopped + 1 });
        stop_next_service(context);
    }
}

fn stop_next_service(context: &mut Context<'_>) {
    let stopped = context.host.shutdown.map_or(0, |shutdown| shutdown.stopped);
    let next = match nth_to_stop(&context.settings.host, stopped) {
        Some(Service::WebServer) => Event::WebServer(WebServerEvent::Stop),
        Some(Service::AppServer) => Event::AppServer(AppServerEvent::Stop),
        Some(Service::Database) => Event::Database(DatabaseEvent::Stop),
        None => Event::Host(HostEvent::AllStopped { boot: context.host.boots }),
    };
    context.agenda.after(SimDuration::ZERO, next);
}

/// What is stopped after so many others: first what no boot starts, then the boot order from its end.
fn nth_to_stop(settings: &Settings, stopped: u32) -> Option<Service> {
    let order = &settings.boot_order;
    let left_out = Service::ALL.iter().filter(|service| !order.contains(service));
    left_out.chain(order.iter().rev()).nth(stopped as usize).copied()
}

/// Every service has stopped: the machine goes down and boots. What is left of its programs the rooms forget.
pub fn go_down_for_reboot(context: &mut Context<'_>) {
    context.host.cut_power(context.agenda);
    boot(context);
    context.chronicle(Happening::MachineReboots);
}

/// The kernel panics, as an action: to everybody outside it is as if the power had gone.
pub fn panic(context: &mut Context<'_>, action: u16) -> Effect {
    if !context.host.is_up() {
        return Effect::None;
    }
    context.host.cut_power(context.agenda);
    context.host.power = Power::Panicked;
    context.board.hold(Layer::Host, action);
    context.log(Message::KernelPanic, 0);
    context.chronicle(Happening::KernelPanicked);
    let panic = context.settings.host.panic;
    if !panic.is_zero() {
        let reboot = HostEvent::PanicOver { boot: context.host.boots };
        context.agenda.after(panic, Event::Host(reboot));
    }
    Effect::Done
}

/// `kernel.panic` is over: the kernel boots again, unless somebody was quicker.
pub fn panic_reboot(context: &mut Context<'_>, boot: u64) {
    if context.host.boots == boot {
        reset(context);
    }
}

/// A machine whose kernel has panicked is reset: it boots.
pub fn reset(context: &mut Context<'_>) {
    if context.host.power == Power::Panicked {
        boot(context);
        context.chronicle(Happening::MachineReset);
    }
}
