//! What killed it: an outage from its fault to the moment at which all that had piled up was done with, link by link, for
//! every format that tells of it in words.

use super::deed;
use super::text::figure;
use crate::scenario::Plan;
use crate::simulation::OutageReport;
use crate::units::SimTime;

/// The five links in words, each with its moment and, after the fault, how long after it.
pub(in crate::cli) fn in_words(report: &OutageReport) -> String {
    let outage = &report.outage;
    let fault = report.fault;
    let later = report.cause_came_later();
    let origin = fault.filter(|_| !later).unwrap_or(outage.from);
    let at = |moment: SimTime| {
        let after = figure::span(moment.since(origin.min(moment)));
        if moment <= origin {
            figure::moment(moment).to_string()
        } else {
            format!("{} (+{after})", figure::moment(moment))
        }
    };
    let cause = match (fault, report.action, outage.blame.limit) {
        (Some(moment), Some(action), _) => format!("fault {} ({action})", at(moment)),
        (_, _, Some(limit)) => format!("no fault: {limit} was reached"),
        _ => "no fault that is known".to_owned(),
    };
    let failed = figure::count(outage.peak_failed.into());
    let first = format!("first failed page {}", at(outage.from));
    let (cause, first) = if later { (first, cause) } else { (cause, first) };
    let links = [
        cause,
        first,
        format!("worst {} ({failed} pages failed)", at(outage.peak)),
        outage.to.map_or_else(|| "not recovered".to_owned(), |moment| format!("recovered {}", at(moment))),
        match (outage.to, outage.drained) {
            (_, Some(moment)) => format!("backlog drained {}", at(moment)),
            (Some(_), None) => "never quick again".to_owned(),
            (None, None) => "backlog not drained".to_owned(),
        },
    ];
    links.join(" > ")
}

/// Who set it off: `power_loss (0:00:15)`, or the limit that was reached.
pub(in crate::cli) fn set_off_by(report: &OutageReport, plan: &Plan) -> String {
    let action = report.action.map(|action| deed::label(plan, report.outage.blame.action, action));
    let how = if report.cause_came_later() { "begun before, but mostly put down to" } else { "set off by" };
    match (action, report.outage.blame.limit) {
        (Some(action), Some(limit)) => format!("{how} {action}, {limit} was reached"),
        (Some(action), None) => format!("{how} {action}"),
        (None, Some(limit)) => format!("{limit} was reached"),
        (None, None) => "nobody is to blame".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expectation::sample::report;
    use crate::vocabulary::{Blame, Limit};

    #[test]
    fn a_chain_has_five_links_with_their_moments() {
        let mut outage = report().outages[0];
        outage.fault = Some(SimTime::from_secs(19));
        assert_eq!(
            in_words(&outage),
            "fault 0:00:19.000 (nginx_restart) > first failed page 0:00:20.000 (+1 s) > worst 0:00:25.000 (+6 s) (5 pages \
             failed) > recovered 0:00:40.000 (+21 s) > backlog drained 0:00:40.000 (+21 s)"
        );
    }

    #[test]
    fn a_cause_that_came_later_stands_behind_the_first_failed_page() {
        let mut outage = report().outages[0];
        outage.fault = Some(SimTime::from_secs(27));
        assert!(!outage.is_planned(), "nobody planned what was going on already");
        let words = in_words(&outage);
        assert!(
            words.starts_with(
                "first failed page 0:00:20.000 > fault 0:00:27.000 (+7 s) (nginx_restart) > worst "
            ),
            "{words}"
        );
    }

    #[test]
    fn what_load_alone_did_has_no_fault_and_what_goes_on_has_no_end() {
        let mut outage = report().outages[0];
        outage.outage.blame = Blame { action: None, limit: Some(Limit::Workers) };
        (outage.action, outage.fault) = (None, None);
        (outage.outage.to, outage.outage.drained) = (None, None);
        let words = in_words(&outage);
        assert!(
            words.starts_with("no fault: workers was reached > first failed page 0:00:20.000 > "),
            "{words}"
        );
        assert!(words.ends_with(" > not recovered > backlog not drained"), "{words}");
    }
}
