//! Whom nginx turns away on purpose: too large a body, the maintenance page, `limit_req`, `limit_conn`.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::id::ConnectionId;
use super::super::operation::Effect;
use super::super::operation::settings::Covered;
use super::super::request::{Carried, Counted};
use super::WebServer;
use super::settings::{Key, LimitReq, Settings, Switch};
use super::worker::Task;
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Blame, FailureKind, Happening, Layer, Limit, Message, Outcome, RequestClass};

/// Visitors that a zone remembers (its shared memory is limited); a newer one takes an older one's place.
const ZONE_SIZE: usize = 4_096;
/// A whole request, in a bucket's thousandths.
const REQUEST: u64 = 1_000;

/// The zones of `limit_req` and `limit_conn`: shared by all worker processes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Zones {
    buckets: Vec<Bucket>,
    counts: Vec<Count>,
}

/// What has lately come from one visitor, or from all.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Bucket {
    visitor: u64,
    /// What is in it, in thousandths of a request.
    excess: u64,
    last: SimTime,
}

/// Requests at work of one visitor, or of all.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Count {
    visitor: u64,
    at_work: u32,
}

/// The maintenance page, while it is up.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct MaintenancePage {
    action: u16,
    covered: Covered,
}

/// Whether a request may go on.
pub(super) enum Admission {
    /// At once.
    Now,
    /// After a wait.
    After(SimDuration),
    /// Never.
    Refused(FailureKind, Blame),
}

impl Zones {
    pub(super) fn new(settings: &Settings) -> Self {
        let places = |key: Key| if key == Key::Visitor { ZONE_SIZE } else { 1 };
        Self {
            buckets: vec![Bucket::default(); settings.limit_req.map_or(0, |limit| places(limit.key))],
            counts: vec![Count::default(); settings.limit_conn.map_or(0, |limit| places(limit.key))],
        }
    }

    /// What is in a visitor's bucket with one request more, or too much for it. Time is in whole milliseconds, as nginx
    /// keeps it.
    fn pour(&mut self, limit: &LimitReq, visitor: u64, now: SimTime) -> Result<u64, u64> {
        let visitor = who(limit.key, visitor);
        let place = visitor as usize % self.buckets.len();
        let bucket = &mut self.buckets[place];
        let millis = |time: SimTime| time.as_nanos() / 1_000_000;
        let excess = if bucket.visitor == visitor {
            let leaked = limit.rate.saturating_mul(millis(now) - millis(bucket.last)) / 1_000;
            (bucket.excess + REQUEST).saturating_sub(leaked)
        } else {
            0
        };
        if excess > limit.burst * REQUEST {
            return Err(excess);
        }
        *bucket = Bucket { visitor, excess, last: now };
        Ok(excess)
    }

    fn count(&mut self, key: Key, visitor: u64) -> &mut Count {
        let visitor = who(key, visitor);
        let place = visitor as usize % self.counts.len();
        if self.counts[place].visitor != visitor {
            self.counts[place] = Count { visitor, at_work: 0 };
        }
        &mut self.counts[place]
    }
}

/// The key's value: all visitors of a server are one.
fn who(key: Key, visitor: u64) -> u64 {
    match key {
        Key::Visitor => visitor,
        Key::Server => 1,
    }
}

impl WebServer {
    /// What nginx says to a request before it works on it, in the order of its phases.
    pub(super) fn admit(&mut self, carried: Carried, context: &mut Context<'_>) -> Admission {
        let route = &context.settings.application.routes[usize::from(carried.route)];
        let body_max = context.settings.web_server.client_max_body_size;
        if route.body > body_max && body_max.get() > 0 {
            Self::log(Message::BodyTooLarge, route.body.get(), context);
            return by_limit(FailureKind::BodyTooLarge, Limit::ClientMaxBodySize);
        }
        let dynamic = route.class() == RequestClass::Dynamic;
        let covers = |page: &&MaintenancePage| page.covered == Covered::All || dynamic;
        if let Some(MaintenancePage { action, .. }) = self.maintenance.iter().rev().find(covers).copied() {
            return Admission::Refused(
                FailureKind::MaintenancePage,
                Blame { action: Some(action), limit: None },
            );
        }
        self.limit_requests(carried, context)
    }

    fn limit_requests(&mut self, carried: Carried, context: &mut Context<'_>) -> Admission {
        let Some(limit) = context.settings.web_server.limit_req else { return Admission::Now };
        let visitor = context.connection(carried.connection).map_or(0, |held| held.visitor);
        match self.zones.pour(&limit, visitor, context.now()) {
            Err(excess) => {
                Self::log(Message::RequestLimited, excess, context);
                Admission::Refused(
                    FailureKind::RateLimited,
                    context.blame(Layer::Visitor, Some(Limit::LimitReq)),
                )
            }
            Ok(excess) if excess > 0 && limit.nodelay == Switch::Off => {
                Self::log(Message::RequestDelayed, excess, context);
                Admission::After(SimDuration::from_millis(excess * 1_000 / limit.rate))
            }
            Ok(_) => Admission::Now,
        }
    }

