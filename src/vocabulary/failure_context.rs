//! What a failure looks like once it is known who is to blame: the same symptom is told, explained and cured otherwise.

use super::failure_cut_off::{emptied, refused, reset, truncated};
use super::failure_machine::{by_machine, waiting_by_limit, waiting_by_machine};
use super::failure_upstream::{database, upstream};
use super::failure_way_in::{absent, connecting, resolving};
use super::{ActionName, FailureKind, FailureText, Layer, Limit, LogLine, Message};

/// Cause, log and remedy that hold for a failure by this doing.
pub(super) struct Told {
    cause: &'static str,
    log: Logged,
    remedy: &'static str,
}

/// What was written about it.
pub(super) enum Logged {
    /// What is usual for the failure.
    AsUsual,
    /// Another line of the same log.
    InsteadOfUsual(Message),
    /// Nothing, and why not.
    Nothing(&'static str),
}

use Logged::{AsUsual, InsteadOfUsual, Nothing};

pub(super) const CABLE: &str =
    "look at the link: ip link, ethtool, the cable and the switch at its other end";
pub(super) const LOSSY: &str =
    "look at the way: mtr from both ends, errors and drops in ip -s link, the provider's status page";

pub(super) const DARK: Logged = Nothing("nothing was written: the machine had no power");
pub(super) const POWER: &str = "find out why the power went (cable, fuse, provider's console); watch the site from another machine, this one cannot say that it is off";
pub(super) const SHED: &str =
    "less work a page (cache, fewer queries), more workers or cores, or turn some visitors away at once";

#[expect(clippy::unnecessary_wraps, reason = "a row of tables in which not every context has one")]
pub(super) const fn told(cause: &'static str, log: Logged, remedy: &'static str) -> Option<Told> {
    Some(Told { cause, log, remedy })
}

impl FailureText {
    /// What `kind` looks like where this action set it off and that limit was reached.
    pub fn in_context(kind: FailureKind, action: Option<ActionName>, limit: Option<Limit>) -> Self {
        let usual = kind.text();
        let Some(Told { cause, log, remedy }) = in_context(kind, action, limit) else {
            return usual;
        };
        let (log, why_no_log) = match log {
            AsUsual => (usual.log, usual.why_no_log),
            InsteadOfUsual(message) => {
                (usual.log.map(|log| LogLine { text: message.text(), ..log }), usual.why_no_log)
            }
            Nothing(why) => (None, why),
        };
        let by_machine =
            matches!(action, Some(ActionName::PowerLoss | ActionName::KernelPanic | ActionName::Reboot));
        let by_power = by_machine && usual.layer == Layer::Visitor;
        let by_name = matches!(action, Some(ActionName::RecordWrong | ActionName::RecordMoved))
            && usual.layer == Layer::Network;
        let layer = match () {
            () if by_power => Layer::Host,
            () if by_name => Layer::Dns,
            () => usual.layer,
        };
        Self { layer, cause, log, why_no_log, remedy, ..usual }
    }
}

fn in_context(kind: FailureKind, action: Option<ActionName>, limit: Option<Limit>) -> Option<Told> {
    if let Some(told) = by_machine(kind, limit) {
        return Some(told);
    }
    match kind {
        FailureKind::ConnectTimedOut | FailureKind::GaveUpConnecting => connecting(action, limit),
        FailureKind::ClientTimedOut
            if matches!(action, Some(ActionName::RecordWrong | ActionName::RecordMoved)) =>
        {
            connecting(action, limit)
        }
        FailureKind::ClientTimedOut if looked_up_in_vain(action) => looked_up_for_too_long(),
        FailureKind::GaveUpWaiting | FailureKind::ClientTimedOut => match action {
            Some(action) => waiting_by_action(action),
            None => waiting_by_limit(limit?),
        },
        FailureKind::ConnectionRefused => refused(action?),
        FailureKind::ConnectionReset => reset(action?),
        FailureKind::EmptyReply => emptied(action, limit),
        FailureKind::TruncatedAnswer => truncated(action?),
        FailureKind::NoUpstreamSlot if limit == Some(Limit::WorkerRlimitNofile) => told(
            "nginx had a slot but no file descriptor left for its connection to gunicorn",
            InsteadOfUsual(Message::SocketWithoutDescriptor),
            "raise worker_rlimit_nofile (and LimitNOFILE of its systemd unit)",
        ),
        FailureKind::UpstreamRefused | FailureKind::UpstreamClosed => upstream(kind, action?),
        FailureKind::DatabaseUnreachable | FailureKind::DatabaseLost => database(kind, action?),
        FailureKind::NoDnsAnswer | FailureKind::DnsServfail | FailureKind::GaveUpResolving => {
            resolving(action?)
        }
        FailureKind::NameNotFound | FailureKind::NoAddress => absent(action?),
        _ => None,
    }
}

fn turned() -> Option<Told> {
    told(
        "a setting was changed while the site ran: more visitors came, fewer could be served, or gunicorn's new workers were still importing the code",
        AsUsual,
        "change it back; change one setting at a time, in quiet hours, and look at the charts",
    )
}

#[expect(clippy::too_many_lines, reason = "a table, an entry each")]
fn waiting_by_action(action: ActionName) -> Option<Told> {
    match action {
        ActionName::PowerLoss
        | ActionName::KernelPanic
        | ActionName::Reboot
        | ActionName::CpuSteal
        | ActionName::MemoryLeak
        | ActionName::DiskFull
        | ActionName::DiskSlow
        | ActionName::NginxHang
        | ActionName::GunicornHang
        | ActionName::MysqlHang => waiting_by_machine(action),
        ActionName::Spike | ActionName::Ramp | ActionName::LaunchDay => told(
            "more visitors came than the machine can serve: the page stood in line for longer than its visitor's patience",
            AsUsual,
            SHED,
        ),
        ActionName::SlowClients => told(
            "slow visitors held connections, or were slow themselves: the request took longer to arrive than its visitor's patience",
            Nothing(
                "nginx had no whole request: access.log says 400, and only at level info does error.log say that the client closed the connection",
            ),
            "a shorter client_header_timeout; more worker_connections, so that the slow ones take nobody's place",
        ),
        ActionName::SlowPage => told(
            "the application's code had become slow: the page, or whoever stood before it, took longer than its visitor's patience",
            AsUsual,
            "take the release back; a profiler or the slowest requests in the log say what takes so long",
        ),
        ActionName::SlowQuery => told(
            "queries had become slow: the page, or whoever stood before it, waited for MySQL for longer than its visitor's patience",
            AsUsual,
            "the slow query log and EXPLAIN name the query; add the index, or take the release back",
        ),
        ActionName::GunicornStop => told(
            "gunicorn was stopped and started: the page waited for workers that were still importing the code",
            AsUsual,
            "make the import shorter; stop gunicorn in quiet hours, behind a maintenance page",
        ),
        ActionName::GunicornKill => told(
            "gunicorn or a process of it was killed: the page waited for the workers that were left, or for new ones that were still importing the code",
            AsUsual,
            "find out who killed it: the kernel's log (dmesg), a colleague",
        ),
        ActionName::GunicornRestart | ActionName::GunicornReload => told(
            "gunicorn was being deployed: the page waited for workers that were still importing the code",
            AsUsual,
            "make the import shorter, or start the new workers before the old ones leave",
        ),
        ActionName::MysqlRestart | ActionName::MysqlStop | ActionName::MysqlKill => told(
            "MySQL was away, or cold after its start: the page waited for its queries for longer than its visitor's patience",
            AsUsual,
            "wait for the buffer pool to fill; keep innodb_buffer_pool_dump_at_shutdown on; restart in quiet hours",
        ),
        ActionName::NetworkUnplugged => told(
            "the machine's network cable was out: what was sent came neither in nor out until it was sent again",
            AsUsual,
            CABLE,
        ),
        ActionName::PacketLoss => told(
            "packets were lost on the way: what was sent again came later than the visitor's patience allowed",
            AsUsual,
            LOSSY,
        ),
        ActionName::MaintenancePage | ActionName::CertificateExpired => None,
        ActionName::MysqlBackup | ActionName::MysqlSchemaChange => told(
            "maintenance held a lock in MySQL: the page waited for it for longer than its visitor's patience",
            AsUsual,
            "back up without the global lock (mysqldump --single-transaction); change schemas online, in quiet hours, with a short lock_wait_timeout",
        ),
        ActionName::NginxStop | ActionName::NginxKill => told(
            "nginx was stopped or killed while the page was under way",
            AsUsual,
            "look for what made the rest of the page slow; systemctl status nginx says who stopped it",
        ),
        ActionName::NginxRestart | ActionName::NginxReload => told(
            "nginx was being restarted or reloaded while the page was under way",
            AsUsual,
            "reload (HUP) instead of a restart; look for what made the rest of the page slow",
        ),
        ActionName::RecordMoved => told(
            "the site had moved, and its old address fell silent under an open connection",
            Nothing("nothing was written: what was sent to the old address reached nobody"),
            "let the old address answer until the record's TTL is over and its connections have ended",
        ),
        ActionName::Configure | ActionName::Repair => turned(),
        ActionName::AuthorityDown
        | ActionName::ResolverDown
        | ActionName::RecordRemoved
        | ActionName::RecordWrong => told(
            "looking the name up took so long that too little of the visitor's patience was left for the page",
            AsUsual,
            "dig www.foobar.com @resolver, then @authoritative-server: whichever is silent is the one to repair",
        ),
    }
}

/// Whether this action leaves lookups without an answer.
const fn looked_up_in_vain(action: Option<ActionName>) -> bool {
    matches!(action, Some(ActionName::AuthorityDown | ActionName::ResolverDown | ActionName::RecordRemoved))
}

fn looked_up_for_too_long() -> Option<Told> {
    told(
        "looking the name up took so long that the client's timeout was over before its answer",
        Nothing("no log on the server, unless the request came through after all: then 499 in access.log"),
        "dig www.foobar.com @resolver, then @authoritative-server: whichever is silent is the one to repair",
    )
}

pub(super) const UNFOUND: Logged = Nothing("no log on the server at all: the visitor never found it");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Word;

