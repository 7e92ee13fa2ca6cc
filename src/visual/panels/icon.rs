//! Pictures on buttons and bands: drawn, so that no font has to have them.

use std::f32::consts::TAU;

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, vec2};

use crate::snapshot::Standing;
use crate::visual::desk::BandKind;
use crate::vocabulary::{ActionKind, ActionName};

/// A picture as high as a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Icon {
    /// Back to the beginning.
    ToStart,
    /// Let it run.
    Play,
    /// Hold it.
    Pause,
    /// One on.
    Step,
    /// On to the next of something.
    Next,
    /// Less.
    Minus,
    /// More.
    Plus,
    /// A plug.
    Plug,
    /// Round again.
    Again,
    /// Something new goes up.
    Deploy,
    /// People.
    Crowd,
    /// There is more.
    More,
    /// Something is wrong.
    Fault,
    /// Somebody works on it.
    Spanner,
    /// More or fewer.
    Load,
    /// Well.
    Tick,
    /// Beware.
    Beware,
    /// Down.
    Cross,
    /// Down, but nobody knows.
    CrossInRing,
    /// Nobody knows.
    Ring,
}

impl Icon {
    /// The picture of how the site stands.
    pub(super) const fn standing(standing: Standing) -> Self {
        match standing {
            Standing::Unseen => Self::Ring,
            Standing::Up => Self::Tick,
            Standing::Degraded => Self::Beware,
            Standing::DownUnnoticed => Self::CrossInRing,
            Standing::Down => Self::Cross,
        }
    }

    /// The picture of a sort of deed.
    pub(super) const fn kind(kind: ActionKind) -> Self {
        match kind {
            ActionKind::Fault => Self::Fault,
            ActionKind::Maintenance => Self::Spanner,
            ActionKind::Load => Self::Load,
        }
    }

    /// The picture of a deed.
    pub(super) const fn deed(name: ActionName) -> Self {
        match name {
            ActionName::PowerLoss => Self::Plug,
            ActionName::Reboot
            | ActionName::NginxRestart
            | ActionName::MysqlRestart
            | ActionName::NginxReload => Self::Again,
            ActionName::GunicornRestart | ActionName::GunicornReload => Self::Deploy,
            ActionName::Spike => Self::Crowd,
            _ => Self::kind(name.kind()),
        }
    }

    /// The picture of a band on the timeline.
    pub(super) const fn band(kind: BandKind) -> Self {
        match kind {
            BandKind::Incident(standing) => Self::standing(standing),
            BandKind::Action { kind, .. } => Self::kind(kind),
        }
    }

    /// Draws it as large as `rect`, which is square.
    pub(super) fn paint(self, painter: &Painter, rect: Rect, ink: Color32) {
        let pen = Pen { painter, rect, ink };
        match self {
            Self::ToStart => {
                pen.fill(&[(0.08, 0.1), (0.26, 0.1), (0.26, 0.9), (0.08, 0.9)]);
                pen.fill(&[(0.95, 0.08), (0.95, 0.92), (0.32, 0.5)]);
            }
            Self::Play => pen.fill(&[(0.16, 0.05), (0.96, 0.5), (0.16, 0.95)]),
            Self::Pause => {
                pen.fill(&[(0.14, 0.08), (0.4, 0.08), (0.4, 0.92), (0.14, 0.92)]);
                pen.fill(&[(0.6, 0.08), (0.86, 0.08), (0.86, 0.92), (0.6, 0.92)]);
            }
            Self::Step => {
                pen.fill(&[(0.06, 0.08), (0.68, 0.5), (0.06, 0.92)]);
                pen.fill(&[(0.74, 0.1), (0.92, 0.1), (0.92, 0.9), (0.74, 0.9)]);
            }
            Self::Next => {
                pen.fill(&[(0.0, 0.1), (0.46, 0.5), (0.0, 0.9)]);
                pen.fill(&[(0.44, 0.1), (0.9, 0.5), (0.44, 0.9)]);
                pen.fill(&[(0.88, 0.1), (1.0, 0.1), (1.0, 0.9), (0.88, 0.9)]);
            }
            Self::Minus => pen.line(&[(0.15, 0.5), (0.85, 0.5)]),
            Self::Plus => {
                pen.line(&[(0.15, 0.5), (0.85, 0.5)]);
                pen.line(&[(0.5, 0.15), (0.5, 0.85)]);
            }
            Self::More => {
                for x in [0.16, 0.5, 0.84] {
                    pen.dot((x, 0.5), 0.11);
                }
            }
            Self::Tick => pen.thick(&[(0.1, 0.52), (0.4, 0.82), (0.92, 0.18)]),
            Self::Cross => pen.cross(0.1),
            Self::CrossInRing => {
                pen.circle((0.5, 0.5), 0.48);
                pen.cross(0.31);
            }
            Self::Ring => pen.circle((0.5, 0.5), 0.44),
            Self::Beware => pen.beware(),
            Self::Plug
            | Self::Again
            | Self::Deploy
            | Self::Crowd
            | Self::Fault
            | Self::Spanner
            | Self::Load => {
                self.paint_deed(&pen);
            }
        }
    }

