//! Files that are meant to do harm: each ends with a clear message and the right exit code, in 512 MiB and 10 s of
//! computing.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

/// What each file of `hostile/` ends with, and what must be said.
const ENDS: [(&str, i32, &str); 9] = [
    ("everybody-at-once", 4, "in flight"),
    ("heavy-tails", 0, "Outages"),
    ("livelock-of-restarts", 0, "Outages"),
    ("livelock-of-retries", 4, "limit"),
    ("million-visitors", 4, "20,000,000 events"),
    ("numbers-beyond", 3, "too large"),
    ("power-on-and-off", 0, "Outages"),
    ("spikes-on-spikes", 4, "limit"),
    ("zero-durations", 4, "instant"),
];

/// Memory \[KiB\] and computing \[s\] that the command may take. A build for tests, which is not optimised, is given more.
const LIMITS: [u32; 2] = [512 * 1_024, if cfg!(debug_assertions) { 60 } else { 10 }];

/// The command under its limits; what it is given on its standard input.
fn run(arguments: &[&str], input: &[u8]) -> Output {
    let [memory, seconds] = LIMITS;
    let limited =
        format!(r#"ulimit -v {memory} -t {seconds} 2>/dev/null || ulimit -t {seconds}; exec "$0" "$@""#);
    let mut command = Command::new("sh");
    command.args(["-c", &limited, env!("CARGO_BIN_EXE_lonebox")]).args(arguments);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("there is a shell");
    // Whoever has read enough closes the pipe.
    drop(child.stdin.take().expect("it is piped").write_all(input));
    child.wait_with_output().expect("it ends")
}

fn check(arguments: &[&str], input: &[u8], code: i32, said: &str) {
    let output = run(arguments, input);
    let told =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    let end: String = told.chars().take(2_000).collect();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {:?}\n{end}", output.status);
    assert!(told.contains(said), "{arguments:?} does not say {said:?}:\n{end}");
    assert!(!told.contains("panicked"), "{end}");
}

#[test]
fn every_hostile_file_ends_with_its_exit_code_and_says_why() {
    let folder = format!("{}/tests/suite/hostile", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(&folder).expect("the files are here").count();
    assert_eq!(files, ENDS.len(), "each file has its end");
    for (name, code, said) in ENDS {
        check(&["run", &format!("{folder}/{name}.json")], b"", code, said);
    }
}

/// A file with this beside what every file needs.
fn file_with(rest: &str) -> String {
    format!(r#"{{"schema_version": 1, "title": "t", "run": {{"duration": "1s"}}, {rest}}}"#)
}

/// So many of something, written one after another.
fn many(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, place| {
        let comma = if place > 0 { "," } else { "" };
        let _ = write!(text, "{comma}{}", one(place));
        text
    })
}

#[test]
fn what_is_too_deep_too_long_or_too_much_is_refused() {
    let nested = [file_with(&format!(r#""visitors": {}"#, "[".repeat(500_000))), "[".repeat(1_000_000)];
    for text in nested {
        check(&["run", "-"], text.as_bytes(), 3, "error");
    }
    let objects =
        file_with(&format!(r#""visitors": {}1{}"#, r#"{"a":"#.repeat(100_000), "}".repeat(100_000)));
    check(&["run", "-"], objects.as_bytes(), 3, "error");
    let routes = many(10_001, |place| format!(r#""/{place}": {{"static": {{"size": "1B"}}}}"#));
    let routes = file_with(&format!(r#""application": {{"routes": {{{routes}}}}}"#));
    check(&["run", "-"], routes.as_bytes(), 3, "too many");
    let keys = file_with(&many(40_000, |place| format!(r#""k{place}": 0"#)));
    check(&["run", "-"], keys.as_bytes(), 3, "error");
    check(&["run", "-"], &vec![b' '; 3 << 20], 3, "1 MiB");
    check(&["run", "-"], &[0xff; 100], 3, "UTF-8");
}

#[test]
fn what_never_ends_and_what_takes_nothing_is_told() {
    if cfg!(target_os = "linux") {
        check(&["run", "/dev/zero"], b"", 2, "cannot read /dev/zero");
        let scenario = file_with(r#""visitors": {}"#);
        check(&["run", "-", "--out", "json=/dev/full"], scenario.as_bytes(), 5, "/dev/full");
    }
}
