//! Which versions run: `"profile": {"base": "debian-12", "gunicorn": "23", "visitors_linux": "6.8"}`.

use serde_json::json;

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::names::quoted;
use crate::topology::settings::{Settings, app_server, database, network, web_server};
use crate::units::{Bytes, SimDuration};

/// The first Linux that sends its first SYNs at equal gaps.
const LINEAR_SYN_LINUX: (u32, u32) = (6, 5);
/// The first nginx that serves a thousand requests on a connection and has `keepalive_time`.
const MANY_REQUESTS_NGINX: (u32, u32, u32) = (1, 19, 10);
/// The first nginx that speaks HTTP/1.1 with gunicorn and keeps connections to it.
const KEPT_UPSTREAM_NGINX: (u32, u32, u32) = (1, 29, 7);
/// The first gunicorn that answers 500 for an aborted worker.
const ANSWERED_ABORT_GUNICORN: (u32, u32) = (22, 0);

/// Whose defaults hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Base {
    /// Debian 12's packages.
    Debian,
    /// The programs as they are compiled.
    Source,
}
/// The first MySQL whose log lines have a number each.
const STRUCTURED_LOG_MYSQL: (u32, u32, u32) = (8, 0, 0);
/// The first MySQL that says why it closed an idle session.
const INACTIVITY_MYSQL: (u32, u32, u32) = (8, 0, 24);
/// The first MySQL with `innodb_redo_log_capacity`. Before, two files of 48 MiB (`innodb_log_file_size`).
const REDO_CAPACITY_MYSQL: (u32, u32, u32) = (8, 0, 30);
/// Redo that those two files hold.
const REDO_FILES: Bytes = Bytes::from_mib(96);
/// The first Linux whose `net.core.somaxconn` is 4096.
const LONG_QUEUE_LINUX: (u32, u32) = (5, 4);
/// What it was before.
const SHORT_SOMAXCONN: u32 = 128;

/// Reads the block and lets the versions decide what depends on them.
pub(super) fn read(file: &mut Block<'_>, settings: &mut Settings) {
    file.about("Which versions run.");
    file.open("profile", |block| {
        let bases = [("debian-12", Base::Debian), ("from-source", Base::Source)];
        block.about(
            "Whose defaults hold: Debian 12's packages, or the programs as they are compiled. Default \
                debian-12.",
        );
        let base = block.optional("base").and_then(|field| field.pick("profile", &bases));
        if base == Some(Base::Source) {
            settings.web_server.compiled_in();
        }
        block.about(
            "nginx's version, from 1. Before 1.19.10 a connection serves 100 requests; from 1.29.7 on \
                each worker keeps 32 idle connections to gunicorn. Default: as 1.22.1.",
        );
        if let Some(version) = block.optional("nginx").and_then(|field| nginx(&field)) {
            of_version(version, &mut settings.web_server);
        }
        block.about(
            "gunicorn's version, from 19 to 99. From 22 on an aborted worker still answers 500; before, \
                nginx answers 502. Default: as 22.",
        );
        block.read_as("gunicorn", gunicorn, &mut settings.app_server.version);
        block.about(
            "MySQL's version, from 5 to 9. From 8.0.24 on a session closed for being idle fails with \
                4031; before, with 2006. Before 8.0.30 there are 96 MiB of redo log, since then 100 MiB. Before \
                8.0 its log has the words of 5.7. Default: as 8.0.30.",
        );
        if let Some(version) = block.optional("mysql").and_then(|field| mysql(&field)) {
            of_mysql(version, &mut settings.database);
        }
        block.about(
            "The kernel of the visitors, from 3 to 99. From 6.5 on a lost SYN is first sent again at \
                equal gaps. Default: as 6.8.",
        );
        block.read_as("visitors_linux", linux, &mut settings.client.groups[0].line.syn);
        block.about(
            "The kernel of the machine, from 3 to 99. From 6.5 on a lost SYN is first sent again at equal \
                gaps; before 5.4 `somaxconn` is 128. Default: as 6.1.",
        );
        if let Some(version) = block.optional("server_linux").and_then(|field| linux_version(&field)) {
            settings.network.server_syn = syn_schedule(version);
            if version < LONG_QUEUE_LINUX {
                settings.host.somaxconn = SHORT_SOMAXCONN;
            }
        }
    });
}

