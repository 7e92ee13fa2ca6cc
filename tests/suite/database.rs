//! What MySQL must do: sessions, locks, maintenance, its ends and its beginnings, seen through whole runs.

use lonebox::simulation::{Report, Simulation};
use lonebox::units::SimTime;
use lonebox::vocabulary::{ActionName, FailureKind, Happening, Limit, Message};

use crate::site;

/// A site on loopback where nothing but MySQL takes time, with one page, and with more as each test needs it.
#[derive(Clone, Copy)]
struct Site<'a> {
    /// The route's `queries` and `query`.
    work: &'a str,
    /// When visitors come \[ms\].
    visits: &'a [u64],
    mysql: &'a str,
    mysql_version: &'a str,
    gunicorn: &'a str,
    machine: &'a str,
    timeline: &'a str,
}

/// Two queries of 50 ms each, which change a counter.
const COUNTER: &str =
    r#""queries": 2, "query": {"cpu": "50ms", "page_reads": 0, "table": "counters", "locks_row_of": 1}"#;
/// One of 2 s.
const LONG: &str =
    r#""queries": 1, "query": {"cpu": "2s", "page_reads": 0, "table": "counters", "locks_row_of": 1}"#;
/// One of 50 ms that only reads.
const READ: &str = r#""queries": 1, "query": {"cpu": "50ms", "page_reads": 0, "table": "counters"}"#;
/// Two of 50 ms that write what nobody else wants.
const WRITE: &str =
    r#""queries": 2, "query": {"cpu": "50ms", "page_reads": 0, "table": "articles", "redo": "16KiB"}"#;

const SITE: Site<'_> = Site {
    work: READ,
    visits: &[1_000],
    mysql: "",
    mysql_version: "8.0",
    gunicorn: r#", "workers": 16, "timeout": "0s""#,
    machine: "",
    timeline: "",
};

impl Site<'_> {
    fn simulation(&self) -> Simulation {
        let Site { work, visits, mysql, mysql_version, gunicorn, machine, timeline } = self;
        let times: Vec<String> = visits.iter().map(|millis| format!("\"{millis}ms\"")).collect();
        Simulation::new(site::plan(&format!(
            r#"{{
                "schema_version": 1, "title": "a database", "run": {{"duration": "120s", "journeys": 1000}},
                "profile": {{"mysql": "{mysql_version}"}},
                "domain": {{"scheme": "http", "resolver_round_trip": "0s", "root_round_trip": "0s",
                            "com_round_trip": "0s", "authority_round_trip": "0s"}},
                "server": {{
                    "machine": {{"cores": 64 {machine}}}, "nginx": {{"proxied_cpu": "0s"}},
                    "gunicorn": {{"request_cpu": "0s" {gunicorn}}},
                    "mysql": {{"start_time": "200ms" {mysql}}}
                }},
                "application": {{"routes": {{
                    "/": {{"dynamic": {{"size": "1B", "cpu": "0s", {work}}}}},
                    "/counters": {{"dynamic": {{"queries": 1, "query": {{"table": "counters"}}}}}},
                    "/articles": {{"dynamic": {{"queries": 1, "query": {{"table": "articles"}}}}}}
                }}}},
                "visitors": {{"arrivals": {{"at": [{}]}}, "round_trip": "0s", "bandwidth": "1000Gbit/s",
                              "patience": "forever"}},
                "timeline": [{timeline}]
            }}"#,
            times.join(", ")
        )))
    }

    fn finished(&self) -> Simulation {
        let mut simulation = self.simulation();
        simulation.run();
        site::balanced(simulation.report());
        simulation
    }

    fn run(&self) -> Report {
        self.finished().report()
    }
}

fn failed_as(report: &Report, kind: FailureKind) -> u64 {
    report.windows[0].figures().pages().failed_as(kind)
}

fn good(report: &Report) -> u64 {
    report.windows[0].figures().pages().good()
}

