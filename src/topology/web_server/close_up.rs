//! nginx seen closely: its worker processes one by one.

use super::WebServer;
use super::life::Phase;
use super::worker::WorkerState;
use crate::queueing::{SlotId, SlotState};
use crate::snapshot::{NginxWorkerView, Progress};

impl WebServer {
    /// Its worker processes, in the order of their places.
    pub fn worker_views(&self) -> Vec<NginxWorkerView> {
        let there = self.workers.iter().zip(0..).filter(|(worker, _)| worker.state != WorkerState::Gone);
        there
            .map(|(worker, place)| NginxWorkerView {
                is_busy: self.pool.state(SlotId(place)) == SlotState::Busy,
                hangs: worker.hangs(),
                connections: worker.taken,
                connections_max: worker.slots,
            })
            .collect()
    }

    /// Connections that wait in the kernel to be accepted.
    pub fn accept_queue(&self) -> u32 {
        self.socket.waiting()
    }

    /// How far its start is, while it starts.
    pub fn starting(&self) -> Option<Progress> {
        (self.life.phase == Phase::Starting).then_some(self.start_up)
    }
}
