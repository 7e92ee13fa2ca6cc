//! What is written on the stage. Where there are several texts, they say the same in less and less room.

mod programs;

pub use programs::*;

use std::net::Ipv4Addr;

use crate::snapshot::{CachedName, Power, RecordState, ServerState};
use crate::units::SimDuration;
use crate::vocabulary::Stage;

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
pub const FOLLOW_A_DOT: &str = "click a dot to follow\u{a0}it";
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
/// A program that stands still.
pub const HUNG: &str = "hangs";
/// What comes of a program that starts.
pub const ACCEPTS_NOBODY_YET: &str = "accepts nobody yet";
/// gunicorn while all its workers import the code.
pub const NO_WORKER_YET: &str = "no worker yet";
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
/// What workers do that stand still.
pub const HANG: &str = "hang";
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

/// What the wire does while it loses packets.
pub fn loses_packets(share: f64) -> String {
    format!("{} of the packets are lost", percent(share))
}

/// What nginx answers while somebody works on the rest.
pub fn maintenance_page() -> Vec<String> {
    vec!["answers 503 on purpose".to_owned(), "503 on purpose".to_owned(), "503".to_owned()]
}

/// A state, and how much of it is done.
pub fn so_far(state: &str, share: Option<f64>) -> String {
    share.map_or_else(|| state.to_owned(), |share| format!("{state} {}", percent(share)))
}

/// The machine's name.
pub fn machine(address: Ipv4Addr) -> Vec<String> {
    vec![format!("{address}: the one server"), format!("{address}: one server"), "the one server".to_owned()]
}

/// The machine's state.
pub fn power(power: Power, progress: Option<f64>) -> String {
    match power {
        Power::Off => "NO POWER".to_owned(),
        Power::Panicked => "KERNEL PANIC".to_owned(),
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

/// What the hypervisor gives to others of the cores.
pub fn stolen(share: f64) -> Vec<String> {
    vec![format!("{} stolen", percent(share)), format!("\u{2212}{}", percent(share))]
}

/// How the cores are shared, of whose time this share is stolen.
pub fn cores(runnable: u32, cores: u32, stolen: f64) -> Vec<String> {
    let speed = (1.0 - stolen) * (f64::from(cores) / f64::from(runnable.max(1))).min(1.0);
    match runnable {
        0 => texts(["idle"]),
        _ if runnable > cores || stolen > 0.0 => {
            let speed = percent(speed);
            vec![format!("each runs at {speed} speed"), format!("each at {speed}")]
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

/// What figures a second are.
pub fn mean_of_five_seconds() -> Vec<String> {
    texts(["mean of the last 5 s", "5 s mean"])
}

/// Visits under way.
pub fn under_way(visits: u32) -> Vec<String> {
    vec![format!("{visits} waiting"), waiting(visits)]
}

/// So many wait.
fn waiting(count: u32) -> String {
    if count == 1 { "1 waits".to_owned() } else { format!("{count} wait") }
}

/// How long a good page takes now.
pub fn page_takes(spent: f64) -> Vec<String> {
    vec![format!("a page takes {}", seconds(spent)), format!("a page: {}", seconds(spent)), seconds(spent)]
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
pub fn remembers(name: CachedName, address: Ipv4Addr) -> Vec<String> {
    match name {
        CachedName::Nothing => texts(["knows nothing yet", "nothing yet"]),
        CachedName::Address => vec![format!("A {address}"), address.to_string()],
        CachedName::WrongAddress => texts(["wrong address"]),
        CachedName::NoName => texts(["no such name", "NXDOMAIN"]),
        CachedName::NoAddress => texts(["no address"]),
        CachedName::Servfail => texts(["SERVFAIL"]),
        CachedName::Stale => vec![format!("{address}, stale"), "stale".to_owned()],
    }
}

/// A resolver that finds the answer out.
pub fn asks(count: u32) -> Vec<String> {
    match count {
        0 => texts(["asks"]),
        _ => vec![format!("asks, {}", waiting(count)), waiting(count)],
    }
}

/// How long an answer is still remembered.
pub fn ttl(seconds: f64) -> Vec<String> {
    vec![format!("TTL {:.0} s", seconds.ceil())]
}

/// What the zone's own server has.
pub fn record(record: RecordState, address: Ipv4Addr) -> Vec<String> {
    match record {
        RecordState::Present => vec![format!("A {address}"), address.to_string()],
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_waits_and_several_wait() {
        assert_eq!(wait_to_get_in(1), ["1 waits to get in", "1 waits"]);
        assert_eq!(asks(1), ["asks, 1 waits", "1 waits"]);
        assert_eq!(under_way(2), ["2 waiting", "2 wait"]);
    }
}
