//! A setting that is changed while the site runs: `"configure": {"server.gunicorn.workers": 8}`.
//!
//! It is read by the reader of the block in which it stands otherwise, with the same range and the same messages.

use serde_json::json;

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::topology::settings::Settings;
use crate::topology::settings::knob::Value;
use crate::topology::settings::operation::Deed;
use crate::vocabulary::{Knob, Layer, Word};

use super::domain::Scheme;
use super::{arrivals, domain, gunicorn, machine, mysql, nginx};

/// The blocks that have a reader of their own; what is in none of them is read with the file's outermost.
const BLOCKS: [&str; 4] = ["server.machine", "server.nginx", "server.gunicorn", "server.mysql"];

/// Reads the one setting.
pub(super) fn read(block: &mut Block<'_>, site: &Settings) -> Option<Deed> {
    let remedy = |_: &Field<'_>, _: &Field<'_>| {
        "give each an action of its own; they may have the same \"at\"".to_owned()
    };
    let knobs: Vec<_> = Knob::ALL.iter().map(|knob| (knob.spelling(), knob.meaning())).collect();
    block.one_of_or("setting", &knobs, remedy, |path, field| change(path, field, site))
}

fn change(path: &str, field: &Field<'_>, site: &Settings) -> Option<Deed> {
    // What its block's reader takes is told where the block stands.
    field.takes(|| json!({"type": ["string", "integer", "number"]}));
    if field.is_described() {
        return None;
    }
    let knob = Knob::from_spelling(path).expect("one of its spellings");
    if let Some(why) = site.why_not(knob) {
        field.error_at_key(code::NOTHING_TO_TURN, why, "take it out, or change what the file says of it");
        return None;
    }
    Some(Deed::Configure { knob, to: value(knob, field)? })
}

/// What stands in the field, as the reader of its block takes it.
fn value(knob: Knob, field: &Field<'_>) -> Option<Value> {
    match knob {
        Knob::PoissonRate | Knob::EvenRate => {
            in_its_block(knob, field, "rate", arrivals::rate).map(Value::Rate)
        }
        Knob::Users => in_its_block(knob, field, "count", arrivals::count).map(Value::Count),
        Knob::ThinkTime => in_its_block(knob, field, "mean", |block| block.need("mean")).map(Value::Span),
        Knob::Patience => in_its_block(knob, field, "median", |block| block.need("median")).map(Value::Span),
        _ => of_the_site(knob, field),
    }
}

fn in_its_block<T>(
    knob: Knob,
    field: &Field<'_>,
    name: &'static str,
    read: impl FnOnce(&mut Block<'_>) -> Option<T>,
) -> Option<T> {
    let block = knob.spelling().strip_suffix(name).expect("it is the last of its path");
    field.open_in(block.trim_end_matches('.'), name, read)?
}

/// Lets the block's reader read it, into settings of which nothing else is used.
fn of_the_site(knob: Knob, field: &Field<'_>) -> Option<Value> {
    let mut site = Settings::default();
    let path = knob.spelling();
    let block = BLOCKS.into_iter().find(|block| path.starts_with(block)).unwrap_or_default();
    let name = path[block.len()..].trim_start_matches('.');
    field.open_in(block, name, |block| match knob.layer() {
        Layer::Host => machine::read(block, &mut site.host),
        Layer::WebServer => nginx::read(block, Scheme::default(), &mut site.web_server),
        Layer::AppServer => gunicorn::read(block, &mut site.app_server),
        Layer::Database => mysql::read(block, &mut site.database),
        _ => {
            domain::read(block, &mut site.dns);
        }
    });
    site.knob(knob)
}
