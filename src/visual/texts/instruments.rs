//! The words of the charts, tables, waterfall, logs, expectations, scenarios, keys and of a broken file .

mod keys;

pub use keys::*;

use crate::expectation::Met;
use crate::vocabulary::{Log, Stage};

// The tabs.

/// A tab at the side.
pub const LESSON: &str = "Lesson";
/// A tab at the side.
pub const DEEDS: &str = "Do: every action";
/// A tab at the side.
pub const INSPECTOR: &str = "Look: one part";
/// A tab at the side.
pub const SCENARIOS: &str = "Files: scenarios";

// Charts and tables.

/// Before the first second has passed.
pub const CHARTS_EMPTY: &str = "Charts of the run";
/// What will come there.
pub const CHARTS_COMING: &str = "Pages a second, their latency, outcomes by cause and how busy the machine is: drawn here second by second, as soon as it runs.";
/// The same of tables.
pub const TABLES_EMPTY: &str = "The charts as tables";
/// What will come there.
pub const TABLES_COMING: &str = "A row for every step of the run, the last one first, as soon as it runs.";
/// All of the run so far.
pub const WHOLE_RUN: &str = "Whole run";
/// Only the end of it.
pub const FIVE_MINUTES: &str = "Last 5 min";
/// Only the end of it.
pub const ONE_MINUTE: &str = "Last 1 min";
/// What the choice of a stretch does.
pub const STRETCH_TOLD: &str = "how much of the run is drawn";
/// Where not all charts fit.
pub const OTHER_CHARTS: &str = "Other charts";
/// What it does.
pub const OTHER_CHARTS_TOLD: &str = "shows the charts for which there was no room";
/// A chart's title.
pub const PAGES: &str = "Pages a second";
/// A chart's title.
pub const LATENCY: &str = "Latency of good pages";
/// A chart's title.
pub const OUTCOMES: &str = "Outcomes by cause";
/// A chart's title.
pub const UTILISATION: &str = "How busy it is";
/// A chart's title.
pub const THEORY: &str = "Theory and run";
/// What is on the axes of the last one.
pub const THEORY_AXES: &str = "time in gunicorn at requests/s";
/// A series: pages that came as they should.
pub const GOOD: &str = "good";
/// A series: pages that failed.
pub const FAILED: &str = "failed";
/// A series: pages begun.
pub const BEGUN: &str = "begun";
/// A column: when a step ended.
pub const TIME: &str = "time";
/// A column: how a page failed.
pub const CAUSE: &str = "cause";
/// A column: how many pages.
pub const PAGE_COUNT: &str = "pages";
/// A column: of all pages.
pub const SHARE: &str = "share";
/// A column of the last table.
pub const ARRIVALS: &str = "requests/s";
/// A column of the last table.
pub const SIMULATED: &str = "simulated";
/// A point: the last one.
pub const PLAYED_LAST: &str = "now";
/// The most that gunicorn's workers can answer.
pub const CAPACITY: &str = "at most";
/// Instead of what is on the axes, where theory has nothing to say.
pub const THEORY_SILENT: &str = "overload: no steady state";
/// A column of the last table.
pub const BY_THEORY: &str = "M/M/c";
/// Where theory has nothing to say.
pub const NO_STEADY_STATE: &str = "none";
/// Where theory's curve is of another set-up.
pub const SET_UP_OTHERWISE: &str = "earlier";
/// No page has failed.
pub const NO_FAILURE: &str = "No page has failed so far.";
/// No request has come to gunicorn yet.
pub const NO_REQUEST: &str = "Points come as soon as gunicorn has answered for five seconds.";
/// No page has come yet.
pub const NO_LATENCY: &str = "Lines come with the first pages.";
/// A shaded stretch.
pub const SHADED_DEGRADED: &str = "degraded";
/// A shaded stretch.
pub const SHADED_DOWN: &str = "down";
/// Where not all tables fit.
pub const OTHER_TABLES: &str = "Other tables";
/// What it does.
pub const OTHER_TABLES_TOLD: &str = "shows the tables for which there was no room";
/// Copies a table.
pub const COPY: &str = "Copy";
/// What that does.
pub const COPY_TOLD: &str = "puts the table on the clipboard, for a spreadsheet";

