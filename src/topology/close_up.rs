//! The site seen closely: each room is asked for its part.

use super::{Request, Topology};
use crate::engine::Key;
use crate::metrics::EndedPage;
use crate::snapshot::{CloseUp, EndedView, Focus, RequestView, Starting};
use crate::units::SimTime;

impl Topology {
    /// The site seen closely.
    pub fn close_up(&self, now: SimTime, focus: Focus) -> CloseUp {
        let one_in = self.one_request_in(focus.requests_max);
        let shown = self.requests.iter().filter(|(_, request)| request.visitor % one_in == 0);
        let ended = self.ledger.ended.since(focus.ended_since);
        let settings = &self.settings;
        CloseUp {
            requests: shown.map(|(key, request)| self.request_view(key, request)).collect(),
            one_in,
            requests_in_flight: self.requests.len(),
            ended: ended.map(ended_view).collect(),
            nginx_workers: self.web_server.worker_views(&settings.web_server),
            accept_queue: self.web_server.accept_queue(),
            gunicorn_workers: self.app_server.worker_views(settings.app_server.workers, &self.requests),
            mysql: self.database.close_up(now, &settings.database),
            starting: Starting {
                machine: self.host.starting(),
                nginx: self.web_server.starting(),
                gunicorn: self.app_server.starting(),
                mysql: self.database.starting(),
            },
            disk: self.host.disk_close_up(now),
        }
    }

    /// The least power of two such that no more than `most` requests belong to visits with a multiple of it as number.
    fn one_request_in(&self, most: u32) -> u64 {
        let mut by_zeros = [0_u32; u64::BITS as usize + 1];
        for (_, request) in self.requests.iter() {
            by_zeros[request.visitor.trailing_zeros() as usize] += 1;
        }
        let (mut shown, mut power) = (self.requests.len(), 0);
        while shown > most && power < u64::BITS - 1 {
            shown -= by_zeros[power as usize];
            power += 1;
        }
        1 << power
    }

    fn request_view(&self, key: Key, request: &Request) -> RequestView {
        RequestView {
            visit: request.visitor,
            number: u64::from(key.generation) << 32 | u64::from(key.index),
            route: request.route,
            class: self.settings.application.routes[usize::from(request.route)].class(),
            stage: request.stage,
            since: request.since,
            begun: request.begun,
            tried: request.attempt,
            answer: request.answer.map(|answer| answer.outcome),
        }
    }
}

fn ended_view(page: &EndedPage) -> EndedView {
    EndedView {
        visit: page.visit,
        at: page.at,
        took: page.took,
        outcome: page.outcome,
        action: page.blame.action,
        limit: page.blame.limit,
    }
}
