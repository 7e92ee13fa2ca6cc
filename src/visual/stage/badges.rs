//! Badges: each says how a page failed, and flies from the part that failed back to the visitors.

use egui::{Align2, Rect, pos2, vec2};

use super::drawing::Shape;
use super::layout::Layout;
use super::pen::{BADGE, BOX, Pen};
use crate::snapshot::{EndedView, Power};
use crate::units::SimTime;
use crate::visual::desk::{Part, View};
use crate::visual::texts::stage as texts;
use crate::visual::theme::Motion;
use crate::vocabulary::FailureKind;

/// How long a badge flies [wall-clock seconds].
const FLIGHT: f64 = 1.2;

/// How long failures of one sort are still told by one badge [wall-clock seconds]; on a short way there is room for one
/// only, and they are told by it until it has arrived.
const ONE_MOMENT: f64 = 0.5;

/// How long the part that failed is marked [wall-clock seconds].
const FLASH: f64 = 0.6;

/// The most badges at once.
const BADGES_MAX: usize = 8;

/// All badges on their way.
#[derive(Debug, Default)]
pub(super) struct Badges {
    badges: Vec<Badge>,
}

/// A badge.
#[derive(Debug)]
struct Badge {
    text: &'static str,
    from: Part,
    /// How many pages failed so.
    count: u32,
    /// When it set out [wall-clock seconds].
    began: f64,
}

impl Badges {
    /// Sends a badge out for each sort of failure among `news`; the first picture shows those of the last second half-way.
    pub(super) fn remember(&mut self, news: &[EndedView], view: &View<'_>, drawn: Option<SimTime>) {
        let wall = view.clock.wall;
        self.badges.retain(|badge| wall < badge.began + FLIGHT && wall >= badge.began);
        let began = if drawn.is_none() { wall - FLIGHT / 2.0 } else { wall };
        for page in news {
            let age = super::life::seconds_since(view, page.at);
            if let Some(kind) = page.outcome.failure().filter(|_| drawn.is_some() || age < FLIGHT) {
                self.add(kind, began);
            }
        }
    }

    fn add(&mut self, kind: FailureKind, began: f64) {
        let (text, from) = (texts::badge(kind), part(kind));
        let same = |badge: &&mut Badge| {
            badge.text == text && badge.from == from && began - badge.began < moment(from)
        };
        if let Some(badge) = self.badges.iter_mut().find(same) {
            badge.count += 1;
        } else if self.badges.len() < BADGES_MAX {
            self.badges.push(Badge { text, from, count: 1, began });
        }
    }

    /// Draws them, none over another.
    pub(super) fn draw(&self, pen: &mut Pen<'_>, layout: &Layout, view: &View<'_>) {
        let mut placed: Vec<(Rect, String)> = Vec::new();
        for badge in &self.badges {
            badge.mark_part(pen, layout, view);
            placed.push(badge.place(pen, layout, view));
        }
        placed.sort_by(|(one, _), (other, _)| one.left().total_cmp(&other.left()));
        let mut ends = [f32::NEG_INFINITY; 2];
        for (room, text) in placed {
            let is_name = room.center().y < layout.wire.top();
            let (end, most) = if is_name {
                (&mut ends[0], layout.name_road.right())
            } else {
                (&mut ends[1], layout.road.right())
            };
            let room = room.translate(vec2((*end - room.left()).max(0.0), 0.0));
            if room.right() <= most + 0.5 {
                *end = room.right() + pen.measure.gap * 0.5;
                draw_badge(pen, room, text);
            }
        }
    }
}

fn draw_badge(pen: &mut Pen<'_>, room: Rect, text: String) {
    pen.mark(Shape::Box, room, pen.theme.bad, BADGE);
    let ink = pen.number().bold().in_colour(pen.theme.on_colour);
    pen.write(text, room, Align2::CENTER_CENTER, ink);
}

impl Badge {
    /// Where it is now, and what it says.
    fn place(&self, pen: &Pen<'_>, layout: &Layout, view: &View<'_>) -> (Rect, String) {
        let text = texts::times(self.text, self.count);
        let size = vec2(pen.number().bold().width(&text) + pen.measure.gap, layout.road.height() - 2.0);
        let (road, from) = match self.from {
            Part::Dns => (layout.name_road, layout.name_road.right() - size.x / 2.0),
            part => (layout.wire, start(part, layout, view)),
        };
        let to = road.left() + size.x / 2.0;
        let share = match pen.theme.motion {
            Motion::Full => ((view.clock.wall - self.began) / FLIGHT).clamp(0.0, 1.0) as f32,
            Motion::Reduced => 0.5,
        };
        let middle = pos2(from.max(to) + (to - from.max(to)) * share, road.center().y);
        (Rect::from_center_size(middle, size), text)
    }

    /// Rings the part that failed for a moment.
    fn mark_part(&self, pen: &mut Pen<'_>, layout: &Layout, view: &View<'_>) {
        let is_in_the_dark = view.site.host.power == Power::Off && self.from != Part::Dns;
        let is_new = view.clock.wall - self.began < FLASH;
        if is_new && !is_in_the_dark && !matches!(self.from, Part::Network | Part::Dns) {
            pen.mark(Shape::Frame, layout.part(self.from).expand(1.0), pen.theme.bad, BOX + 6);
        }
    }
}

fn moment(from: Part) -> f64 {
    if matches!(from, Part::Dns | Part::Network) { FLIGHT } else { ONE_MOMENT }
}

/// Where a badge sets out: at the part that failed, or at the wall of a machine that nobody reaches.
fn start(part: Part, layout: &Layout, view: &View<'_>) -> f32 {
    match part {
        _ if !view.site.network.plugged_in => layout.wire.right() - 60.0 * layout.measure.unit,
        _ if view.site.host.power != Power::On => layout.wire.right(),
        Part::Visitors | Part::Dns | Part::Network | Part::Machine => layout.wire.right(),
        part => layout.part(part).center().x,
    }
}

/// The part that failed.
const fn part(kind: FailureKind) -> Part {
    match kind {
        FailureKind::NameNotFound
        | FailureKind::NoAddress
        | FailureKind::NoDnsAnswer
        | FailureKind::DnsServfail
        | FailureKind::GaveUpResolving => Part::Dns,
        FailureKind::ConnectTimedOut
        | FailureKind::GaveUpConnecting
        | FailureKind::GaveUpWaiting
        | FailureKind::ClientTimedOut => Part::Network,
        FailureKind::ConnectionRefused
        | FailureKind::ConnectionReset
        | FailureKind::EmptyReply
        | FailureKind::TruncatedAnswer
        | FailureKind::CertificateExpired
        | FailureKind::NoUpstreamSlot
        | FailureKind::BodyTooLarge
        | FailureKind::RateLimited
        | FailureKind::ConnectionLimited
        | FailureKind::MaintenancePage => Part::Nginx,
        FailureKind::UpstreamRefused
        | FailureKind::UpstreamQueueFull
        | FailureKind::UpstreamReset
        | FailureKind::UpstreamClosed
        | FailureKind::UpstreamConnectTimedOut
        | FailureKind::UpstreamReadTimedOut
        | FailureKind::WorkerTimedOut
        | FailureKind::PoolExhausted => Part::Gunicorn,
        FailureKind::ApplicationError => Part::Application,
        FailureKind::DatabaseUnreachable
        | FailureKind::DatabaseLost
        | FailureKind::DatabaseFull
        | FailureKind::DatabaseSessionClosed
        | FailureKind::LockWaitTimedOut => Part::Mysql,
    }
}
