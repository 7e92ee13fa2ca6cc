//! Why somebody waits: asked of the model as it stands, by a room that handles an event or by whoever only looks.

use super::host::Host;
use super::id::RequestId;
use super::operation::Board;
use super::request::{Connection, Request, Waited};
use crate::engine::Slab;
use crate::units::SimTime;
use crate::vocabulary::{Blame, Layer, Limit, Stage};

/// What must be known for that.
#[derive(Clone, Copy)]
pub struct Waits<'a> {
    /// The clock.
    pub now: SimTime,
    /// Requests under way.
    pub requests: &'a Slab<Request>,
    /// TCP connections between browsers and nginx.
    pub connections: &'a Slab<Connection>,
    /// The machine.
    pub host: &'a Host,
    /// Which action holds which layer down.
    pub board: &'a Board,
}

impl Waits<'_> {
    /// The longest wait of a request's attempt so far, the present stage included. Looking the name up and making the
    /// connection do not count: who lost something there is known otherwise.
    pub fn longest(&self, request: RequestId) -> Waited {
        let Some(asked) = self.requests.get(request.0) else {
            return Waited::default();
        };
        let span = self.now - asked.since;
        if span <= asked.longest.span
            || matches!(asked.stage, Stage::NameLookup | Stage::Connect | Stage::TlsHandshake)
        {
            return asked.longest;
        }
        let failed = asked.failed.filter(|_| asked.stage == Stage::BackOff);
        Waited { span, blame: failed.map_or_else(|| self.by_whom(asked.stage), |(_, blame)| blame) }
    }

    /// Whose fault it is that somebody waits in `stage` now: the action that holds it, or else the limit that keeps it full.
    pub fn by_whom(&self, stage: Stage) -> Blame {
        let limit = match stage {
            Stage::AcceptQueue => Some(Limit::Workers),
            Stage::Application | Stage::Database | Stage::RouteWait => Some(Limit::Route),
            Stage::WebServer | Stage::AnswerThroughWebServer | Stage::TlsHandshake => Some(Limit::Cores),
            Stage::Receiving => Some(self.board.limit_of_the_wire()),
            _ => Some(Limit::Link),
        };
        let action = self.board.holder(stage.layer());
        // Beside an action a limit is named only for the queue: the action may have filled it, the limit kept it full.
        let named = limit.filter(|_| action.is_none() || stage == Stage::AcceptQueue);
        let limit = self.limit_behind(stage.layer()).or(named);
        self.board.with_who_lowered(Blame { action, limit })
    }

    /// The limit of the machine that is behind whatever limit a failure in `layer` shows: memory that was used up, or a
    /// full disk that writers wait for.
    pub fn limit_behind(&self, layer: Layer) -> Option<Limit> {
        let on_disk = matches!(layer, Layer::AppServer | Layer::Application | Layer::Database);
        let holder = self.board.holder(layer);
        let nothing_nearer = holder.is_none() || holder == self.board.disk_holder();
        let waits = on_disk && nothing_nearer && self.host.writers_wait();
        self.board.limit(layer).or(waits.then_some(Limit::Disk))
    }
}
