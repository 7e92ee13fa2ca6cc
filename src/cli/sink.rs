//! Where results go: standard output at once, or a file that is written whole or not at all.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// Where results go.
#[derive(Debug)]
pub(super) enum Sink {
    /// Standard output.
    Stdout,
    /// A file, and what will be in it.
    File {
        /// The file.
        path: PathBuf,
        /// What will be in it.
        text: String,
    },
}

impl Sink {
    /// The sink for `--out`; fails if the file cannot come into being because its directory does not exist.
    pub(super) fn open(out: Option<&Path>) -> Result<Self, String> {
        let Some(path) = out.filter(|path| *path != Path::new("-")) else {
            return Ok(Self::Stdout);
        };
        let directory = directory_of(path);
        if path.is_dir() || !directory.is_dir() {
            let culprit = if path.is_dir() { path } else { directory };
            let why = if path.is_dir() { "is a directory" } else { "is not a directory" };
            return Err(format!("cannot write {}: {} {why}", path.display(), culprit.display()));
        }
        Ok(Self::File { path: path.to_owned(), text: String::new() })
    }

    /// Takes more of the result.
    pub(super) fn write(&mut self, text: &str) -> Result<(), String> {
        match self {
            Self::Stdout => to_stdout(text).map_err(|error| format!("cannot write the result: {error}")),
            Self::File { text: so_far, .. } => {
                so_far.push_str(text);
                Ok(())
            }
        }
    }

    /// The result is whole.
    pub(super) fn finish(self) -> Result<(), String> {
        match self {
            Self::Stdout => Ok(()),
            Self::File { path, text } => {
                to_file(&path, &text).map_err(|error| format!("cannot write {}: {error}", path.display()))
            }
        }
    }
}

/// Whoever closes the pipe has read enough: that is no failure.
fn to_stdout(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

fn to_file(path: &Path, text: &str) -> io::Result<()> {
    bytes_to_file(path, text.as_bytes())
}

/// Writes a file whole or not at all.
pub(super) fn bytes_to_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if path.exists() && !path.is_file() {
        // A device or a pipe is written to; it must not be replaced by a file.
        return fs::OpenOptions::new().write(true).open(&path)?.write_all(bytes);
    }
    let mut file = new_file_in(directory_of(&path))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}

/// A file without a name of its own yet.
pub(super) fn new_file_in(directory: &Path) -> io::Result<tempfile::NamedTempFile> {
    readable_by_others(&mut tempfile::Builder::new()).tempfile_in(directory)
}

/// A directory without a name of its own yet; dropped, it is gone.
#[cfg(feature = "visual")]
pub(super) fn new_directory_in(directory: &Path) -> io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    builder.tempdir_in(directory)
}

/// The directory in which `path` is, or will be.
pub(super) fn directory_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// With the rights of any other new file, not those of a secret temporary one.
#[cfg(unix)]
fn readable_by_others<'a, 'b, 'c>(
    builder: &'c mut tempfile::Builder<'a, 'b>,
) -> &'c mut tempfile::Builder<'a, 'b> {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn readable_by_others<'a, 'b, 'c>(
    builder: &'c mut tempfile::Builder<'a, 'b>,
) -> &'c mut tempfile::Builder<'a, 'b> {
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_only_when_it_is_whole() {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let path = directory.path().join("result.json");
        let mut sink = Sink::open(Some(&path)).expect("the directory is there");
        sink.write("one, ").and_then(|()| sink.write("two")).expect("kept in memory");
        assert!(!path.exists());
        sink.finish().expect("a directory that can be written");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "one, two");
    }

    #[test]
    fn a_file_that_cannot_be_is_refused_before_anything_is_done() {
        let directory = tempfile::tempdir().expect("a temporary directory");
        assert!(Sink::open(Some(directory.path())).is_err());
        let error =
            Sink::open(Some(&directory.path().join("none/result.json"))).expect_err("no such directory");
        assert!(error.ends_with("none is not a directory"), "{error}");
    }
}
