//! What the scenario is called: `"schema_version"`, `"title"`, `"lesson"`, `"hypothesis"`, `"tags"`.

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::plan::Identity;
use crate::scenario::read::Read;

/// The one version of the format.
pub(crate) const SCHEMA_VERSION: u64 = 1;

/// Reads what stands at the top of the file.
pub(super) fn read(file: &mut Block<'_>) -> Identity {
    let mut schema = String::new();
    file.read("$schema", &mut schema);
    if let Some(field) = file.required("schema_version") {
        check_version(&field);
    }
    let title = file.required("title").and_then(|field| field.filled_text().map(str::to_owned));
    let mut identity = Identity { title: title.unwrap_or_default(), ..Identity::default() };
    file.read("lesson", &mut identity.lesson);
    file.read("hypothesis", &mut identity.hypothesis);
    file.read("tags", &mut identity.tags);
    identity
}

fn check_version(field: &Field<'_>) {
    match u64::read(field) {
        None | Some(SCHEMA_VERSION) => {}
        Some(other) => {
            let remedy = format!("write {SCHEMA_VERSION}, or use the lonebox that the file was written for");
            field.error(code::OUT_OF_RANGE, format!("version {other} of the format is not known"), remedy);
        }
    }
}
