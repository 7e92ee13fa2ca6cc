//! gunicorn seen closely: its workers one by one, with their threads.

use super::arbiter::Phase as LifePhase;
use super::execution::{Execution, Phase};
use super::thread::Thread;
use super::worker::{Presence, Worker};
use super::{AppServer, WorkerId};
use crate::engine::Slab;
use crate::metrics::Wanted;
use crate::snapshot::{Doing, Progress, ThreadView, WorkerPresence, WorkerView};
use crate::topology::request::Request;
use crate::units::SimTime;

impl AppServer {
    /// Its workers, in the order of their places. Of places without a process, which pile up with every reload, only as
    /// many are shown as workers are missing: `workers` is how many there should be.
    pub fn worker_views(&self, workers: u32, requests: &Slab<Request>) -> Vec<WorkerView> {
        let there = self.workers.iter().filter(|worker| worker.presence != Presence::Gone).count();
        let mut missing = (workers as usize).saturating_sub(there);
        let mut views = Vec::with_capacity(there + missing);
        for (place, worker) in self.workers.iter().enumerate() {
            if worker.presence == Presence::Gone {
                if missing == 0 {
                    continue;
                }
                missing -= 1;
            }
            views.push(self.worker_view(WorkerId(place as u32), worker, requests));
        }
        views
    }

    fn worker_view(&self, id: WorkerId, worker: &Worker, requests: &Slab<Request>) -> WorkerView {
        let presence = match worker.presence {
            Presence::Gone => WorkerPresence::Gone,
            Presence::Importing => WorkerPresence::Importing,
            Presence::Serving => WorkerPresence::Serving,
            Presence::Leaving | Presence::Retiring => WorkerPresence::Leaving,
        };
        let threads = match presence {
            WorkerPresence::Gone => &[],
            _ => &self.threads[self.threads_of(id)],
        };
        WorkerView {
            pid: worker.pid,
            presence,
            hangs: worker.hangs,
            // Whoever serves at the first moment has done so for long.
            since: Some(worker.since).filter(|since| *since > SimTime::ZERO),
            until: Some(worker.ready_at).filter(|_| presence == WorkerPresence::Importing),
            threads: threads.iter().map(|thread| thread.view(requests)).collect(),
            waiting: worker.line.len() as u32,
        }
    }

    /// How far its start is, until its first worker serves.
    pub fn starting(&self) -> Option<Progress> {
        matches!(self.life.phase, LifePhase::Starting | LifePhase::Importing).then_some(self.start_up)
    }
}

impl Thread {
    fn view(&self, requests: &Slab<Request>) -> ThreadView {
        match &self.execution {
            Some(execution) => execution.view(requests),
            None => ThreadView {
                doing: Doing::Nothing,
                since: self.idle_since,
                visit: None,
                route: None,
                is_wanted: false,
            },
        }
    }
}

impl Execution {
    fn view(&self, requests: &Slab<Request>) -> ThreadView {
        let doing = match self.phase {
            Phase::Code => Doing::Computing,
            Phase::PoolLine => Doing::WaitingForPool,
            Phase::Query => Doing::WaitingForMysql,
            Phase::Wait => Doing::WaitingElsewhere,
        };
        ThreadView {
            doing,
            since: self.since,
            visit: self.what.visitor,
            route: Some(self.what.route),
            is_wanted: self.what.wanted(requests) == Wanted::BySomebody,
        }
    }
}
