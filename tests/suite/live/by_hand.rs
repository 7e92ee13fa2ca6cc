//! What is done by hand to a run that goes on is what a file with the same action at the end of its timeline does.

use lonebox::engine::Stream;
use lonebox::simulation::Simulation;
use lonebox::study::Recording;
use lonebox::units::SimDuration;
use lonebox::vocabulary::{ActionName, Word};

use crate::site;

const CASES: u64 = 200;

/// A site on which every action finds something to act on, with a timeline of its own.
fn text(seed: u64) -> String {
    format!(
        r#"{{
            "schema_version": 1, "title": "by hand", "run": {{"seed": {seed}, "duration": "7s", "journeys": 3}},
            "server": {{
                "machine": {{"boot_time": "700ms"}},
                "gunicorn": {{"workers": 2, "timeout": "2s", "graceful_timeout": "1s"}},
                "mysql": {{"innodb_lock_wait_timeout": "1s", "start_time": "300ms"}}
            }},
            "application": {{
                "import_time": "200ms",
                "routes": {{
                    "/": {{"dynamic": {{"cpu": "5ms", "queries": 2, "query": {{"redo": "4KiB", "table": "stock", "locks_row_of": 2}}}}}},
                    "/style": {{"static": {{"size": "20KiB"}}}}
                }},
                "pages": {{"home": {{"document": "/", "files": ["/style"]}}}}
            }},
            "visitors": {{"arrivals": {{"poisson": {{"rate": "9/s"}}}}, "round_trip": "20ms", "patience": {{"exponential": {{"mean": "3s"}}}}}},
            "timeline": [{{"at": "1500ms", "nginx_reload": {{}}}}, {{"at": "2s", "name": "rush", "spike": {{"factor": 3, "for": "2s"}}}}]
        }}"#
    )
}

/// An action as somebody would do it by hand.
fn deed(name: ActionName, stream: &mut Stream) -> String {
    let lasting = match stream.below(4) {
        0 => String::new(),
        _ => format!(r#""for": "{}ms""#, 1 + stream.below(3_000)),
    };
    let and = if lasting.is_empty() { "" } else { ", " };
    let release = pick(stream, &["", r#""release": "broken""#, r#""release": "broken", "for": "400ms""#]);
    let config = pick(stream, &["", r#""config": "broken""#, r#""config": "broken", "for": "400ms""#]);
    let parameters = match name {
        ActionName::NginxRestart | ActionName::NginxReload => config.to_owned(),
        ActionName::GunicornRestart | ActionName::GunicornReload => release.to_owned(),
        ActionName::Reboot | ActionName::MysqlRestart => String::new(),
        ActionName::Repair => {
            let lasting: Vec<&str> =
                ActionName::ALL.iter().filter(|name| name.lasts()).map(|name| name.spelling()).collect();
            format!(r#""action": "{}""#, pick(stream, &lasting))
        }
        ActionName::Configure => format!(r#""server.gunicorn.workers": {}"#, 1 + stream.below(8)),
        ActionName::Ramp => format!(r#""factor": 4, "over": "700ms"{and}{lasting}"#),
        ActionName::LaunchDay => format!(r#""factor": 4, "half_life": "300ms"{and}{lasting}"#),
        ActionName::SlowClients => format!(r#""share": "50%", "takes": "800ms"{and}{lasting}"#),
        ActionName::DiskSlow | ActionName::Spike | ActionName::SlowPage | ActionName::SlowQuery => {
            format!(r#""factor": 4{and}{lasting}"#)
        }
        ActionName::CpuSteal => format!(r#""share": "60%"{and}{lasting}"#),
        ActionName::MemoryLeak => format!(r#""bytes_per_second": "300MiB"{and}{lasting}"#),
        ActionName::MysqlSchemaChange => format!(r#""table": "stock"{and}{lasting}"#),
        ActionName::RecordWrong | ActionName::RecordMoved => {
            format!(r#""address": "203.0.113.9"{and}{lasting}"#)
        }
        ActionName::PacketLoss => format!(r#""share": "30%"{and}{lasting}"#),
        ActionName::PowerLoss
        | ActionName::KernelPanic
        | ActionName::MaintenancePage
        | ActionName::CertificateExpired
        | ActionName::NginxStop
        | ActionName::NginxKill
        | ActionName::GunicornStop
        | ActionName::GunicornKill
        | ActionName::MysqlStop
        | ActionName::NginxHang
        | ActionName::GunicornHang
        | ActionName::MysqlHang
        | ActionName::MysqlKill
        | ActionName::DiskFull
        | ActionName::MysqlBackup
        | ActionName::AuthorityDown
        | ActionName::ResolverDown
        | ActionName::RecordRemoved
        | ActionName::NetworkUnplugged => lasting,
    };
    format!(r#"{{"{name}": {{{parameters}}}}}"#)
}

fn pick<'a>(stream: &mut Stream, from: &[&'a str]) -> &'a str {
    from[stream.below(from.len() as u32) as usize]
}

/// A run to which this is done, beginning with the action called `name`, and the file that says so.
fn played(seed: u64, name: ActionName) -> (Simulation, Recording) {
    let mut stream = Stream::named(seed, "live.by_hand");
    let (mut recording, plan) = Recording::open(&text(seed)).expect("a valid file");
    let mut simulation = Simulation::new(plan);
    let mut next = name;
    for _ in 0..=stream.below(3) {
        let on = SimDuration::from_millis(u64::from(stream.below(2_000)));
        simulation.run_at_most(simulation.now() + on, stream.below(3_000));
        let soon = [1, 1 + u64::from(stream.below(1_000_000_000))][stream.below(2) as usize];
        let at = simulation.now() + SimDuration::from_nanos(soon);
        let action = recording.act(at, &deed(next, &mut stream)).expect("a valid action");
        simulation.schedule(action);
        next = ActionName::ALL[stream.below(ActionName::ALL.len() as u32) as usize];
    }
    (simulation, recording)
}

#[test]
fn two_deeds_at_once_are_none() {
    let (mut recording, _) = Recording::open(&text(1)).expect("a valid file");
    for deed in [
        r#"{"power_loss": {}}, {"at": "1s", "nginx_reload": {}}"#,
        r#"{"power_loss": {}}]}"#,
        r#"[{"power_loss": {}}]"#,
        "",
    ] {
        let refused = recording.act(lonebox::units::SimTime::from_secs(3), deed);
        assert!(refused.is_err_and(|mistakes| !mistakes.is_empty()), "{deed}");
    }
    assert!(recording.is_untouched());
}

#[test]
fn what_is_done_by_hand_a_file_does_just_so() {
    for case in 0..CASES {
        let name = ActionName::ALL[case as usize % ActionName::ALL.len()];
        let (mut simulation, recording) = played(case, name);
        simulation.run();
        let file = recording.text();
        assert_eq!(
            site::balanced(simulation.report()),
            site::run(site::plan(&file)),
            "case {case}, {name}: {file}"
        );
        assert_eq!(simulation.plan(), &site::plan(&file), "case {case}");
    }
}