/// How long each page took, in the order in which they were begun \[ms\].
fn latencies(report: &Report) -> Vec<u64> {
    let mut pages = report.journeys.clone();
    pages.sort_by_key(|page| page.visit);
    pages.iter().map(|page| (page.ended - page.begun).as_nanos() / 1_000_000).collect()
}

fn when(report: &Report, what: Happening) -> u64 {
    let entry = report.chronicle.iter().find(|entry| entry.what == what);
    entry.expect("it happens").at.as_nanos() / 1_000_000
}

#[test]
fn mysql_killed_while_one_query_holds_a_row_and_others_wait_for_it_fails_them_all_at_once() {
    let site = Site {
        work: LONG,
        visits: &[1_000, 1_100, 1_200, 4_000],
        timeline: r#"{"at": "2s", "mysql_kill": {"for": "1s"}}"#,
        ..SITE
    };
    let report = site.run();
    assert_eq!((failed_as(&report, FailureKind::DatabaseLost), good(&report)), (3, 1));
    // MySQL accepts at 3.2 s. What the dead transaction did in a second takes three to be undone, and then 2 s of query.
    assert_eq!(latencies(&report), [1_000, 900, 800, 6_200 - 4_000 + 2_000]);
    // A transaction that was finished leaves nothing to undo.
    let report = Site { visits: &[4_000], ..site }.run();
    assert_eq!(latencies(&report), [2_000]);
}

#[test]
fn without_power_nobody_is_told_and_the_locks_are_gone_with_the_machine() {
    let report = Site {
        work: LONG,
        visits: &[1_000, 1_100, 60_000],
        timeline: r#"{"at": "2s", "power_loss": {"for": "1s"}}"#,
        machine: r#", "boot_time": "5s""#,
        ..SITE
    }
    .run();
    assert_eq!((failed_as(&report, FailureKind::DatabaseLost), good(&report)), (0, 1));
}

#[test]
fn a_clean_shutdown_rolls_back_before_it_ends() {
    let report = Site {
        work: LONG,
        visits: &[1_000, 1_100, 4_000],
        timeline: r#"{"at": "2s", "mysql_restart": {}}"#,
        ..SITE
    }
    .run();
    assert_eq!(failed_as(&report, FailureKind::DatabaseLost), 2);
    assert_eq!(latencies(&report), [1_000, 900, 2_000]);
}

#[test]
fn who_wants_a_locked_row_waits_first_come_first_served_until_the_commit() {
    let report = Site { work: COUNTER, visits: &[1_000, 1_010, 1_020, 1_030], ..SITE }.run();
    assert_eq!(latencies(&report), [100, 190, 280, 370], "two queries of 50 ms hold it to the end");
}