/// Copies this table.
pub fn copy(table: &str) -> String {
    format!("Copy table: {table}")
}

/// Causes for which there is no room.
pub fn more_causes(causes: usize, pages: u64) -> String {
    format!("and {causes} more: {pages}")
}

/// The curve in the last chart, of so many threads.
pub fn curve(threads: u32) -> String {
    format!("M/M/{threads}")
}

/// Beside the last chart's title, where gunicorn was set up otherwise before.
pub fn set_up_since(curve: &str, since: &str) -> String {
    format!("{curve} as set up since {since}")
}

/// The curve says nothing now.
pub fn not_steady(why: &str) -> String {
    format!("M/M/c says nothing now: {why}")
}

/// What a chart shows, for whoever hears it.
pub fn chart_told(title: &str, series: &[(String, String)]) -> String {
    let told: Vec<String> = series.iter().map(|(name, value)| format!("{name} {value}")).collect();
    format!("{title}: {}", told.join(", "))
}

// The waterfall.

/// Without a journey.
pub const WATERFALL_EMPTY: &str = "One page from DNS to its last byte";
/// How to get one.
pub const WATERFALL_COMING: &str = "Click a dot on the stage, or give a visit's number.";
/// The visit's number.
pub const VISIT: &str = "Visit number";
/// Follows it.
pub const FOLLOW: &str = "Show its waterfall";
/// What that does.
pub const FOLLOW_TOLD: &str =
    "follows this visit: its page is drawn here from the first DNS question to the last byte";
/// Follows nobody.
pub const FOLLOW_NOBODY: &str = "Follow nobody";
/// What that does.
pub const FOLLOW_NOBODY_TOLD: &str = "puts this waterfall away";
/// What the visitor sees.
pub const VISITOR_SEES: &str = "The visitor sees";
/// The cause.
pub const WHY: &str = "Why";
/// The log line.
pub const LOG_SAYS: &str = "The log says";
/// The remedy.
pub const WHAT_TO_DO: &str = "What to do";
/// A page that came.
pub const CAME_WHOLE: &str = "came whole";
/// A page that failed.
pub const HAS_FAILED: &str = "failed";

/// A visit is followed, and its page is still under way.
pub fn under_way(visit: u64) -> String {
    format!("Visit {visit} is followed")
}

/// What will come then.
pub const UNDER_WAY_TOLD: &str =
    "Its waterfall is drawn when its page has ended. A visit that has not come yet is waited for.";

/// A page and its visit.
pub fn page_of(page: &str, visit: u64) -> String {
    format!("{page}, visit {visit}")
}

/// A stage, in as few words as fit.
pub const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::NameLookup => "DNS",
        Stage::Connect => "connect",
        Stage::TlsHandshake => "TLS",
        Stage::Sending => "request travels",
        Stage::WebServer => "nginx",
        Stage::AcceptQueue => "accept queue",
        Stage::Application => "application",
        Stage::Database => "MySQL",
        Stage::RouteWait => "other waiting",
        Stage::AnswerThroughWebServer => "back through nginx",
        Stage::Receiving => "answer travels",
        Stage::BackOff => "before a retry",
    }
}

/// A stage, in one letter or two, inside its bar.
pub const fn stage_letters(stage: Stage) -> &'static str {
    match stage {
        Stage::NameLookup => "D",
        Stage::Connect => "C",
        Stage::TlsHandshake => "T",
        Stage::Sending => "S",
        Stage::WebServer => "N",
        Stage::AcceptQueue => "Q",
        Stage::Application => "A",
        Stage::Database => "M",
        Stage::RouteWait => "W",
        Stage::AnswerThroughWebServer => "B",
        Stage::Receiving => "R",
        Stage::BackOff => "X",
    }
}

// The log.

/// What happened to the site.
pub const HAPPENED: &str = "What happened";
/// Nothing yet.
pub const NOTHING_HAPPENED: &str =
    "Nothing yet. What changes at the site is told here: a plug that is pulled, nginx that listens again.";
