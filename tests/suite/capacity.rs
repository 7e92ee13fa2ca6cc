//! Capacity that goes to zero while work is in service, and comes back: whatever takes it, nothing is finished meanwhile, the
//! books balance at every moment, and somebody is served again.

use lonebox::scenario::Plan;
use lonebox::simulation::Simulation;
use lonebox::units::{SimDuration, SimTime};

use crate::site;

/// Everything that leaves nobody who could answer, for three seconds or, where a boot is part of it, for at least that.
const TAKES_ALL: [&str; 11] = [
    r#""power_loss": {"for": "3s"}"#,
    r#""kernel_panic": {"for": "3s"}"#,
    r#""reboot": {}"#,
    r#""network_unplugged": {"for": "3s"}"#,
    r#""cpu_steal": {"share": "100%", "for": "3s"}"#,
    r#""nginx_hang": {"for": "3s"}"#,
    r#""nginx_hang": {"target": "worker", "for": "3s"}"#,
    r#""gunicorn_hang": {"for": "3s"}"#,
    r#""gunicorn_kill": {"for": "3s"}"#,
    r#""mysql_hang": {"for": "3s"}"#,
    r#""mysql_kill": {"for": "3s"}"#,
];

/// Sites that serve in different ways; on each there is work in service whenever something happens.
const SITES: [&str; 3] = [
    r#""gunicorn": {"workers": 3}"#,
    r#""gunicorn": {"workers": 2, "worker_class": "gthread", "threads": 3, "bind": "unix:/run/gunicorn.sock"}"#,
    r#""gunicorn": {"workers": 2, "timeout": "2s", "backlog": 4, "database_connections": "per_request"}"#,
];

/// When it happens [ms]: in the middle of whatever is under way.
const MOMENTS: [u64; 3] = [4_000, 4_003, 4_051];

fn plan(site: &str, deed: &str, millis: u64) -> Plan {
    site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "to zero and back", "run": {{"duration": "30s"}},
            "server": {{"machine": {{"boot_time": "3s"}}, "nginx": {{"worker_processes": 1}}, {site}}},
            "application": {{
                "import_time": "200ms",
                "routes": {{"/": {{"dynamic": {{
                    "cpu": "8ms", "wait": "10ms", "queries": 2, "query": {{"cpu": "1ms", "redo": "4KiB", "locks_row_of": 3}}
                }}}}}},
                "pages": {{"home": {{"document": "/"}}}}
            }},
            "visitors": {{"arrivals": {{"poisson": {{"rate": "60/s"}}}}, "round_trip": "10ms",
                          "patience": {{"exponential": {{"mean": "4s"}}}}}},
            "timeline": [{{"at": "{millis}ms", {deed}}}]
        }}"#
    ))
}

fn good(simulation: &Simulation) -> u64 {
    simulation.snapshot().pages.0
}

/// Runs on, and looks at the books every few milliseconds.
fn run_balanced(simulation: &mut Simulation, until: SimTime) {
    while simulation.now() < until {
        simulation.run_until(until.min(simulation.now() + SimDuration::from_millis(97)));
        site::balanced(simulation.report());
    }
}

#[test]
fn nothing_is_finished_while_there_is_nobody_and_somebody_is_served_again() {
    for deed in TAKES_ALL {
        for (site, millis) in SITES.iter().zip(MOMENTS) {
            let mut simulation = Simulation::new(plan(site, deed, millis));
            let after = |more: u64| SimTime::from_nanos((millis + more) * 1_000_000);
            run_balanced(&mut simulation, after(0));
            let before = good(&simulation);
            assert!(before > 50, "{deed}: {before}");
            run_balanced(&mut simulation, after(1_500));
            let begun = good(&simulation);
            run_balanced(&mut simulation, after(2_900));
            assert_eq!(good(&simulation), begun, "{deed} on {site}: served by nobody");
            let end = simulation.end();
            run_balanced(&mut simulation, end);
            assert!(good(&simulation) > begun + 100, "{deed} on {site}: nobody is served again");
        }
    }
}
