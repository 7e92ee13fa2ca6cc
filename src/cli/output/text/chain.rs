//! What killed it: an outage from its fault to the moment at which all that had piled up was done with.

use super::{Ink, Line, Sheet, figure};
use crate::simulation::OutageReport;
use crate::units::SimTime;

/// The links of the chain, each with its moment.
pub(super) fn write(sheet: &mut Sheet, report: &OutageReport) {
    let at = |moment: SimTime| figure::moment(moment).to_string();
    let outage = &report.outage;
    let mut links = Vec::new();
    links.extend(report.fault.map(|moment| format!("fault {}", at(moment))));
    links.push(format!("first failed page {}", at(outage.from)));
    links.push(format!(
        "worst {} ({} pages failed)",
        at(outage.peak),
        figure::count(outage.peak_failed.into())
    ));
    links.push(
        outage.to.map_or_else(|| "not recovered".to_owned(), |moment| format!("recovered {}", at(moment))),
    );
    if outage.to.is_some() {
        let drained = outage.drained;
        links.push(
            drained
                .map_or_else(|| "never quick again".to_owned(), |moment| format!("drained {}", at(moment))),
        );
    }
    sheet.wrapped(Line::new().to(6), Ink::Plain, &links.join(" > "));
}