    #[test]
    fn a_machine_without_power_writes_nothing() {
        for kind in [FailureKind::GaveUpWaiting, FailureKind::GaveUpConnecting, FailureKind::ConnectTimedOut]
        {
            let text = FailureText::in_context(kind, Some(ActionName::PowerLoss), None);
            assert_eq!((text.log, text.why_no_log), (None, "nothing was written: the machine had no power"));
            assert!(text.cause.contains("power") && text.remedy.contains("power"), "{text:?}");
        }
    }

    #[test]
    fn a_client_that_timed_out_over_the_name_left_nothing_in_a_log() {
        for action in [ActionName::AuthorityDown, ActionName::ResolverDown, ActionName::RecordWrong] {
            let text = FailureText::in_context(FailureKind::ClientTimedOut, Some(action), None);
            assert!(text.log.is_none() && text.why_no_log.contains("no log on the server"), "{text:?}");
        }
    }

    #[test]
    fn whoever_waits_for_what_the_kernel_killed_is_told_of_the_memory() {
        for kind in [FailureKind::GaveUpConnecting, FailureKind::GaveUpWaiting, FailureKind::ClientTimedOut] {
            let text = FailureText::in_context(kind, None, Some(Limit::Memory));
            assert!(text.cause.contains("memory") && text.remedy.contains("dmesg"), "{text:?}");
        }
    }

