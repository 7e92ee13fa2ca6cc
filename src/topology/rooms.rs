//! What befalls several rooms at once: a machine that is gone, a process that is killed.

use std::net::Ipv4Addr;

use super::Rooms;
use super::context::Context;
use super::host::{self, Process};
use super::id::WorkerId;
use super::operation::Effect;
use super::settings::host::Service;
use crate::queueing::SlotId;

impl Rooms<'_> {
    /// The site gets a new address, at which it answers at once, and the zone says so.
    // Simplified: the machine that answers at the new address is the old one, with all that is in its memory; a real move
    // copies the database, and the new machine begins cold. Visitors who return know the new address at once.
    pub(super) fn move_site(&mut self, to: Ipv4Addr, action: u16, context: &mut Context<'_>) -> Effect {
        let Some(address) = self.dns.move_record(to, action, context) else { return Effect::None };
        self.network.come_to_address(address);
        self.client.site_moved(address);
        Effect::Done
    }

    /// The plug is pulled: whatever ran on the machine is gone at once.
    pub(super) fn lose_power(&mut self, action: u16, context: &mut Context<'_>) -> Effect {
        let effect = host::lose_power(context, action);
        self.lose_programs(context);
        effect
    }

    /// The kernel panics: whatever ran on the machine is gone at once.
    pub(super) fn panic(&mut self, action: u16, context: &mut Context<'_>) -> Effect {
        let effect = host::panic(context, action);
        if effect == Effect::Done {
            self.lose_programs(context);
        }
        effect
    }

    /// All services have stopped for a reboot, if power has not been lost since.
    pub(super) fn reboot(&mut self, boot: u64, context: &mut Context<'_>) {
        if context.host.is_shut_down(boot) {
            host::go_down_for_reboot(context);
            self.lose_programs(context);
        }
    }

    /// The machine is gone, and nobody in it is told.
    pub(super) fn lose_programs(&mut self, context: &mut Context<'_>) {
        self.network.lose_power(context);
        self.web_server.lose_power(context);
        self.app_server.lose_power(context);
        self.database.lose_power(context);
    }

    /// The process of a service that something befalls.
    pub(super) fn process_of(&self, service: Service) -> Option<Process> {
        match service {
            Service::WebServer => self.web_server.busiest_process(),
            Service::AppServer => self.app_server.oldest_process(),
            Service::Database => Some(Process::Mysqld),
        }
    }

    /// Whether a process stands still, as after SIGSTOP.
    pub(super) fn stands_still(&self, process: Process) -> bool {
        match process {
            Process::NginxWorker(place) => self.web_server.hangs(SlotId(place)),
            Process::GunicornWorker(place) => self.app_server.hangs(WorkerId(place)),
            Process::Mysqld => self.database.hangs(),
            Process::NginxMaster | Process::GunicornMaster => false, // Of a service it is a worker that does things.
        }
    }

    /// The kernel's SIGKILL for want of memory reaches a process, if it has not ended in the meantime.
    pub(super) fn killed(&mut self, process: Process, pid: u32, context: &mut Context<'_>) {
        if !context.host.is_killed(process, pid) {
            return;
        }
        match process {
            Process::NginxMaster => self.web_server.master_killed_for_memory(context),
            Process::NginxWorker(place) => self.web_server.worker_killed_for_memory(SlotId(place), context),
            Process::GunicornMaster => self.app_server.master_killed_for_memory(context),
            Process::GunicornWorker(place) => {
                self.app_server.worker_killed_for_memory(WorkerId(place), context);
            }
            Process::Mysqld => self.database.killed_for_memory(context),
        }
    }
}
