//! What the scenario is called: `"schema_version"`, `"title"`, `"lesson"`, `"hypothesis"`, `"tags"`.

use serde_json::json;

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
    file.about("Where this schema is, for editors; nothing reads it.");
    file.read("$schema", &mut schema);
    file.about("The version of the format.");
    if let Some(field) = file.required("schema_version") {
        check_version(&field);
    }
    file.about("What the scenario is called.");
    let title = file.required("title").and_then(|field| field.filled_text().map(str::to_owned));
    let mut identity = Identity { title: title.unwrap_or_default(), ..Identity::default() };
    file.about("What should be learnt from it.");
    file.read("lesson", &mut identity.lesson);
    file.about("What is expected to happen, in words.");
    file.read("hypothesis", &mut identity.hypothesis);
    file.about("Words to find it by.");
    file.read("tags", &mut identity.tags);
    identity
}

fn check_version(field: &Field<'_>) {
    let version = u64::read(field);
    field.takes(|| json!({"const": SCHEMA_VERSION}));
    match version {
        None | Some(SCHEMA_VERSION) => {}
        Some(other) => {
            let remedy = format!("write {SCHEMA_VERSION}, or use the lonebox that the file was written for");
            field.error(code::OUT_OF_RANGE, format!("version {other} of the format is not known"), remedy);
        }
    }
}