    #[test]
    fn an_empty_reply_is_logged_only_where_slots_ran_out() {
        let of = |action, limit| FailureText::in_context(FailureKind::EmptyReply, action, limit);
        let full = of(Some(ActionName::Spike), Some(Limit::WorkerConnections));
        assert!(full.log.is_some_and(|log| log.text.contains("worker_connections are not enough")));
        let stopped = of(Some(ActionName::NginxRestart), None);
        assert!(stopped.log.is_none() && stopped.cause.contains("stopped"), "{stopped:?}");
    }

    #[test]
    fn a_reset_says_what_cut_the_connection() {
        let by = |action| FailureText::in_context(FailureKind::ConnectionReset, Some(action), None).cause;
        assert!(by(ActionName::PowerLoss).contains("power loss"));
        assert!(by(ActionName::NginxRestart).contains("nginx was stopped"));
    }

    #[test]
    fn a_limit_that_made_a_visitor_wait_is_named() {
        let by = |limit| FailureText::in_context(FailureKind::GaveUpWaiting, None, Some(limit)).cause;
        assert!(by(Limit::Link).contains("line") && by(Limit::Cores).contains("cores"));
        assert!(by(Limit::Workers).contains("workers") && by(Limit::Route).contains("application"));
    }

    #[test]
    fn whoever_answers_5xx_writes_a_log_whatever_the_context() {
        for kind in FailureKind::ALL {
            for action in ActionName::ALL {
                for limit in [None, Some(Limit::Cores), Some(Limit::WorkerConnections)] {
                    let text = FailureText::in_context(*kind, Some(*action), limit);
                    assert_eq!(text.status, kind.text().status);
                    assert!(text.status.is_none() || text.log.is_some(), "{kind} by {action}");
                    assert!(!text.cause.contains("768"));
                }
            }
        }
    }
}