    fn paint_deed(self, pen: &Pen<'_>) {
        match self {
            Self::Plug => {
                pen.line(&[(0.34, 0.02), (0.34, 0.3)]);
                pen.line(&[(0.66, 0.02), (0.66, 0.3)]);
                pen.fill(&[(0.16, 0.3), (0.84, 0.3), (0.84, 0.5), (0.64, 0.72), (0.36, 0.72), (0.16, 0.5)]);
                pen.line(&[(0.5, 0.7), (0.5, 1.0)]);
            }
            Self::Again => pen.again(),
            Self::Deploy => {
                pen.fill(&[(0.5, 0.0), (0.92, 0.46), (0.08, 0.46)]);
                pen.fill(&[(0.36, 0.44), (0.64, 0.44), (0.64, 0.74), (0.36, 0.74)]);
                pen.line(&[(0.1, 0.94), (0.9, 0.94)]);
            }
            Self::Crowd => {
                for (x, top, size) in [(0.2, 0.22, 0.8), (0.8, 0.22, 0.8), (0.5, 0.04, 1.0)] {
                    pen.dot((x, top + 0.17 * size), 0.17 * size);
                    let (half, neck, foot) = (0.24 * size, top + 0.4 * size, top + 0.92 * size);
                    pen.fill(&[
                        (x - half, foot),
                        (x - half * 0.75, neck),
                        (x + half * 0.75, neck),
                        (x + half, foot),
                    ]);
                }
            }
            Self::Fault => {
                pen.fill(&[(0.64, 0.0), (0.14, 0.58), (0.56, 0.58)]);
                pen.fill(&[(0.36, 1.0), (0.44, 0.42), (0.86, 0.42)]);
            }
            Self::Spanner => {
                pen.thick(&[(0.16, 0.86), (0.6, 0.42)]);
                pen.thick(&[(0.52, 0.12), (0.5, 0.5), (0.88, 0.48)]);
            }
            _ => {
                pen.fill(&[(0.05, 0.62), (0.25, 0.62), (0.25, 0.95), (0.05, 0.95)]);
                pen.fill(&[(0.4, 0.36), (0.6, 0.36), (0.6, 0.95), (0.4, 0.95)]);
                pen.fill(&[(0.75, 0.06), (0.95, 0.06), (0.95, 0.95), (0.75, 0.95)]);
            }
        }
    }
}

/// Draws in a square whose sides are 1.
struct Pen<'a> {
    painter: &'a Painter,
    rect: Rect,
    ink: Color32,
}

impl Pen<'_> {
    fn at(&self, (x, y): (f32, f32)) -> Pos2 {
        self.rect.min + vec2(x * self.rect.width(), y * self.rect.height())
    }

    fn stroke(&self, share: f32) -> Stroke {
        Stroke::new((self.rect.width() * share).max(1.2), self.ink)
    }

    /// A filled form without a dent: egui fills no others.
    fn fill(&self, corners: &[(f32, f32)]) {
        let corners: Vec<Pos2> = corners.iter().map(|corner| self.at(*corner)).collect();
        self.painter.add(Shape::convex_polygon(corners, self.ink, Stroke::NONE));
    }

    fn line(&self, points: &[(f32, f32)]) {
        let points = points.iter().map(|point| self.at(*point)).collect();
        self.painter.add(Shape::line(points, self.stroke(0.13)));
    }

    fn thick(&self, points: &[(f32, f32)]) {
        let points = points.iter().map(|point| self.at(*point)).collect();
        self.painter.add(Shape::line(points, self.stroke(0.19)));
    }

    fn dot(&self, middle: (f32, f32), radius: f32) {
        self.painter.circle_filled(self.at(middle), radius * self.rect.width(), self.ink);
    }

    fn circle(&self, middle: (f32, f32), radius: f32) {
        self.painter.circle_stroke(self.at(middle), radius * self.rect.width(), self.stroke(0.1));
    }

    fn cross(&self, from: f32) {
        self.thick(&[(from, from), (1.0 - from, 1.0 - from)]);
        self.thick(&[(1.0 - from, from), (from, 1.0 - from)]);
    }

    /// A triangle with an exclamation mark.
    fn beware(&self) {
        let corners = [(0.5, 0.06), (0.98, 0.92), (0.02, 0.92)].map(|corner| self.at(corner));
        self.painter.add(Shape::closed_line(corners.to_vec(), self.stroke(0.1)));
        self.line(&[(0.5, 0.36), (0.5, 0.64)]);
        self.dot((0.5, 0.77), 0.07);
    }

    /// An arrow that goes round.
    fn again(&self) {
        let middle = self.at((0.5, 0.52));
        let radius = self.rect.width() * 0.38;
        let turn = |step: u32| {
            let angle = -0.12 * TAU + 0.78 * TAU * step as f32 / 20.0;
            middle + radius * egui::Vec2::angled(angle)
        };
        self.painter.add(Shape::line((0..=20).map(turn).collect(), self.stroke(0.14)));
        self.fill(&[(0.62, 0.34), (1.0, 0.4), (0.92, 0.02)]);
    }
}
