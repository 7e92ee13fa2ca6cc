//! Named stretches of the run: `"windows": {"before": {"from": "0s", "to": "15s"}, "off": {"action": "plug", ...}}`.

use std::collections::BTreeSet;

use crate::scenario::block::{Block, named};
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::names::{Names, one_of};
use crate::scenario::plan::{Run, Window};
use crate::scenario::read::Read;
use crate::units::{SimDuration, SimTime};

use super::timeline::Actions;
use super::{at_most, moment};

/// The window that is always there: from the warm-up's end to the end.
const ALL: &str = "all";
/// The most windows that a file may have: each keeps histograms of its own, and everything that ends looks at each.
const WINDOWS_MAX: usize = 100;

/// The windows that expectations can name.
#[derive(Debug)]
pub(super) struct Windows<'a> {
    names: Names,
    list: Vec<Window>,
    /// Where the file says what they are; `all` is not among them.
    fields: Vec<Field<'a>>,
    used: BTreeSet<u16>,
}

impl<'a> Windows<'a> {
    /// The window `all` alone.
    fn with_all(from: SimTime, to: SimTime) -> Self {
        let mut names = Names::new("window");
        names.insert(ALL, 0);
        let all = Window { name: ALL.to_owned(), from, to };
        Self { names, list: vec![all], fields: Vec::new(), used: BTreeSet::new() }
    }

    /// A further window; one that cannot be read keeps its place, so that its name stays known.
    fn add(&mut self, field: Field<'a>, end: SimTime, actions: &Actions) {
        if !self.names.insert(field.key(), self.list.len() as u16) {
            let remedy = "give it another name: \"all\" is always there, from the warm-up's end to the end";
            field.error_at_key(code::REPEATED_NAME, "\"all\" is reserved", remedy);
        }
        field.about("A stretch of the run, from its first moment up to but not including its last.");
        let (from, to) = field.open(|block| window(block, end, actions)).flatten().unwrap_or_default();
        self.list.push(Window { name: field.key().to_owned(), from, to });
        self.fields.push(field);
    }

    /// The place of the window that an expectation names, which it must.
    pub(super) fn named_by(&mut self, block: &mut Block<'_>) -> Option<u16> {
        let remedy = || format!("add \"window\" with {}", one_of(&self.names.list()));
        block.about("The window, by its name; `all` runs from the warm-up's end to the end of the run.");
        let field = block.required_or("window", remedy)?;
        let place = self.names.find(&field)?;
        self.used.insert(place);
        Some(place)
    }

    /// The window from the warm-up's end to the first action, which is `first`; none if there is nothing between them.
    pub(super) fn before_the_first_action(&mut self, first: SimTime) -> Option<u16> {
        let from = self.list[0].from;
        (from < first).then(|| self.own("before the first action".to_owned(), from, first))
    }

    /// The window from a moment to the end; too many are reported.
    pub(super) fn from(&mut self, from: SimTime, end: SimTime, field: &Field<'_>) -> Option<u16> {
        let few = at_most(2 * WINDOWS_MAX, field, self.list.len() + 1);
        few.then(|| self.own(format!("from {from} on"), from, end))
    }

    /// A window that the file does not name.
    fn own(&mut self, name: String, from: SimTime, to: SimTime) -> u16 {
        let window = Window { name, from, to };
        let place = self.list.iter().position(|other| *other == window).unwrap_or_else(|| {
            self.list.push(window);
            self.list.len() - 1
        });
        place as u16
    }

    /// All windows, when everything else is read; warns of those that nothing named.
    pub(super) fn into_list(self) -> Vec<Window> {
        for (field, place) in self.fields.iter().zip(1..) {
            if !self.used.contains(&place) {
                field.warn(
                    code::UNUSED,
                    "no expectation names this window",
                    "take it out, or expect something in it",
                );
            }
        }
        self.list
    }
}

/// Reads the block.
pub(super) fn read<'a>(file: &mut Block<'a>, run: &Run, actions: &Actions) -> Windows<'a> {
    let end = SimTime::ZERO + run.duration;
    let mut windows = Windows::with_all(SimTime::ZERO + run.warm_up, end);
    file.about(
        "Named stretches of the run, for expectations. `all` is always there and cannot be named again.",
    );
    let Some(field) = file.optional("windows") else {
        return windows;
    };
    let fields = named(&field).filter(|fields| at_most(WINDOWS_MAX, &field, fields.len()));
    for field in fields.unwrap_or_default() {
        windows.add(field, end, actions);
    }
    windows
}

fn window(block: &mut Block<'_>, end: SimTime, actions: &Actions) -> Option<(SimTime, SimTime)> {
    block.about(
        "The action that from and to are counted from, by its name. Default: the beginning of the run.",
    );
    let origin = match block.optional("action") {
        Some(field) => actions.names.find(&field).and_then(|place| actions.times[usize::from(place)]),
        None => Some(SimTime::ZERO),
    };
    block.about("Its first moment.");
    let from = block.need::<SimDuration>("from");
    block.about("The first moment after it.");
    let to_field = block.required("to")?;
    let to = SimDuration::read(&to_field);
    let (from, to) = (origin? + from?, origin? + to?);
    if from >= to {
        let (code, message) = if from == to {
            (code::EMPTY, "the window ends where it begins, and so is empty")
        } else {
            (code::WRONG_ORDER, "the window ends before it begins")
        };
        block.field().error_at_key(code, message, "write a \"from\" that is earlier than \"to\"");
        return None;
    }
    moment(&to_field, to, end).map(|to| (from, to))
}
