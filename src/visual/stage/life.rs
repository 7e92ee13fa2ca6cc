//! How a program is doing, as it is shown.

use egui::Color32;

use super::drawing::Shape;
use crate::snapshot::{Power, ProcessState, Progress};
use crate::units::SimTime;
use crate::visual::desk::View;
use crate::visual::texts::stage as texts;
use crate::visual::theme::Theme;
use crate::vocabulary::Happening;

/// How a program is doing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Life {
    /// Its machine has no power: nothing can be told of it.
    Dark,
    /// Not running.
    Down,
    /// Started, not yet ready; how much of that is done, if it is known.
    Starting(Option<f64>),
    /// The same, while it repairs what a crash has left.
    Recovering(Option<f64>),
    /// Ready.
    Up,
    /// Told to stop, finishing what it has.
    Stopping,
    /// It stands still.
    Hung,
}

impl Life {
    fn of(view: &View<'_>, state: ProcessState, progress: Option<Progress>) -> Self {
        let share = progress.map(|progress| progress.share(view.clock.now));
        match (view.site.host.power, state) {
            (Power::Off | Power::Panicked, _) => Self::Dark,
            (_, ProcessState::Down) => Self::Down,
            (_, ProcessState::Starting) => Self::Starting(share),
            (_, ProcessState::Running) => Self::Up,
            (_, ProcessState::Stopping) => Self::Stopping,
            (_, ProcessState::Hung) => Self::Hung,
        }
    }

    /// nginx's.
    pub(super) fn of_nginx(view: &View<'_>) -> Self {
        Self::of(view, view.site.web_server.state, view.close_up.starting.nginx)
    }

    /// gunicorn's.
    pub(super) fn of_gunicorn(view: &View<'_>) -> Self {
        Self::of(view, view.site.app_server.state, view.close_up.starting.gunicorn)
    }

    /// MySQL's.
    pub(super) fn of_mysql(view: &View<'_>) -> Self {
        match Self::of(view, view.site.database.state, view.close_up.starting.mysql) {
            Self::Starting(share) if is_recovering(view) => Self::Recovering(share),
            life => life,
        }
    }

    /// Whether there is a process whose numbers can be told.
    pub(super) fn is_alive(self) -> bool {
        !matches!(self, Self::Dark | Self::Down)
    }

    /// How much of its start is done, if it starts and that is known.
    pub(super) fn progress(self) -> Option<f64> {
        match self {
            Self::Starting(share) | Self::Recovering(share) => share,
            _ => None,
        }
    }

    /// Its state in words, in many or few.
    pub(super) fn words(self) -> Vec<String> {
        let (word, share) = match self {
            Self::Dark => return Vec::new(),
            Self::Down => (texts::DOWN, None),
            Self::Starting(share) => (texts::STARTING, share),
            Self::Recovering(share) => (texts::RECOVERING, share),
            Self::Up => (texts::UP, None),
            Self::Stopping => (texts::STOPPING, None),
            Self::Hung => (texts::HUNG, None),
        };
        vec![texts::so_far(word, share), word.to_owned()]
    }

    /// The colour of its state.
    pub(super) fn colour(self, theme: &Theme) -> Color32 {
        match self {
            Self::Dark => theme.faint,
            Self::Down | Self::Hung => theme.bad,
            Self::Starting(_) | Self::Recovering(_) | Self::Stopping => theme.waiting,
            Self::Up => theme.good,
        }
    }

    /// The form that says the same as the colour.
    pub(super) fn shape(self) -> Shape {
        match self {
            Self::Dark | Self::Down => Shape::Cross,
            Self::Starting(_) | Self::Recovering(_) => Shape::Triangle,
            Self::Up => Shape::Disc,
            Self::Stopping | Self::Hung => Shape::Ring,
        }
    }
}

/// Whether the last that was heard of MySQL is that it applies its redo log.
fn is_recovering(view: &View<'_>) -> bool {
    let heard = view.chronicle.iter().rev().map(|entry| entry.what);
    let mut of_mysql = heard.filter(|what| {
        matches!(what, Happening::MysqlRecovering | Happening::MysqlStopped | Happening::MysqlAccepts)
    });
    of_mysql.next() == Some(Happening::MysqlRecovering)
}

/// Seconds from `since` to now.
pub(super) fn seconds_since(view: &View<'_>, since: SimTime) -> f64 {
    view.clock.now.max(since).since(since).as_secs_f64()
}
