//! Random sites under random timelines: no panic, books balanced to the last one, the same twice.

use lonebox::engine::Stream;
use lonebox::scenario::Plan;
use lonebox::simulation::Simulation;

use crate::site;

const SITES: u64 = 150;

fn pick<'a>(stream: &mut Stream, from: &[&'a str]) -> &'a str {
    from[stream.below(from.len() as u32) as usize]
}

fn random_action(stream: &mut Stream) -> String {
    let at = stream.below(25_000);
    let lasting = 1 + stream.below(8_000);
    let deeds = [
        format!(r#""power_loss": {{"for": "{lasting}ms"}}"#),
        r#""power_loss": {}"#.to_owned(),
        r#""nginx_restart": {"signal": "quit"}"#.to_owned(),
        r#""nginx_restart": {"signal": "term"}"#.to_owned(),
        r#""nginx_reload": {}"#.to_owned(),
        r#""gunicorn_restart": {}"#.to_owned(),
        r#""gunicorn_reload": {}"#.to_owned(),
        r#""mysql_restart": {}"#.to_owned(),
        format!(r#""mysql_kill": {{"for": "{lasting}ms"}}"#),
        format!(r#""spike": {{"factor": {}, "for": "{lasting}ms"}}"#, stream.below(8)),
    ];
    // Power that does not come back is rare, or nothing else would be seen.
    let choice =
        if stream.below(20) == 0 { 1 } else { [0, 2, 3, 4, 5, 6, 7, 8, 9][stream.below(9) as usize] };
    format!(r#"{{"at": "{at}ms", {}}}"#, deeds[choice])
}

fn random_visitors(stream: &mut Stream) -> String {
    let groups: Vec<String> =
        (0..stream.below(4)).map(|place| format!(r#""g{place}": {{{}}}"#, random_group(stream))).collect();
    let groups =
        if groups.is_empty() { String::new() } else { format!(r#", "groups": {{{}}}"#, groups.join(", ")) };
    format!("{{{}{groups}}}", random_group(stream))
}

fn random_group(stream: &mut Stream) -> String {
    let mut fields = vec![
        format!(r#""arrivals": {}"#, random_arrivals(stream)),
        r#""pages": {"home": 4, "file": 1}"#.to_owned(),
        format!(r#""round_trip": "{}ms""#, stream.below(200)),
        format!(r#""bandwidth": "{}Mbit/s""#, 1 + stream.below(100)),
        format!(r#""patience": {}"#, pick(stream, &PATIENCE)),
        format!(r#""connections_per_host": {}"#, 1 + stream.below(8)),
        format!(r#""resolvers": {}"#, 1 + stream.below(4)),
    ];
    if stream.below(2) == 0 {
        fields.push(format!(r#""attempt_timeout": "{}ms""#, 1 + stream.below(5_000)));
    }
    if stream.below(2) == 0 {
        fields.push(random_retries(stream));
    }
    if stream.below(2) == 0 {
        fields.push(format!(r#""reload_after": "{}ms""#, stream.below(4_000)));
    }
    if stream.below(2) == 0 {
        fields.push(format!(r#""reload_on_error": "{}ms", "reloads_max": 2"#, stream.below(3_000)));
    }
    fields.push(format!(r#""returning": "{}%""#, pick(stream, &["0", "30", "100"])));
    fields.join(", ")
}

const PATIENCE: [&str; 3] =
    [r#""forever""#, r#"{"exponential": {"mean": "2s"}}"#, r#"{"uniform": {"low": "0s", "high": "9s"}}"#];

fn random_arrivals(stream: &mut Stream) -> String {
    let rate = 1 + stream.below(60);
    let users = format!(
        r#"{{"users": {{"count": {rate}, "think_time": {{"exponential": {{"mean": "{}ms"}}}}}}}}"#,
        1 + stream.below(3_000)
    );
    let laws = [
        format!(r#"{{"poisson": {{"rate": "{rate}/s"}}}}"#),
        format!(r#"{{"even": {{"rate": "{rate}/s"}}}}"#),
        users,
        format!(
            r#"{{"bursty": {{"rate_low": "{}/s", "rate_high": "{rate}/s", "mean_low": "{}ms", "mean_high": "2s"}}}}"#,
            f64::from(stream.below(rate)) / 2.0,
            1 + stream.below(9_000)
        ),
        format!(r#"{{"ramp": {{"from": "{rate}/s", "to": "{}/s", "over": "20s"}}}}"#, stream.below(60)),
        format!(
            r#"{{"profile": {{"points": [{{"at": "1s", "rate": "{rate}/s"}}, {{"at": "3s", "rate": "0/s"}}],
                "shape": "{}" {}}}}}"#,
            pick(stream, &["linear", "steps"]),
            pick(stream, &["", r#", "repeat_every": "5s""#])
        ),
    ];
    laws[stream.below(laws.len() as u32) as usize].clone()
}

fn random_retries(stream: &mut Stream) -> String {
    format!(
        r#""retries": {{"attempts_max": {}, "back_off": "{}ms", "factor": {}, "jitter": "{}"{}}}"#,
        2 + stream.below(5),
        stream.below(2_000),
        1 + stream.below(3),
        pick(stream, &["none", "full"]),
        pick(stream, &["", r#", "on": ["client-timed-out", "upstream-refused", "connection-refused"]"#]),
    )
}

fn random_site(seed: u64) -> Plan {
    let mut stream = Stream::named(seed, "swarm");
    let timeline: Vec<String> = (0..stream.below(8)).map(|_| random_action(&mut stream)).collect();
    let stream = &mut stream;
    site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "swarm", "run": {{"seed": {seed}, "duration": "30s", "journeys": 3}},
            "profile": {{"gunicorn": "{}", "visitors_linux": "{}"}},
            "domain": {{"scheme": "{}", "ttl": "{}s"}},
            "server": {{
                "machine": {{"cores": {}, "boot_time": "{}ms"}},
                "nginx": {{"worker_connections": {}, "proxy_read_timeout": "{}s", "keepalive_requests": {}, "stop_timeout": "{}ms"}},
                "gunicorn": {{"workers": {}, "backlog": {}, "bind": "{}", "timeout": "{}s", "graceful_timeout": "{}ms",
                             "database_connections": "{}"}},
                "mysql": {{"max_connections": {}, "buffer_pool_hit_ratio_warm": "{}%"}}
            }},
            "application": {{
                "import_time": "{}ms",
                "routes": {{
                    "/": {{"dynamic": {{"cpu": {{"exponential": {{"mean": "{}ms"}}}}, "wait": {{"exponential": {{"mean": "{}ms"}}}},
                          "queries": {}, "query": {{"redo": "{}KiB"}}, "failure_rate": "{}%"}}}},
                    "/a": {{"static": {{"size": "{}KiB"}}}}, "/b": {{"static": {{"size": "300KiB"}}}}
                }},
                "pages": {{"home": {{"document": "/", "files": ["/a", "/b", "/a", "/b"]}}, "file": {{"document": "/a"}}}}
            }},
            "visitors": {},
            "timeline": [{}]
        }}"#,
        pick(stream, &["20", "23"]),
        pick(stream, &["6.1", "6.8"]),
        pick(stream, &["http", "https"]),
        1 + stream.below(60),
        1 + stream.below(4),
        100 + stream.below(5_000),
        5 + stream.below(200),
        1 + stream.below(10),
        1 + stream.below(5),
        1 + stream.below(3_000),
        1 + stream.below(6),
        1 + stream.below(30),
        pick(stream, &["127.0.0.1:8000", "unix:/run/gunicorn.sock"]),
        stream.below(6),
        stream.below(2_000),
        pick(stream, &["pooled", "pooled_pre_ping", "per_request"]),
        10 + stream.below(5),
        50 + stream.below(50),
        stream.below(3_000),
        stream.below(30),
        stream.below(300),
        stream.below(4),
        stream.below(20),
        stream.below(30),
        1 + stream.below(200),
        random_visitors(&mut Stream::named(seed, "swarm.visitors")),
        timeline.join(", ")
    ))
}

#[test]
fn random_sites_under_random_timelines_balance_exactly_and_end_the_same_twice() {
    for seed in 1..=SITES {
        let plan = random_site(seed);
        let once = site::run(plan.clone());
        for told in &once.blames {
            let blamed = told.blame.action.is_some() || told.blame.limit.is_some();
            assert!(blamed, "site {seed}: nobody is to blame for {told:?}");
        }
        let mut again = Simulation::new(plan);
        while again.now() < again.end() {
            again.run_until(again.now() + lonebox::units::SimDuration::from_millis(777));
            again = again.clone();
            site::balanced(again.report());
        }
        assert_eq!(once, again.report(), "site {seed}");
    }
}
