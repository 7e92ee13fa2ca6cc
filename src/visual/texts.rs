//! All words that the lab shows of its own accord, ready to be translated.
//!
//! Names of settings, log lines and statuses are the products' own and are not translated.

use crate::visual::desk::Part;

impl Part {
    /// What it is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Visitors => "Visitors",
            Self::Dns => "DNS",
            Self::Network => "Network",
            Self::Machine => "The one server",
            Self::Nginx => "nginx",
            Self::Gunicorn => "gunicorn",
            Self::Application => "Application files",
            Self::Mysql => "MySQL",
        }
    }
}

// (S) The stage.

/// What is written on the stage. Where there are several texts, they say the same in less and less room.
pub mod stage {
    use crate::snapshot::{CachedName, LockedBy, Power, RecordState, ServerState};
    use crate::units::SimDuration;
    use crate::vocabulary::{FailureKind, Stage};

    /// The road to the resolver.
    pub const NAME: &str = "name?";
    /// The wire.
    pub const THE_INTERNET: &str = "the Internet";
    /// What a round trip is.
    pub const THERE_AND_BACK: &str = "there and back";
    /// The wire when the machine's cable is out.
    pub const UNPLUGGED: &str = "cable is out";
    /// A dot for a static file.
    pub const A_FILE: &str = "file";
    /// A dot for a page of the application.
    pub const A_PAGE: &str = "page";
    /// A dot for an answer.
    pub const AN_ANSWER: &str = "answer";
    /// A dot for an answer that is none.
    pub const AN_ERROR: &str = "error";
    /// Before anybody is followed.
    pub const FOLLOW_A_DOT: &str = "click a dot to follow it";
    /// The root of the name system.
    pub const ROOT: &str = "root";
    /// The button that takes the machine's power.
    pub const PULL_THE_PLUG: &str = "pull the plug";
    /// The same button when the plug is out.
    pub const PUT_THE_PLUG_BACK: &str = "put the plug back";
    /// What everything in the machine shares.
    pub const GAUGES: [&str; 4] = ["cores", "memory", "disk", "uplink"];
    /// gunicorn's accept queue, in two rows.
    pub const ACCEPT_QUEUE: [&str; 2] = ["accept", "queue"];
    /// A program that is ready.
    pub const UP: &str = "up";
    /// A program that is not running.
    pub const DOWN: &str = "down";
    /// A program that is not ready yet.
    pub const STARTING: &str = "starting";
    /// MySQL, applying its redo log.
    pub const RECOVERING: &str = "recovering";
    /// A program that finishes what it has.
    pub const STOPPING: &str = "stopping";
    /// What comes of a program that starts.
    pub const ACCEPTS_NOBODY_YET: &str = "accepts nobody yet";
    /// What comes of MySQL after a crash.
    pub const APPLIES_ITS_REDO_LOG: &str = "applies its redo log, accepts nobody yet";
    /// What many workers do.
    pub const ARE_IDLE: &str = "idle";
    /// What many workers do.
    pub const COMPUTE: &str = "compute";
    /// What many workers do.
    pub const WAIT_FOR_MYSQL: &str = "wait for MySQL";
    /// What many workers do.
    pub const WAIT_FOR_POOL: &str = "wait for the pool";
    /// What many workers do.
    pub const WAIT_ELSEWHERE: &str = "wait elsewhere";
    /// What many workers do.
    pub const WORK_FOR_NOBODY: &str = "for nobody";
    /// What many workers do.
    pub const IMPORT: &str = "import the code";
    /// What many workers do.
    pub const LEAVE: &str = "leave";
    /// Workers that are not there.
    pub const ARE_GONE: &str = "gone";

    fn texts<const COUNT: usize>(texts: [&str; COUNT]) -> Vec<String> {
        texts.map(str::to_owned).into()
    }

    /// A span as it is read at a glance.
    pub fn seconds(seconds: f64) -> String {
        match seconds {
            ..0.0995 => format!("{:.0} ms", seconds * 1e3),
            ..9.95 => format!("{seconds:.1} s"),
            ..120.0 => format!("{seconds:.0} s"),
            _ => format!("{:.0} min", seconds / 60.0),
        }
    }

    /// `22 %`.
    pub fn percent(share: f64) -> String {
        format!("{:.0} %", share * 100.0)
    }

    /// A state, and how much of it is done.
    pub fn so_far(state: &str, share: Option<f64>) -> String {
        share.map_or_else(|| state.to_owned(), |share| format!("{state} {}", percent(share)))
    }

    /// The machine's name.
    pub fn machine(address: &str) -> Vec<String> {
        vec![format!("{address}: the one server"), "the one server".to_owned()]
    }

