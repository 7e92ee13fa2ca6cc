//! Files that are wrong, each beside what is said about it: `bad_files/NAME.json` and `bad_files/NAME.txt`.

use std::fs;
use std::path::{Path, PathBuf};

use lonebox::scenario;

/// Everything that is said about a file, as the command shows it.
fn told(name: &str, bytes: &[u8]) -> String {
    let text = match scenario::decode(bytes) {
        Ok(text) => text,
        Err(mistake) => return mistake.render(name, &String::from_utf8_lossy(bytes)),
    };
    let told = match scenario::read(text) {
        Ok(reading) => reading.warnings,
        Err(mistakes) => mistakes,
    };
    told.iter().map(|diagnostic| diagnostic.render(name, text)).collect()
}

/// The files of a folder with this ending, in the order of their names.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder of bad files is there");
    let paths = entries.map(|entry| entry.expect("a readable folder").path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|end| end == ending)).collect();
    paths.sort();
    paths
}

/// `LONEBOX_ACCEPT=1 cargo test bad_file` accepts what is told now; read the difference before it is committed.
fn check(path: &Path, wrong: &mut Vec<String>) {
    let name = path.file_name().and_then(|name| name.to_str()).expect("a plain file name");
    let told = told(name, &fs::read(path).expect("a readable file"));
    #[expect(clippy::disallowed_methods, reason = "accepting is asked for from outside the run")]
    let accept = std::env::var("LONEBOX_ACCEPT").is_ok();
    if accept {
        fs::write(path.with_extension("txt"), &told).expect("a writable folder");
    }
    match fs::read_to_string(path.with_extension("txt")) {
        Ok(expected) if expected == told => {}
        Ok(expected) => wrong.push(format!("--- {name}: expected\n{expected}--- told\n{told}")),
        Err(_) => wrong.push(format!("--- {name}: has no .txt beside it; told\n{told}")),
    }
}

#[test]
fn every_bad_file_is_told_all_its_mistakes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/bad_files");
    let (bad, expected) = (files(&folder, "json"), files(&folder, "txt"));
    assert!(bad.len() >= 18, "only {} bad files", bad.len());
    let mut wrong = Vec::new();
    for text in expected.iter().filter(|text| !text.with_extension("json").exists()) {
        wrong.push(format!("--- {}: has no .json beside it", text.display()));
    }
    for path in &bad {
        check(path, &mut wrong);
    }
    assert!(wrong.is_empty(), "{} of {} files differ\n{}", wrong.len(), bad.len(), wrong.join("\n"));
}
