//! How a part of the site is doing, in figures.

mod inside;
mod outside;

use egui::{Align2, Color32, Rect, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};

use crate::snapshot::{ProcessState, Progress};
use crate::units::SimTime;
use crate::visual::desk::{Part, View};
use crate::visual::panels::controls::{bold, gauge, plain, write};
use crate::visual::panels::told;
use crate::visual::texts::{self, figure};
use crate::visual::theme::{NUMBER, Theme};
use crate::vocabulary::Station;

/// A figure, and how full what it tells of is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Figure {
    label: String,
    value: String,
    share: Option<f32>,
    tone: Tone,
}

/// Whether a figure is as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// It just is.
    Plain,
    /// It is well.
    Good,
    /// It waits, starts, is nearly full.
    Waiting,
    /// It is down, or full.
    Bad,
}

impl Figure {
    fn new(label: &str, value: impl Into<String>) -> Self {
        Self { label: label.to_owned(), value: value.into(), share: None, tone: Tone::Plain }
    }

    fn tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }

    /// With a bar, that warns when it is nearly full.
    fn share(self, share: f64) -> Self {
        let tone = match share {
            0.95.. => Tone::Bad,
            0.8.. => Tone::Waiting,
            _ => Tone::Good,
        };
        Self { share: Some(share as f32), tone, ..self }
    }

    /// So many of so many.
    fn of(label: &str, some: u32, all: u32) -> Self {
        Self::new(label, texts::of(some, all)).share(f64::from(some) / f64::from(all.max(1)))
    }

    /// A number that should be none.
    fn rather_none(label: &str, count: u32) -> Self {
        Self::new(label, count.to_string()).tone(if count > 0 { Tone::Waiting } else { Tone::Plain })
    }

    /// How a program is doing, and how far it is.
    fn process(state: ProcessState) -> Self {
        let tone = match state {
            ProcessState::Running => Tone::Good,
            ProcessState::Starting | ProcessState::Stopping => Tone::Waiting,
            ProcessState::Down | ProcessState::Hung => Tone::Bad,
        };
        Self::new(figure::STATE, texts::process(state)).tone(tone)
    }

    fn progress(progress: Progress, now: SimTime) -> Self {
        let share = progress.share(now);
        Self { share: Some(share as f32), ..Self::new(figure::PROGRESS, told::percent(share)) }
            .tone(Tone::Waiting)
    }
}

/// The figures of the part that is looked at.
pub(super) fn figures(view: &View<'_>) -> Vec<Figure> {
    match view.desk.part {
        Part::Visitors => outside::visitors(view),
        Part::Dns => outside::dns(view),
        Part::Network => outside::network(view),
        Part::Machine => inside::machine(view),
        Part::Nginx => inside::nginx(view),
        Part::Gunicorn => inside::gunicorn(view),
        Part::Application => inside::application(view),
        Part::Mysql => inside::mysql(view),
    }
}

/// How busy a station was over the last step of the series.
fn busy(view: &View<'_>, station: Station) -> Option<Figure> {
    let (_, share) = view.series.utilisation(station).last()?;
    let share = share?;
    Some(Figure::new(figure::BUSY, told::percent(share)).share(share))
}

/// Draws them, one below the other.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, theme: &Theme) {
    for figure in figures(view) {
        row(ui, &figure, theme);
    }
}

fn row(ui: &mut Ui, figure: &Figure, theme: &Theme) {
    let height = if figure.share.is_some() { 27.0 } else { 20.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let words = format!("{}: {}", figure.label, figure.value);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &words));
    let colour = colour(figure.tone, theme);
    let painter = ui.painter();
    let base = rect.top() + 10.0;
    let ink = if figure.tone == Tone::Plain { theme.text } else { colour };
    let size = if figure.value.len() > 22 { 12.5 } else { NUMBER };
    let value = pos2(rect.right(), base);
    let room = rect.width() * 0.68;
    let value = write(painter, value, Align2::RIGHT_CENTER, &figure.value, bold(size, ink), room);
    let label = pos2(rect.left(), base);
    let room = value.left() - rect.left() - 6.0;
    write(painter, label, Align2::LEFT_CENTER, &figure.label, plain(12.5, theme.faint), room);
    if let Some(share) = figure.share {
        let bar = Rect::from_min_max(
            pos2(rect.left(), rect.bottom() - 7.0),
            pos2(rect.right(), rect.bottom() - 2.0),
        );
        gauge(painter, bar, share, colour, theme);
    }
}

fn colour(tone: Tone, theme: &Theme) -> Color32 {
    match tone {
        Tone::Plain => theme.sky,
        Tone::Good => theme.good,
        Tone::Waiting => theme.waiting,
        Tone::Bad => theme.bad,
    }
}