/// What the programs wrote.
pub const LOGS: &str = "Logs";
/// Nothing yet.
pub const NOTHING_WRITTEN: &str = "No line yet. What nginx, gunicorn, MySQL, the kernel and systemd write is shown here, in their own words.";
/// Every program.
pub const ALL_LOGS: &str = "all";
/// A log, in as few letters as tell it from the others.
pub const fn log(log: Log) -> &'static str {
    match log {
        Log::NginxError => "nginx",
        Log::Gunicorn => "gunicorn",
        Log::Application => "app",
        Log::Mysql => "MySQL",
        Log::MysqlSlow => "slow log",
        Log::Kernel => "kernel",
        Log::Systemd => "systemd",
    }
}

/// nginx's access log.
pub const ACCESS_LOG: &str = "access.log";
/// The choice of a program.
pub const WHOSE_LOG: &str = "whose lines are shown";
/// Going to a moment.
pub const GO_THERE: &str = "goes back to this moment";

/// More things happened than are kept.
pub fn go_to(at: &str, what: &str) -> String {
    format!("{at} {what}")
}

// Expectations.

/// None.
pub const NO_EXPECTATIONS: &str = "Nothing is expected of this run";
/// What would stand there.
pub const NO_EXPECTATIONS_TOLD: &str = "A scenario's \"expect\" says what should happen. Each is held against the run here, and turns green or red.";
/// It is only advice.
pub const ADVISORY: &str = "advisory";
/// The claim.
pub const CLAIM: &str = "What should happen";
/// What was measured.
pub const MEASURED: &str = "Measured";
/// The bound.
pub const BOUND: &str = "Must be";
/// The margin.
pub const MARGIN: &str = "Margin";

/// How an expectation stands, in a word.
pub const fn verdict(met: Met, is_settled: bool) -> &'static str {
    match (met, is_settled) {
        (Met::Yes, true) => "met",
        (Met::No, true) => "unmet",
        (Met::Yes, false) => "open, holds",
        (Met::No, false) => "open",
    }
}

/// How many stand how.
pub fn verdicts(met: usize, open: usize, unmet: usize) -> String {
    format!("{met} met, {open} open, {unmet} unmet")
}

// Scenarios and files.

/// The shipped ones.
pub const LESSONS: &str = "Lessons";
/// What the field is for.
pub const PATH_TO_OPEN: &str = "Path of a scenario file";
/// Opens it.
pub const OPEN: &str = "Open";
/// What that does.
pub const OPEN_TOLD: &str =
    "plays this file from its beginning; if something is wrong with it, what runs goes on";
/// What the field is for.
pub const PATH_TO_SAVE: &str = "Path to save as";
/// Saves it.
pub const SAVE: &str = "Save";
/// What that does.
pub const SAVE_TOLD: &str =
    "writes what was played, with everything done by hand, as a scenario file that takes the same course";
/// From the beginning.
pub const RESTART: &str = "Restart this scenario";
/// What that does.
pub const RESTART_TOLD: &str = "plays the same from its beginning, with nothing done by hand";
/// No file is there.
pub const NO_FILES: &str = "No .json file here. A file can also be dropped onto the window.";
/// The one that is played.
pub const PLAYED_NOW: &str = "played now";

/// How long a lesson takes.
pub fn minutes(minutes: u64) -> String {
    format!("{minutes} min")
}

/// What a session of the scenario in `file` is called when it is saved.
pub fn session_file(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = name.strip_suffix(".json").unwrap_or(name);
    match stem {
        "" => "session.json".to_owned(),
        _ if stem.ends_with("-session") => format!("{stem}.json"),
        _ => format!("{stem}-session.json"),
    }
}

// A broken file.

/// What runs is not touched.
pub const SITE_GOES_ON: &str = "The site that runs goes on.";
/// Puts the message away.
pub const PUT_AWAY: &str = "Put away";
/// What that does.
pub const PUT_AWAY_TOLD: &str = "closes this message";
/// What to write instead.
pub const REMEDY: &str = "Remedy";

/// A file that could not be opened.
pub fn broken(file: &str, mistakes: usize) -> String {
    match mistakes {
        1 => format!("{file} cannot be opened: 1 mistake"),
        _ => format!("{file} cannot be opened: {mistakes} mistakes"),
    }
}

/// The place of a mistake.
pub fn line_and_column(line: u32, column: u32) -> String {
    format!("line {line}, column {column}")
}

/// More mistakes than are shown.
pub fn more_mistakes(count: usize) -> String {
    format!("and {count} more")
}