#[test]
fn other_rows_and_reads_do_not_wait() {
    let rows = COUNTER.replace(r#""locks_row_of": 1"#, r#""locks_row_of": 1000000000"#);
    let visits = &[1_000, 1_010, 1_020, 1_030];
    assert_eq!(latencies(&Site { work: &rows, visits, ..SITE }.run()), [100; 4]);
    assert_eq!(latencies(&Site { work: WRITE, visits, ..SITE }.run()), [100; 4]);
    assert_eq!(latencies(&Site { work: READ, visits, ..SITE }.run()), [50; 4]);
}

#[test]
fn a_wait_for_a_row_ends_after_innodb_lock_wait_timeout_and_the_session_lives_on() {
    let site = Site {
        work: LONG,
        visits: &[1_000, 1_100, 2_600],
        mysql: r#", "innodb_lock_wait_timeout": "1s""#,
        gunicorn: r#", "workers": 2, "timeout": "0s""#,
        ..SITE
    };
    let simulation = site.finished();
    let report = simulation.report();
    assert_eq!(failed_as(&report, FailureKind::LockWaitTimedOut), 1);
    assert_eq!(latencies(&report), [2_000, 1_000, 400 + 2_000], "the third waits for the first alone");
    assert_eq!(report.blames[0].blame.limit, Some(Limit::InnodbLockWaitTimeout));
    assert_eq!(simulation.report().logs.written(Message::LockWaitTimedOut).count, 1);
    assert_eq!(simulation.snapshot().database.sessions, 2, "rolled back, but not closed");
}

#[test]
fn a_worker_that_is_aborted_leaves_its_row_locked_until_mysql_is_done_with_the_query() {
    let site = Site {
        work: r#""queries": 2, "query": {"cpu": "4s", "page_reads": 0, "locks_row_of": 1}"#,
        visits: &[1_000, 4_500],
        gunicorn: r#", "workers": 16, "timeout": "2s""#,
        ..SITE
    };
    let waiting_at = |millis: u64| {
        let mut simulation = site.simulation();
        simulation.run_until(SimTime::from_nanos(millis * 1_000_000));
        simulation.snapshot().database.waiting
    };
    // The worker is aborted at 3 s; the query goes on to 5 s, and then there is nobody to ask the second one.
    assert_eq!([4_400, 4_600, 4_999, 5_001].map(waiting_at), [0, 1, 1, 0]);
    assert_eq!(failed_as(&site.run(), FailureKind::WorkerTimedOut), 2);
}

#[test]
fn mysql_closes_an_idle_session_and_its_next_use_fails_unless_it_is_tested() {
    let lines = [Message::DatabaseGoneAway, Message::DatabaseInactivity];
    for (connections, version, failed, written) in [
        ("pooled", "8.0.23", 1, [1, 0]),
        ("pooled", "5.7", 1, [1, 0]),
        ("pooled", "8.0.24", 1, [0, 1]),
        ("pooled", "8.4", 1, [0, 1]),
        ("pooled_pre_ping", "8.0", 0, [0, 0]),
        ("per_request", "8.0", 0, [0, 0]),
    ] {
        let gunicorn = format!(r#", "workers": 1, "database_connections": "{connections}""#);
        let simulation = Site {
            visits: &[1_000, 5_000, 11_000, 11_100],
            mysql: r#", "wait_timeout": "5s""#,
            mysql_version: version,
            gunicorn: &gunicorn,
            ..SITE
        }
        .finished();
        let report = simulation.report();
        assert_eq!(failed_as(&report, FailureKind::DatabaseSessionClosed), failed, "{connections}");
        assert_eq!(good(&report), 4 - failed, "{connections}");
        let counts = lines.map(|line| simulation.report().logs.written(line).count);
        assert_eq!(counts, written, "{connections} {version}");
        assert!(report.blames.iter().all(|told| told.blame.limit == Some(Limit::WaitTimeout)));
        assert_eq!(simulation.snapshot().database.sessions, 0, "all are closed in the end");
    }
}

#[test]
fn a_session_closed_for_being_idle_makes_room_for_another() {
    // Twelve workers take a session each in turn: the first ten are closed before the others come.
    let visits = [[1_000; 10].as_slice(), &[9_000; 10]].concat();
    let of = |wait_timeout: &str| {
        let mysql = format!(r#", "max_connections": 10, "wait_timeout": "{wait_timeout}""#);
        let site = Site { visits: &visits, mysql: &mysql, ..SITE };
        let mut simulation = site.simulation();
        simulation.run_until(SimTime::from_secs(8));
        simulation.snapshot().database.sessions
    };
    assert_eq!((of("5s"), of("20s")), (0, 10));
}

#[test]
fn logging_in_costs_cpu_once_a_session() {
    let of = |connections: &str| {
        let gunicorn = format!(r#", "workers": 1, "database_connections": "{connections}""#);
        let mysql = r#", "connect_cpu": "10ms""#;
        latencies(&Site { visits: &[1_000, 2_000], gunicorn: &gunicorn, mysql, ..SITE }.run())
    };
    assert_eq!((of("pooled"), of("per_request")), (vec![60, 50], vec![60, 60]));
}

#[test]
fn while_mysql_is_down_the_driver_says_2003_by_tcp_and_2002_by_its_socket() {
    for (protocol, tcp, socket) in [("tcp", 1, 0), ("socket", 0, 1)] {
        let mysql = format!(r#", "protocol": "{protocol}""#);
        let timeline = r#"{"at": "1s", "mysql_kill": {}}"#;
        let simulation = Site { visits: &[2_000], mysql: &mysql, timeline, ..SITE }.finished();
        assert_eq!(failed_as(&simulation.report(), FailureKind::DatabaseUnreachable), 1);
        let count = |line| simulation.report().logs.written(line).count;
        let counts = (count(Message::DatabaseUnreachableByTcp), count(Message::DatabaseUnreachableBySocket));
        assert_eq!(counts, (tcp, socket), "{protocol}");
    }
}

#[test]
fn a_backup_lets_reads_go_on_and_writes_wait_in_order() {
    let timeline = r#"{"at": "1s", "mysql_backup": {"for": "3s"}}"#;
    let visits = &[900, 950, 2_000, 3_000, 5_000];
    let of = |work| Site { work, visits, timeline, ..SITE }.run();
    let writes = of(WRITE);
    // Statements at work are finished (here behind the backup's first reads); a transaction's next one waits.
    assert_eq!(latencies(&writes), [103, 3_100, 2_100, 1_100, 100]);
    assert_eq!(latencies(&of(READ)), [50; 5]);
    // One has the row to 2.9 s, the second has opened its table before and has the row to 4.9 s, the others follow; the last logs in first.
    assert_eq!(latencies(&of(LONG)), [2_000, 3_950, 4_900, 5_900, 5_901]);
}

#[test]
fn a_backup_reads_the_database_from_the_disk_in_line_with_everybody_else() {
    let busy = |data_size: &str| {
        let mysql = format!(r#", "data_size": "{data_size}""#);
        let timeline = r#"{"at": "0s", "mysql_backup": {"for": "100s"}}"#;
        let report = Site { mysql: &mysql, timeline, ..SITE }.run();
        let disk = report.windows[0].figures().station(lonebox::vocabulary::Station::Disk);
        disk.expect("observed").utilisation.expect("there is a disk") * 120.0
    };
    // 4,096 reads at 3,000 a second.
    assert!((busy("256MiB") - 1.365).abs() < 0.01, "{}", busy("256MiB"));
    assert!(busy("0B") < 1e-9);
}

#[test]
fn a_schema_change_holds_up_its_own_table_and_no_other() {
    let of = |table: &str, work| {
        let timeline =
            format!(r#"{{"at": "1s", "mysql_schema_change": {{"table": "{table}", "for": "3s"}}}}"#);
        latencies(&Site { work, visits: &[980, 2_000, 5_000], timeline: &timeline, ..SITE }.run())
    };
    assert_eq!(of("counters", READ), [50, 2_050, 50]);
    assert_eq!(of("main", READ), [50, 50, 50]);
}

#[test]
fn maintenance_is_blamed_for_the_wait_and_is_over_when_mysql_dies() {
    let backup = r#"{"at": "1s", "mysql_backup": {"for": "60s"}}, {"at": "3s", "mysql_kill": {"for": "1s"}, "note": "on purpose"}"#;
    let report = Site { work: WRITE, visits: &[2_000, 5_000, 70_000], timeline: backup, ..SITE }.run();
    assert_eq!(failed_as(&report, FailureKind::DatabaseLost), 1);
    assert_eq!(latencies(&report)[1..], [100, 100]);
    let ends = report.chronicle.iter().any(|entry| entry.what == Happening::MysqlBackupEnds);
    assert!(!ends, "it ended with MySQL");
    let timeline = r#"{"at": "1s", "mysql_schema_change": {"table": "counters"}}"#;
    let visits: Vec<u64> = (0..10).map(|place| 2_000 + place).collect();
    let report =
        Site { gunicorn: r#", "workers": 16, "timeout": "5s""#, visits: &visits, timeline, ..SITE }.run();
    assert_eq!(failed_as(&report, FailureKind::WorkerTimedOut), 10);
    assert_eq!(report.blames[0].action, Some(ActionName::MysqlSchemaChange));
}

#[test]
fn two_that_overlap_each_hold_their_own() {
    let timeline = r#"{"at": "1s", "mysql_backup": {"for": "3s"}},
        {"at": "2s", "mysql_schema_change": {"table": "counters", "for": "5s"}, "note": "on purpose"}"#;
    let of = |work| latencies(&Site { work, visits: &[3_000], timeline, ..SITE }.run());
    assert_eq!((of(WRITE), of(COUNTER), of(READ)), (vec![1_100], vec![4_100], vec![4_050]));
}

#[test]
fn a_transaction_costs_one_disk_write_when_it_commits_unless_the_log_is_flushed_each_second() {
    for (value, took) in [(1, 200), (0, 100), (2, 100)] {
        let mysql = format!(r#", "innodb_flush_log_at_trx_commit": {value}"#);
        let machine = r#", "disk_operations_per_second": 10"#;
        let report = Site { work: WRITE, visits: &[1_000], mysql: &mysql, machine, ..SITE }.run();
        assert_eq!(latencies(&report), [took], "two queries of 50 ms and a write of 100 ms");
    }
}

#[test]
fn a_clean_shutdown_writes_the_dirty_pages_first() {
    let accepts = |mysql: &str| {
        let mysql = format!(r#", "checkpoint_per_second": "1B" {mysql}"#);
        let work = WRITE.replace("16KiB", "40MiB");
        let timeline = r#"{"at": "10s", "mysql_restart": {}}"#;
        let report = Site { work: &work, visits: &[1_000], mysql: &mysql, timeline, ..SITE }.run();
        when(&report, Happening::MysqlAccepts)
    };
    // 80 MiB are 5,120 pages at 3,000 a second; 0.3 s to stop, 0.2 s to start.
    assert_eq!(accepts(""), 10_000 + 1_706 + 500);
    assert_eq!(accepts(r#", "innodb_buffer_pool_size": "8MiB""#), 10_000 + 170 + 500);
}

#[test]
fn the_slow_query_log_takes_what_takes_long_and_does_not_count_waiting_for_locks() {
    let slow = |mysql: &str, work| {
        let simulation = Site { work, visits: &[1_000, 1_010, 1_020], mysql, ..SITE }.finished();
        simulation.report().logs.written(Message::SlowQuery).count
    };
    assert_eq!(slow("", LONG), 0, "it is off");
    assert_eq!(slow(r#", "slow_query_log": "on""#, LONG), 0, "ten seconds");
    assert_eq!(slow(r#", "slow_query_log": "on", "long_query_time": "2s""#, LONG), 3);
    assert_eq!(slow(r#", "slow_query_log": "on", "long_query_time": "60ms""#, COUNTER), 0);
}

#[test]
fn mysql_writes_down_how_it_ends_and_begins() {
    let lines = [
        Message::MysqlShutdown,
        Message::MysqlShutdownComplete,
        Message::MysqlStarting,
        Message::MysqlRecovering,
        Message::MysqlRecovered,
        Message::MysqlReady,
    ];
    let written = |deed: &str| {
        let timeline = format!(r#"{{"at": "1s", {deed}}}"#);
        let simulation = Site { timeline: &timeline, ..SITE }.finished();
        lines.map(|line| simulation.report().logs.written(line).count)
    };
    assert_eq!(written(r#""mysql_restart": {}"#), [1, 1, 1, 0, 0, 1]);
    assert_eq!(written(r#""mysql_kill": {"for": "1s"}"#), [0, 0, 1, 1, 1, 1]);
}