    /// `limit_conn`: counts a request until it is answered, or refuses it.
    pub(super) fn limit_connections(&mut self, carried: Carried, context: &mut Context<'_>) -> Admission {
        let Some(limit) = context.settings.web_server.limit_conn else { return Admission::Now };
        let Some(held) = context.connection(carried.connection) else { return Admission::Now };
        let count = self.zones.count(limit.key, held.visitor);
        if count.at_work >= limit.connections {
            Self::log(Message::ConnectionLimited, 0, context);
            let blame = Blame { action: context.board.holder_of_slots(), limit: Some(Limit::LimitConn) };
            return Admission::Refused(FailureKind::ConnectionLimited, blame);
        }
        count.at_work += 1;
        held.counted = Counted::Yes;
        Admission::Now
    }

    /// A request that `limit_conn` may have counted is over.
    pub(super) fn uncount(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        let Some(held) = context.connection(connection).filter(|held| held.counted == Counted::Yes) else {
            return;
        };
        held.counted = Counted::No;
        let visitor = held.visitor;
        if let Some(limit) = context.settings.web_server.limit_conn {
            let count = self.zones.count(limit.key, visitor);
            count.at_work = count.at_work.saturating_sub(1);
        }
    }

    /// A worker tells a visitor that it is turned away.
    pub(super) fn refuse(
        &mut self,
        carried: Carried,
        failure: FailureKind,
        blame: Blame,
        context: &mut Context<'_>,
    ) {
        Self::decide(carried, Outcome::Failed(failure), blame, context);
        let worker = context.connection(carried.connection).and_then(|held| held.worker);
        self.give(worker.expect("what is refused was read"), Task::Refuse(carried), context);
    }

    /// From now on visitors get 503 and `Retry-After`, as an action.
    // Simplified: nobody heeds Retry-After.
    pub fn put_up_maintenance_page(
        &mut self,
        covered: Covered,
        action: u16,
        context: &mut Context<'_>,
    ) -> Effect {
        self.maintenance.push(MaintenancePage { action, covered });
        context.chronicle(Happening::MaintenancePageUp);
        Effect::Done
    }

    /// They are served again, as far as no other page is up.
    pub fn take_down_maintenance_page(&mut self, action: u16, context: &mut Context<'_>) {
        let before = self.maintenance.len();
        self.maintenance.retain(|page| page.action != action);
        if self.maintenance.is_empty() && before > 0 {
            context.chronicle(Happening::MaintenancePageDown);
        }
    }
}

fn by_limit(failure: FailureKind, limit: Limit) -> Admission {
    Admission::Refused(failure, Blame { action: None, limit: Some(limit) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poured(limit: LimitReq, times: &[u64]) -> Vec<Result<u64, u64>> {
        let settings = Settings { limit_req: Some(limit), ..Settings::default() };
        let mut zones = Zones::new(&settings);
        let at = |millis: &u64| SimTime::from_nanos(millis * 1_000_000);
        times.iter().map(|millis| zones.pour(&limit, 7, at(millis))).collect()
    }

    #[test]
    fn a_bucket_leaks_at_its_rate_and_takes_its_burst() {
        // 10 a second, burst 2: the excess is counted in thousandths of a request, as nginx logs it.
        let limit = LimitReq { rate: 10_000, burst: 2, nodelay: Switch::On, key: Key::Visitor };
        let told = poured(limit, &[0, 0, 0, 0, 50, 100, 1_000]);
        assert_eq!(told, [Ok(0), Ok(1_000), Ok(2_000), Err(3_000), Err(2_500), Ok(2_000), Ok(0)]);
    }

    #[test]
    fn a_zone_forgets_who_came_long_ago() {
        let limit = LimitReq { rate: 1_000, burst: 0, nodelay: Switch::On, key: Key::Visitor };
        let mut zones = Zones::new(&Settings { limit_req: Some(limit), ..Settings::default() });
        let now = SimTime::ZERO;
        assert_eq!(zones.pour(&limit, 1, now), Ok(0));
        assert_eq!(zones.pour(&limit, 1, now), Err(1_000));
        assert_eq!(zones.pour(&limit, 1 + ZONE_SIZE as u64, now), Ok(0));
        assert_eq!(zones.pour(&limit, 1, now), Ok(0));
    }
}
