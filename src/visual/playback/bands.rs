//! What stands on the timeline.

use super::Playback;
use crate::scenario::{Action, turned};
use crate::simulation::BrokenByChance;
use crate::snapshot::{Power, ProcessState, Site, Standing};
use crate::units::{SimDuration, SimTime};
use crate::visual::desk::{Band, BandKind, By, Label};
use crate::visual::texts;
use crate::vocabulary::ActionName;

/// What breaks by chance again before so much of the run has passed is told as if it had not been repaired between.
const AT_ONCE: u64 = 200;

/// Incidents, what was done and what broke by chance, by beginning.
pub(super) fn of(playback: &Playback, site: &Site) -> Vec<Band> {
    let mut bands = actions(playback, site);
    bands.extend(by_chance(playback));
    bands.extend(incidents(playback));
    bands.sort_by_key(|band| band.from);
    bands
}

fn actions(playback: &Playback, site: &Site) -> Vec<Band> {
    let by_file = playback.plan().settings.timeline.iter().map(|action| (action, By::File));
    let by_hand = playback.recording().actions().map(|action| (action, By::Hand));
    let done: Vec<_> = by_file.chain(by_hand).collect();
    let repairs: Vec<_> =
        done.iter().filter_map(|(action, _)| Some((action.at, action.deed.repairs()?))).collect();
    let begun: Vec<_> = done.iter().map(|(action, _)| (action.at, action.deed.name())).collect();
    let until = |at: SimTime, name: ActionName, lasting: Option<SimDuration>| {
        let repaired = first_after(at, name, &repairs);
        let again = first_after(at, name, &begun);
        // Of several of one name the latest is ended.
        let repaired = repaired.filter(|repaired| again.is_none_or(|again| *repaired < again));
        lasting.map(|lasting| at + lasting).into_iter().chain(repaired).min()
    };
    let band = |(action, by): (&Action, By)| {
        let name = action.deed.name();
        let until = until(action.at, name, action.deed.lasting());
        let is_done = action.at <= site.now && action.deed.leaves_something();
        Band {
            from: action.at,
            until,
            is_lasting: until.is_none()
                && is_done
                && site.lasting.contains(&name)
                && !is_made_good(name, site),
            kind: BandKind::Action { kind: action.deed.kind(), by },
            label: label(action),
        }
    };
    done.into_iter().map(band).collect()
}

/// What its author calls it; without that a setting's name and value, or what was mended, or the action's name.
fn label(action: &Action) -> Label {
    let deed = action.deed;
    let mut label = match (turned(deed), deed.repairs()) {
        (Some(knob), _) => texts::turned(knob.knob, &knob.told()),
        (None, Some(what)) => {
            Label { brief: texts::label(deed.name()).to_owned(), ..Label::from(&*texts::repair(what)) }
        }
        (None, None) => texts::label(deed.name()).into(),
    };
    if let Some(name) = &action.name {
        let whole = texts::named(name, &label.whole);
        label = Label { whole, ..Label::from(name.as_str()) };
    }
    label
}

/// Whether what this action took down is there again, whoever has started it.
fn is_made_good(name: ActionName, site: &Site) -> bool {
    let runs = |state| state == ProcessState::Running;
    match name {
        ActionName::PowerLoss | ActionName::KernelPanic => site.host.power == Power::On,
        ActionName::NginxKill | ActionName::NginxStop => runs(site.web_server.state),
        ActionName::GunicornKill | ActionName::GunicornStop => runs(site.app_server.state),
        ActionName::MysqlKill | ActionName::MysqlStop => runs(site.database.state),
        _ => false,
    }
}

/// When the first of these actions of that name is done after `at`.
fn first_after(at: SimTime, name: ActionName, done: &[(SimTime, ActionName)]) -> Option<SimTime> {
    done.iter().filter(|(later, other)| *other == name && *later > at).map(|(later, _)| *later).min()
}

/// In a long run something may break thousands of times: what could not be told apart is one band.
fn by_chance(playback: &Playback) -> Vec<Band> {
    let at_once = playback.plan().run.duration / AT_ONCE;
    let mut bands: Vec<Band> = Vec::new();
    let mut before: Option<BrokenByChance<'_>> = None;
    for broken in playback.simulation().broken_by_chance() {
        let is_again =
            |before: BrokenByChance<'_>| (before.action, before.name) == (broken.action, broken.name);
        let goes_on = before.filter(|before| is_again(*before)).and_then(|before| before.until);
        match bands.last_mut() {
            Some(band) if goes_on.is_some_and(|until| broken.from < until + at_once) => {
                (band.until, band.is_lasting) = (broken.until, broken.until.is_none());
            }
            _ => bands.push(band_of(broken)),
        }
        before = Some(broken);
    }
    bands
}

fn band_of(broken: BrokenByChance<'_>) -> Band {
    Band {
        from: broken.from,
        until: broken.until,
        is_lasting: broken.until.is_none(),
        kind: BandKind::Action { kind: broken.action.kind(), by: By::Chance },
        label: broken.name.unwrap_or(texts::label(broken.action)).into(),
    }
}

fn incidents(playback: &Playback) -> Vec<Band> {
    let notes = playback.notes_played();
    let ends = notes.iter().skip(1).map(|note| Some(note.at)).chain([None]);
    let told = notes.iter().zip(ends).filter(|(note, _)| is_incident(note.standing));
    let band = |(note, until): (&super::Note, Option<SimTime>)| Band {
        from: note.at,
        until,
        is_lasting: until.is_none(),
        kind: BandKind::Incident(note.standing),
        label: texts::standing(note.standing).into(),
    };
    told.map(band).collect()
}

fn is_incident(standing: Standing) -> bool {
    matches!(standing, Standing::Degraded | Standing::DownUnnoticed | Standing::Down)
}
