//! What the laws presume of a run, and whether it is so; what they presume of its scenario is told by
//! [`crate::scenario::premise`].

use super::{Flow, Precondition};
use crate::vocabulary::Station;

/// Cores busy for a larger share make the work of one request depend on how many others there are.
const CORES_BUSY: f64 = 0.3;
/// There is a steady state.
pub(super) fn stable(flow: &Flow) -> Precondition {
    let load = flow.arrivals * flow.service / flow.threads;
    let shown = (load * 1_000.0).round() / 10.0;
    let why = match load {
        _ if load >= 1.0 => {
            format!("the load is {shown} % of what the threads can do: the queue grows as long as the run")
        }
        _ if load > super::NEAR_SATURATION => {
            format!("the load is {shown} %; so near saturation a run must be long to come near its mean")
        }
        _ => format!("the load is {shown} % of what the threads can do"),
    };
    Precondition { what: "the load is below one", holds: load < 1.0, why }
}

/// Whoever comes stays.
pub(super) fn patient(flow: &Flow) -> Precondition {
    let what = "nobody leaves or fails";
    match flow.failed_share {
        share if share > 0.0 => {
            let why = format!("{} of the pages failed", crate::expectation::share(share));
            Precondition { what, holds: false, why }
        }
        _ => Precondition { what, holds: true, why: "no page failed".to_owned() },
    }
}

/// How long a request holds its thread does not depend on the others.
pub(super) fn independent(flow: &Flow) -> Precondition {
    let what = "requests do not slow each other down";
    let cores = flow.stations.iter().find(|station| station.station == Station::Cores);
    let busy = cores.map_or(0.0, |cores| cores.utilisation);
    let shown = crate::expectation::share((busy * 100.0).round() / 100.0);
    let (holds, why) = if busy > CORES_BUSY {
        (
            false,
            format!(
                "the cores are {shown} busy and shared: a request is held longer the more others compute"
            ),
        )
    } else {
        (true, format!("the cores are {shown} busy: hardly anybody shares one"))
    };
    Precondition { what, holds, why }
}

/// A law of one queue is applied to one queue.
pub(super) fn whole_threads(flow: &Flow) -> Precondition {
    let what = "as many threads all the time";
    let holds = (flow.threads - flow.threads.round()).abs() < 1e-6;
    let why = if holds {
        format!("{} threads served all along", flow.threads.round())
    } else {
        format!("{:.2} threads served in the mean: some were down for a part of the time", flow.threads)
    };
    Precondition { what, holds, why }
}