fn nginx(field: &Field<'_>) -> Option<(u32, u32, u32)> {
    version_of_three(field, "\"1.22.1\" or \"1.29.7\"", 1..=9)
}

/// What depends on nginx's version.
fn of_version(version: (u32, u32, u32), settings: &mut web_server::Settings) {
    if version < MANY_REQUESTS_NGINX {
        settings.keepalive_requests = 100;
        settings.keepalive_time = SimDuration::from_secs(24 * 3_600); // There is no such directive yet.
    }
    if version >= KEPT_UPSTREAM_NGINX {
        settings.keepalive = 32;
    }
}

fn gunicorn(field: &Field<'_>) -> Option<app_server::Version> {
    let version = version(field, "\"21.2\" or \"23\"", 19..=99)?;
    let answers = version >= ANSWERED_ABORT_GUNICORN;
    Some(if answers { app_server::Version::From22 } else { app_server::Version::UpTo21 })
}

/// Without a third number the newest of the series is meant.
fn mysql(field: &Field<'_>) -> Option<(u32, u32, u32)> {
    let (major, minor) = version(field, "\"8.0\" or \"8.0.23\"", 5..=9)?;
    let patch = field.as_text()?.split('.').nth(2).and_then(|patch| patch.parse().ok()).unwrap_or(u32::MAX);
    Some((major, minor, patch))
}

/// What depends on MySQL's version.
fn of_mysql(version: (u32, u32, u32), settings: &mut database::Settings) {
    settings.version = match version {
        _ if version >= INACTIVITY_MYSQL => database::Version::From8024,
        _ if version >= STRUCTURED_LOG_MYSQL => database::Version::UpTo8023,
        _ => database::Version::UpTo57,
    };
    if version < REDO_CAPACITY_MYSQL {
        settings.innodb_redo_log_capacity = REDO_FILES;
    }
}

fn linux(field: &Field<'_>) -> Option<network::SynSchedule> {
    linux_version(field).map(syn_schedule)
}

fn linux_version(field: &Field<'_>) -> Option<(u32, u32)> {
    version(field, "\"6.1\" or \"6.8\"", 3..=99)
}

fn syn_schedule(version: (u32, u32)) -> network::SynSchedule {
    let linear = version >= LINEAR_SYN_LINUX;
    if linear { network::SynSchedule::LinearFirst } else { network::SynSchedule::Exponential }
}

/// A version's first two numbers.
fn version(field: &Field<'_>, such_as: &str, majors: std::ops::RangeInclusive<u32>) -> Option<(u32, u32)> {
    version_of_three(field, such_as, majors).map(|(major, minor, _)| (major, minor))
}

/// A version's first three numbers.
fn version_of_three(
    field: &Field<'_>,
    such_as: &str,
    majors: std::ops::RangeInclusive<u32>,
) -> Option<(u32, u32, u32)> {
    let (oldest, newest) = (majors.start(), majors.end());
    field.defined("version", |version| {
        version.about("A version: one to three numbers with dots between them.");
        version.takes(|| json!({"type": "string", "pattern": r"^[0-9]+(\.[0-9]+){0,2}$"}));
        None::<()>
    });
    let remedy = format!("write a version from {oldest} to {newest}, such as {such_as}");
    let Some(text) = field.as_text() else {
        field.wrong_type(&format!("a version in quotes, such as {such_as}"));
        return None;
    };
    let numbers: Option<Vec<u32>> = text.split('.').map(|part| part.parse().ok()).collect();
    let version = numbers.filter(|numbers| numbers.len() <= 3 && majors.contains(&numbers[0]));
    if version.is_none() {
        field.error(code::WRONG_FORM, format!("{} is no version that is known", quoted(text)), remedy);
    }
    let part = |numbers: &[u32], place: usize| numbers.get(place).copied().unwrap_or(0);
    version.map(|numbers| (numbers[0], part(&numbers, 1), part(&numbers, 2)))
}
