//! The processes: their memory, their file descriptors, their death by SIGKILL.

use super::super::context::Context;
use super::super::event::{ClientEvent, Closing, Event};
use super::super::host::{self, Ending, Process};
use super::super::id::ConnectionId;
use super::super::operation::Effect;
use super::super::operation::settings::KillTarget;
use super::super::request::Service as Served;
use super::super::settings::host::Service;
use super::WebServer;
use super::life::Phase;
use super::listener::connections_where;
use super::orphan::Master;
use super::settings::Settings;
use super::worker::WorkerState;
use crate::queueing::SlotId;
use crate::units::Bytes;
use crate::vocabulary::{Blame, Happening, Layer, Message};

impl WebServer {
    /// Tells the machine what the master and each worker hold.
    pub fn hold_memory(&self, context: &mut Context<'_>) {
        let amount = context.settings.web_server.process_memory;
        let held = |there: bool| if there { amount } else { Bytes::ZERO };
        let master = self.life.phase != Phase::Down && !self.is_orphaned();
        host::hold_memory(context, Process::NginxMaster, held(master));
        for (worker, place) in self.workers.iter().zip(0..) {
            let there = worker.state != WorkerState::Gone;
            host::hold_memory(context, Process::NginxWorker(place), held(there));
        }
    }

    /// File descriptors of the fullest worker: three of its own, two logs, the channel to the master, its listening
    /// sockets and its connections.
    pub fn descriptors(&self, settings: &Settings) -> u32 {
        let there = self.workers.iter().filter(|worker| worker.state != WorkerState::Gone);
        there.map(|worker| 6 + settings.listen.sockets() + worker.taken).max().unwrap_or(0)
    }

    /// The worker with the most connections, if nginx runs.
    pub fn busiest_process(&self) -> Option<Process> {
        let busiest = self.serving().max_by_key(|(_, worker)| worker.taken);
        busiest.map(|(place, _)| Process::NginxWorker(place as u32))
    }

    /// The kernel has killed a worker for want of memory: its clients are reset, and the master starts another at once.
    pub fn worker_killed_for_memory(&mut self, id: SlotId, context: &mut Context<'_>) {
        let before = context.board.hold_for_a_moment(Layer::WebServer, context.host.blame_for_memory());
        self.worker_killed(id, context);
        context.board.give_back(before);
    }

    /// `kill -9`, as an action: of the longest serving worker, of the master alone, or of all processes.
    pub fn kill_by_action(&mut self, target: KillTarget, action: u16, context: &mut Context<'_>) -> Effect {
        let serving = self.serving().next().map(|(place, _)| SlotId(place as u32));
        match (target, serving) {
            (KillTarget::Worker, Some(worker)) => {
                let blame = Blame { action: Some(action), limit: None };
                let before = context.board.hold_for_a_moment(Layer::WebServer, blame);
                self.worker_killed(worker, context);
                if self.life.phase == Phase::Running {
                    context.board.give_back(before);
                }
            }
            (KillTarget::Master, Some(_)) if !self.is_orphaned() => self.lose_master(context),
            (KillTarget::All, _) if self.life.phase != Phase::Down => {
                context.board.hold(Layer::WebServer, action);
                self.die(Ending::Signal, context);
            }
            _ => return Effect::None,
        }
        Effect::Done
    }

    fn worker_killed(&mut self, id: SlotId, context: &mut Context<'_>) {
        let pid = context.host.pid(Process::NginxWorker(id.0));
        if !self.is_orphaned() {
            context.log(Message::NginxWorkerKilled, u64::from(pid));
        }
        context.chronicle(Happening::NginxWorkerKilled);
        let leaving = self.workers[id.0 as usize].state == WorkerState::Leaving;
        self.reset_clients(id, context);
        self.bury(id.0 as usize, context);
        if leaving {
            self.last_worker_may_have_left(context);
        } else if self.is_orphaned() {
            self.last_orphan_may_be_gone(context);
        } else if !self.owes_worker() {
            self.bring_up_worker(context.now(), context.settings);
            self.hold_memory(context);
        }
    }

    /// The kernel has killed the master for want of memory; systemd ends the workers with it.
    pub fn master_killed_for_memory(&mut self, context: &mut Context<'_>) {
        context.board.hold_by(Layer::WebServer, context.host.blame_for_memory());
        self.die(Ending::OomKill, context);
    }

    /// Every process is killed: clients are reset, nobody listens.
    fn die(&mut self, ending: Ending, context: &mut Context<'_>) {
        let known_to_systemd = !self.is_orphaned();
        self.life.go(Phase::Down);
        self.master = Master::There;
        self.forget_hang();
        context.host.close_web_port();
        self.close_socket(context);
        for place in 0..self.workers.len() {
            if self.workers[place].state != WorkerState::Gone {
                self.reset_clients(SlotId(place as u32), context);
            }
        }
        self.bury_all(context);
        self.hold_memory(context);
        context.chronicle(Happening::NginxStopped);
        if known_to_systemd {
            host::service_ended(context, Service::WebServer, ending);
        }
    }

    /// The kernel closes a dead worker's connections: those with unread data, which is all that matter, by RST.
    fn reset_clients(&mut self, id: SlotId, context: &mut Context<'_>) {
        for connection in connections_where(context, |connection| connection.worker == Some(id)) {
            let service = context.connection(connection).map(|held| held.service);
            if let Some(Served::Proxying(exchange) | Served::ProxyingForNobody(exchange)) = service {
                self.drop_exchange(exchange, context);
            }
            self.reset(connection, context);
        }
    }

    fn reset(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        context.spoil(connection, Layer::WebServer);
        let delivered = context.connection(connection).expect("just listed").delivered;
        let at = delivered.max(context.now() + context.half_trip(connection));
        self.close(connection, context);
        let closed = ClientEvent::Closed { connection, by: Closing::Reset };
        context.agenda.at(at, Event::Client(closed));
    }
}