    /// The machine's state.
    pub fn power(power: Power, progress: Option<f64>) -> String {
        match power {
            Power::Off => "NO POWER".to_owned(),
            Power::Booting => so_far("boots", progress),
            Power::On => UP.to_owned(),
        }
    }

    /// `2 / 4`.
    pub fn of(part: u32, whole: u32) -> String {
        format!("{part} / {whole}")
    }

    /// `3.8 / 8 GiB`.
    pub fn bytes_of(part: u64, whole: u64) -> Vec<String> {
        let (unit, name) = if whole >= 1 << 30 { (30, "GiB") } else { (20, "MiB") };
        let number = |bytes: u64| {
            let text = format!("{:.1}", bytes as f64 / (1_u64 << unit) as f64);
            text.trim_end_matches(".0").to_owned()
        };
        let share = if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        vec![format!("{} / {} {name}", number(part), number(whole)), percent(share)]
    }

    /// How the cores are shared.
    pub fn cores(runnable: u32, cores: u32) -> Vec<String> {
        match runnable {
            0 => texts(["idle"]),
            _ if runnable > cores => {
                let share = percent(f64::from(cores) / f64::from(runnable));
                vec![format!("each runs at {share} speed"), format!("each at {share}")]
            }
            _ if runnable == cores => texts(["all busy"]),
            _ => vec![format!("{} idle", cores - runnable)],
        }
    }

    /// What of the memory keeps files.
    pub fn page_cache(bytes: u64) -> Vec<String> {
        let cache = match bytes {
            ..0x4000_0000 => format!("{} MiB", bytes >> 20),
            _ => format!("{:.1} GiB", bytes as f64 / f64::from(1_u32 << 30)),
        };
        vec![format!("page cache {cache}"), format!("cache {cache}")]
    }

    /// A disk without room.
    pub fn disk_full() -> Vec<String> {
        texts(["FULL"])
    }

    /// How long the disk's queue is, and how slow it is.
    pub fn disk(queue: u32, slowness: u32) -> Vec<String> {
        match (queue, slowness) {
            (0, ..2) => texts(["idle"]),
            (_, ..2) => vec![format!("queue {queue}")],
            _ => vec![format!("{slowness}x slow, queue {queue}"), format!("{slowness}x slow")],
        }
    }

    /// What the uplink carries.
    pub fn uplink(bits_per_second: u64, answers: u32) -> Vec<String> {
        let megabits = bits_per_second as f64 / 1e6;
        let rate =
            if megabits < 9.95 { format!("{megabits:.1} Mbit/s") } else { format!("{megabits:.0} Mbit/s") };
        if answers == 0 && bits_per_second == 0 {
            return texts(["idle"]);
        }
        vec![format!("{rate}, {answers} answers"), rate]
    }

    /// `40 ms`, or from shortest to longest.
    pub fn round_trip(least: SimDuration, most: SimDuration) -> String {
        if least == most { least.to_string() } else { format!("{least} to {most}") }
    }

    /// How many requests a dot stands for.
    pub fn one_dot_is(requests: u64) -> String {
        format!("1 dot = {requests} requests")
    }

    /// The speed asked for, and the one reached.
    pub fn speed(asked: f64, reached: f64) -> String {
        let number = |speed: f64| {
            if speed < 9.95 { format!("{speed:.1}x") } else { format!("{speed:.0}x") }
        };
        format!("speed {} asked, {} reached", number(asked), number(reached))
    }

    /// Who is followed, where it is and for how long.
    pub fn followed(visit: u64, spent: Option<(Stage, f64)>) -> String {
        match spent {
            Some((stage, spent)) => format!("visit {visit}: {} {}", at(stage), seconds(spent)),
            None => format!("visit {visit} is over"),
        }
    }

