//! What a run would cost, reckoned from its plan alone.

use crate::scenario::Plan;
use crate::topology::settings::application::Work;
use crate::topology::settings::client::Arrivals;
use crate::topology::settings::operation::Deed;
use crate::units::SimDuration;

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
        let visits = visits(plan);
        let (requests, events) = a_visit(plan);
        Self { simulated: plan.run.duration, visits, requests: visits * requests, events: visits * events }
    }
}

/// How many visits begin: the rate times the duration, with the rushes added, or as many as are listed.
fn visits(plan: &Plan) -> f64 {
    let rate = match &plan.settings.client.arrivals {
        Arrivals::Poisson(rate) | Arrivals::Even(rate) => rate.get(),
        Arrivals::At(times) => return times.len() as f64,
        Arrivals::Trace(visits) => return visits.len() as f64,
    };
    let duration = plan.run.duration.as_secs_f64();
    let rushes = plan.settings.timeline.iter().map(|action| match action.deed {
        Deed::Spike { factor, lasting } => {
            let left = duration - action.at.since(crate::units::SimTime::ZERO).as_secs_f64();
            (factor - 1.0) * lasting.map_or(left, |lasting| lasting.as_secs_f64().min(left))
        }
        _ => 0.0,
    });
    rate * (duration + rushes.sum::<f64>()).max(0.0)
}

/// Requests and events of a mean visit.
fn a_visit(plan: &Plan) -> (f64, f64) {
    let (application, shares) = (&plan.settings.application, &plan.settings.client.pages);
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
