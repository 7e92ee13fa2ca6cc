//! What a run would cost, reckoned from its plan alone.

use crate::scenario::Plan;
use crate::topology::settings::application::Work;
use crate::topology::settings::client::{Arrivals, Group};
use crate::topology::settings::operation::Deed;
use crate::units::{SimDuration, SimTime};

/// Events of a file that nginx answers alone, its share of the visit and of the connection included.
const EVENTS_OF_STATIC: f64 = 6.0;
/// Events of a request that goes through gunicorn, queries left out.
const EVENTS_OF_DYNAMIC: f64 = 17.0;
/// Events of a query. Measured on the shipped scenarios: a page of eight files and a document with two queries takes 73
/// to 75 events.
const EVENTS_OF_QUERY: f64 = 4.0;

/// What a run would cost. It is reckoned as if everybody were served: failures, retries and deep queues cost more or less.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// How long the run is [simulated time].
    pub simulated: SimDuration,
    /// Visits that begin; each is a page.
    pub visits: f64,
    /// Documents and files that they ask for.
    pub requests: f64,
    /// Events to be handled.
    pub events: f64,
}

impl Estimate {
    /// The cost of `plan`.
    pub fn of(plan: &Plan) -> Self {
        let mut whole = Self { simulated: plan.run.duration, visits: 0.0, requests: 0.0, events: 0.0 };
        for group in &plan.settings.client.groups {
            let visits = visits(plan, group);
            let (requests, events) = a_visit(plan, group);
            whole.visits += visits;
            whole.requests += visits * requests;
            whole.events += visits * events;
        }
        whole
    }
}

/// How many visits of a group begin: as many as its rate lets expect, with the rushes added, or as are listed.
fn visits(plan: &Plan, group: &Group) -> f64 {
    let end = SimTime::ZERO + plan.run.duration;
    match &group.arrivals {
        Arrivals::At(times) => times.len() as f64,
        Arrivals::Trace(visits) => visits.len() as f64,
        Arrivals::Users { count, think_time } => {
            let users = f64::from(*count);
            think_time
                .mean()
                .map_or(users, |think| users * plan.run.duration.as_secs_f64() / a_round(think, group))
        }
        arrivals => {
            let expected = |from, to| arrivals.expected(from, to).unwrap_or_default();
            let rushes = plan.settings.timeline.iter().map(|action| match action.deed {
                Deed::Spike { factor, lasting } => {
                    let over = lasting.map_or(end, |lasting| end.min(action.at + lasting));
                    (factor - 1.0) * expected(action.at, over)
                }
                // The triangles of its slopes are as large as if it began and ended in their middles.
                Deed::Ramp { factor, over, lasting } => {
                    let over = lasting.map_or(over, |lasting| over.min(lasting / 2)) / 2;
                    let fall = lasting.map_or(end, |lasting| action.at + lasting.saturating_sub(over));
                    (factor - 1.0) * expected(end.min(action.at + over), end.min(fall))
                }
                // All of a crowd that decays is as large as if it stayed for the half-life over ln 2.
                Deed::LaunchDay { factor, half_life, lasting } => {
                    let mean = half_life.as_secs_f64() / std::f64::consts::LN_2;
                    let stays = SimDuration::from_nanos_f64(mean * 1e9);
                    let stays = lasting.map_or(stays, |lasting| stays.min(lasting));
                    (factor - 1.0) * expected(action.at, end.min(action.at + stays))
                }
                _ => 0.0,
            });
            (expected(SimTime::ZERO, end) + rushes.sum::<f64>()).max(0.0)
        }
    }
}

/// From one visit of a user to the next \[s\]: the time to think, and two round trips, for a page takes no less.
fn a_round(think: SimDuration, group: &Group) -> f64 {
    (think + group.line.round_trip * 2).max(SimDuration::from_millis(1)).as_secs_f64()
}

/// Requests and events of a mean visit of a group.
fn a_visit(plan: &Plan, group: &Group) -> (f64, f64) {
    let (application, shares) = (&plan.settings.application, &group.pages);
    let total: f64 = shares.iter().map(|share| f64::from(share.weight)).sum();
    let (mut requests, mut events) = (0.0, 0.0);
    for share in shares {
        let page = &application.pages[usize::from(share.page)];
        let often = f64::from(share.weight) / total;
        for route in page.files.iter().chain([&page.document]) {
            requests += often;
            events += often
                * match &application.routes[usize::from(*route)].work {
                    Work::Static => EVENTS_OF_STATIC,
                    Work::Dynamic(work) => EVENTS_OF_DYNAMIC + EVENTS_OF_QUERY * f64::from(work.queries),
                };
        }
    }
    (requests, events)
}