    /// What a request does, or what is done with it.
    pub const fn at(stage: Stage) -> &'static str {
        match stage {
            Stage::NameLookup => "looks up the name,",
            Stage::Connect => "connects,",
            Stage::TlsHandshake => "TLS handshake,",
            Stage::Sending => "is sent,",
            Stage::WebServer => "in nginx,",
            Stage::AcceptQueue => "in the accept queue,",
            Stage::Application => "a worker computes,",
            Stage::Database => "in MySQL,",
            Stage::RouteWait => "its worker waits elsewhere,",
            Stage::AnswerThroughWebServer => "answered through nginx,",
            Stage::Receiving => "its answer comes,",
            Stage::BackOff => "waits to try again,",
        }
    }

    /// Before the first visit.
    pub fn nobody_yet() -> Vec<String> {
        texts(["nobody has come yet", "nobody yet"])
    }

    fn per_second(count: f64) -> String {
        if count > 0.0 && count < 9.95 { format!("{count:.1}/s") } else { format!("{count:.0}/s") }
    }

    /// Pages that end well.
    pub fn good_per_second(count: f64) -> Vec<String> {
        vec![format!("{} good", per_second(count)), per_second(count)]
    }

    /// Pages that fail.
    pub fn failed_per_second(count: f64) -> Vec<String> {
        vec![format!("{} failed", per_second(count)), format!("{} fail", per_second(count))]
    }

    /// Visits under way.
    pub fn under_way(visits: u32) -> Vec<String> {
        vec![format!("{visits} waiting"), format!("{visits} wait")]
    }

    /// How long a good page takes now.
    pub fn page_takes(spent: f64) -> Vec<String> {
        vec![
            format!("a page takes {}", seconds(spent)),
            format!("a page: {}", seconds(spent)),
            seconds(spent),
        ]
    }

    /// The zone of a name and the one above it: `foobar.com` and `.com`.
    pub fn zones(name: &str) -> (String, String) {
        let labels: Vec<&str> = name.trim_end_matches('.').split('.').collect();
        let zone = labels[labels.len().saturating_sub(2)..].join(".");
        (zone, format!(".{}", labels.last().copied().unwrap_or_default()))
    }

    /// What a zone says of the one below.
    pub fn delegates(to: &str) -> Vec<String> {
        vec![format!("NS of {to}"), format!("NS {to}"), "NS".to_owned()]
    }

    /// The visitors' resolvers.
    pub fn resolver(answering: usize, all: usize) -> Vec<String> {
        match all {
            1 => texts(["resolver"]),
            _ => vec![
                format!("{answering} of {all} resolvers"),
                format!("{answering}/{all} resolvers"),
                "resolvers".to_owned(),
            ],
        }
    }

    /// Where there is none.
    pub fn no_resolver() -> Vec<String> {
        texts(["none"])
    }

    /// What a resolver remembers of the name.
    pub fn remembers(name: CachedName, address: &str) -> Vec<String> {
        match name {
            CachedName::Nothing => texts(["knows nothing yet", "nothing yet"]),
            CachedName::Address => vec![format!("A {address}"), address.to_owned()],
            CachedName::WrongAddress => texts(["wrong address"]),
            CachedName::NoName => texts(["no such name", "NXDOMAIN"]),
            CachedName::NoAddress => texts(["no address"]),
            CachedName::Servfail => texts(["SERVFAIL"]),
            CachedName::Stale => vec![format!("{address}, stale"), "stale".to_owned()],
        }
    }

    /// A resolver that finds the answer out.
    pub fn asks(waiting: u32) -> Vec<String> {
        match waiting {
            0 => texts(["asks"]),
            _ => vec![format!("asks, {waiting} wait"), format!("{waiting} wait")],
        }
    }

    /// How long an answer is still remembered.
    pub fn ttl(seconds: f64) -> Vec<String> {
        vec![format!("TTL {:.0} s", seconds.ceil())]
    }

    /// What the zone's own server has.
    pub fn record(record: RecordState, address: &str) -> Vec<String> {
        match record {
            RecordState::Present => vec![format!("A {address}"), address.to_owned()],
            RecordState::Removed => texts(["A record removed", "no A record"]),
            RecordState::Wrong => texts(["A wrong address", "wrong address"]),
        }
    }

    /// What somebody who asks a server gets.
    pub fn says(state: ServerState) -> Vec<String> {
        match state {
            ServerState::Answering => texts(["answers"]),
            ServerState::Silent => texts(["no answer"]),
            ServerState::Refusing => texts(["port closed"]),
        }
    }

    /// nginx's connection slots.
    pub fn connections(taken: u32, all: u32) -> Vec<String> {
        vec![format!("{taken} / {all} connections"), format!("{taken} / {all}")]
    }

    /// Connections that nginx has not accepted yet.
    pub fn wait_to_get_in(count: u32) -> Vec<String> {
        vec![format!("{count} wait to get in"), format!("{count} wait")]
    }

    /// An nginx worker process.
    pub fn nginx_worker(number: usize) -> String {
        format!("worker {number}")
    }

    /// How long the accept queue is and how long it may get.
    pub fn backlog(waiting: u32, most: u32) -> Vec<String> {
        vec![format!("{waiting} / {most}"), waiting.to_string()]
    }

    /// How many a mark stands for.
    pub fn each(count: u32) -> Vec<String> {
        vec![format!("1 mark = {count}"), format!("each {count}")]
    }

    /// gunicorn's workers.
    pub fn busy_workers(busy: u32, workers: u32) -> Vec<String> {
        vec![format!("{busy} of {workers} workers busy"), format!("{busy} of {workers} busy")]
    }

    /// A worker's threads.
    pub fn busy_threads(busy: usize, threads: usize) -> Vec<String> {
        vec![format!("{busy} of {threads} threads busy"), format!("{busy} of {threads} busy")]
    }

    /// A worker that has nothing to do.
    pub fn idle() -> Vec<String> {
        texts(["idle"])
    }

    fn lasting(what: &str, spent: f64) -> String {
        if spent < 0.5 { what.to_owned() } else { format!("{what} {}", seconds(spent)) }
    }

    /// A worker that computes.
    pub fn computes(spent: f64) -> Vec<String> {
        vec![lasting("computing", spent), "computing".to_owned()]
    }

    /// A worker that waits for MySQL.
    pub fn waits_for_mysql(spent: f64) -> Vec<String> {
        vec![lasting("waits for MySQL", spent), lasting("MySQL", spent)]
    }

    /// A worker that waits for a connection to MySQL.
    pub fn waits_for_pool(spent: f64) -> Vec<String> {
        vec![lasting("waits for the pool", spent), lasting("pool", spent)]
    }

    /// A worker that waits for something else.
    pub fn waits_elsewhere(spent: f64) -> Vec<String> {
        vec![lasting("waits elsewhere", spent), lasting("elsewhere", spent)]
    }

    /// A worker whose visitor has left.
    pub fn works_for_nobody(spent: f64) -> Vec<String> {
        vec![lasting("works for nobody", spent), lasting("for nobody", spent), "nobody".to_owned()]
    }

    /// A worker that reads the code.
    pub fn imports(share: Option<f64>) -> Vec<String> {
        vec![so_far("imports the code", share), so_far("imports", share)]
    }

    /// A worker that finishes.
    pub fn leaves() -> Vec<String> {
        texts(["finishes and leaves", "leaves"])
    }

    /// A worker that is not there.
    pub fn gone() -> Vec<String> {
        texts(["gone"])
    }

    /// How many of all workers do something.
    pub fn so_many(count: usize, all: usize, what: &str) -> Vec<String> {
        vec![format!("{count} of {all} {what}"), format!("{count} {what}")]
    }

    /// Files that are not shown.
    pub fn more_files(count: usize) -> String {
        format!("and {count} more")
    }

    /// MySQL's sessions.
    pub fn sessions(open: u32, most: u32) -> Vec<String> {
        vec![format!("{open} / {most} sessions"), format!("{open} / {most}")]
    }

    /// Sessions that run a query.
    pub fn running() -> Vec<String> {
        texts(["running"])
    }

    /// Sessions whose query waits for a lock.
    pub fn wait_for_locks() -> Vec<String> {
        texts(["wait for locks", "locked"])
    }

    /// What holds a lock that many wait for.
    pub fn locked(by: LockedBy) -> Vec<String> {
        match by {
            LockedBy::Backup => texts(["locked by the backup", "locked: backup", "backup"]),
            LockedBy::SchemaChange => texts(["locked by ALTER TABLE", "ALTER TABLE"]),
        }
    }

    /// The share of page reads that the buffer pool answers.
    pub fn buffer_pool() -> Vec<String> {
        texts(["buffer pool hits", "buffer pool", "pool"])
    }

    /// A badge for so many failures.
    pub fn times(badge: &str, count: u32) -> String {
        if count > 1 { format!("{badge} × {count}") } else { badge.to_owned() }
    }

    /// How a page failed, as short as a visitor would say it.
    pub const fn badge(kind: FailureKind) -> &'static str {
        match kind {
            FailureKind::ConnectTimedOut | FailureKind::ClientTimedOut => "timed out",
            FailureKind::GaveUpConnecting | FailureKind::GaveUpWaiting | FailureKind::GaveUpResolving => {
                "gave up"
            }
            FailureKind::ConnectionRefused => "refused",
            FailureKind::ConnectionReset => "reset",
            FailureKind::EmptyReply => "no reply",
            FailureKind::TruncatedAnswer => "cut off",
            FailureKind::UpstreamRefused
            | FailureKind::UpstreamQueueFull
            | FailureKind::UpstreamReset
            | FailureKind::UpstreamClosed => "502",
            FailureKind::UpstreamConnectTimedOut | FailureKind::UpstreamReadTimedOut => "504",
            FailureKind::BodyTooLarge => "413",
            FailureKind::RateLimited | FailureKind::ConnectionLimited | FailureKind::MaintenancePage => "503",
            FailureKind::NoUpstreamSlot
            | FailureKind::WorkerTimedOut
            | FailureKind::DatabaseUnreachable
            | FailureKind::DatabaseLost
            | FailureKind::DatabaseFull
            | FailureKind::DatabaseSessionClosed
            | FailureKind::LockWaitTimedOut
            | FailureKind::ApplicationError
            | FailureKind::PoolExhausted => "500",
            FailureKind::NameNotFound => "name not found",
            FailureKind::NoAddress => "no address",
            FailureKind::NoDnsAnswer => "no DNS answer",
            FailureKind::DnsServfail => "SERVFAIL",
        }
    }
}
