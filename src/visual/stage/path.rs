//! The way that a request takes, from place to place along the roads.

use egui::{Pos2, Rect, pos2, vec2};

use super::grid::Grid;
use super::layout::Layout;
use super::life::Life;
use super::{backlog, gunicorn, mysql, nginx, visitors};
use crate::snapshot::{Power, RequestView};
use crate::units::SimTime;
use crate::visual::desk::View;
use crate::vocabulary::{Outcome, RequestClass, Stage};

/// Where a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// With its visitor.
    Home,
    /// Between the visitor and the resolver.
    Name,
    /// On the wire, on its way to the machine.
    Wire,
    /// On the wire, on its way back.
    Back,
    /// In nginx.
    Nginx,
    /// In gunicorn's accept queue.
    Backlog,
    /// With a worker.
    Gunicorn,
    /// In MySQL.
    Mysql,
}

impl Place {
    /// Where `request` is. What was inside a machine that has lost its power is nowhere: its visitor waits before the wall.
    /// So does whoever has been sent only a part of the answer.
    pub(super) fn of(request: &RequestView, view: &View<'_>) -> Self {
        let is_dark = view.site.host.power != Power::On;
        let is_cut_off = is_dark || !view.site.network.plugged_in;
        match request.stage {
            Stage::BackOff => Self::Home,
            Stage::NameLookup => Self::Name,
            Stage::Receiving if !is_cut_off => Self::Back,
            Stage::Connect | Stage::TlsHandshake | Stage::Sending | Stage::Receiving => Self::Wire,
            _ if is_dark => Self::Wire,
            Stage::WebServer | Stage::AnswerThroughWebServer => Self::Nginx,
            Stage::AcceptQueue if !Life::of_gunicorn(view).is_alive() => Self::Nginx,
            Stage::AcceptQueue => Self::Backlog,
            Stage::Application | Stage::RouteWait => Self::Gunicorn,
            Stage::Database => Self::Mysql,
        }
    }

    /// How large a dot is there: it must not hide what it stands on.
    pub(super) fn fineness(self) -> f32 {
        match self {
            Self::Nginx => 0.8,
            Self::Mysql | Self::Home => 0.62,
            _ => 1.0,
        }
    }

    /// Where its drop hangs from the road, if it is in the machine.
    fn gate(self, layout: &Layout) -> Option<f32> {
        let room = match self {
            Self::Nginx => layout.nginx,
            Self::Backlog => layout.backlog,
            Self::Gunicorn => layout.gunicorn,
            Self::Mysql => layout.mysql,
            Self::Home | Self::Name | Self::Wire | Self::Back => return None,
        };
        Some(room.center().x)
    }
}

/// How high the two lanes of the road are: there, and back.
fn lanes(layout: &Layout) -> (f32, f32) {
    let quarter = layout.road.height() / 4.0;
    (layout.road.center().y - quarter, layout.road.center().y + quarter)
}

/// The corners on the way from one place to another.
pub(super) fn corners(layout: &Layout, from: Place, to: Place) -> Vec<Pos2> {
    if from == to {
        return Vec::new();
    }
    let (there, back) = lanes(layout);
    let is_homeward = rank(to) < rank(from);
    let lane = if is_homeward { back } else { there };
    let start = layout.wire.left() + 4.0;
    let mut corners = Vec::new();
    if let Some(gate) = from.gate(layout) {
        corners.push(pos2(gate, lane));
    }
    if from == Place::Name || to == Place::Name {
        corners.push(pos2(start, layout.name_road.center().y));
    }
    if (rank(from) < rank(Place::Wire)) != (rank(to) < rank(Place::Wire)) {
        corners.push(pos2(start, lane));
    }
    if let Some(gate) = to.gate(layout) {
        corners.push(pos2(gate, lane));
    }
    corners
}

/// How far from its visitor a place is.
fn rank(place: Place) -> u8 {
    match place {
        Place::Home => 0,
        Place::Name => 1,
        Place::Wire | Place::Back => 2,
        Place::Nginx => 3,
        Place::Backlog => 4,
        Place::Gunicorn => 5,
        Place::Mysql => 6,
    }
}

/// Where an answer that is on the wire must have come from, if its request was never seen there.
pub(super) fn turning_point(from: Place, to: Place, request: &RequestView) -> Option<Place> {
    let is_answered = to == Place::Back || (to == Place::Home && request.answer == Some(Outcome::Good));
    let is_short_cut = rank(from) <= rank(Place::Wire) && is_answered && from != Place::Back;
    let came_from = match (request.class, request.answer) {
        (RequestClass::Dynamic, Some(Outcome::Good)) => Place::Gunicorn,
        _ => Place::Nginx,
    };
    is_short_cut.then_some(came_from)
}

/// Who is where, among those whose place depends on others.
pub(super) struct Seats<'a> {
    layout: &'a Layout,
    view: &'a View<'a>,
    /// The accept queue, its head first: since when, which visit, which of its requests.
    queue: Vec<(SimTime, u64, u64)>,
    /// Visits whose requests are held, by which worker and thread.
    held: Vec<(u64, Option<u16>, usize, usize)>,
    nginx: nginx::Seats,
    backlog: Grid,
    gunicorn: gunicorn::Cells,
    mysql: Grid,
}

impl<'a> Seats<'a> {
    pub(super) fn new(layout: &'a Layout, view: &'a View<'a>) -> Self {
        let requests = view.close_up.requests.iter();
        let waiting = requests.filter(|request| Place::of(request, view) == Place::Backlog);
        let mut queue: Vec<_> = waiting.map(|one| (one.since, one.visit, one.number)).collect();
        queue.sort_unstable();
        let workers = view.close_up.gunicorn_workers.iter().enumerate();
        let threads = workers.flat_map(|(place, worker)| {
            let threads = worker.threads.iter().enumerate();
            threads.filter_map(move |(at, thread)| Some((thread.visit?, thread.route, place, at)))
        });
        let mut held: Vec<_> = threads.collect();
        held.sort_unstable();
        Self {
            layout,
            view,
            queue,
            held,
            nginx: nginx::Seats::of(layout, view),
            backlog: backlog::seats(layout, view),
            gunicorn: gunicorn::Cells::of(layout, view),
            mysql: mysql::seats(layout, view),
        }
    }

    /// Where exactly `request` is, if it is the `slot`th in its place.
    pub(super) fn seat(&self, request: &RequestView, place: Place, slot: u32) -> Pos2 {
        let (layout, view) = (self.layout, self.view);
        let (there, back) = lanes(layout);
        match place {
            Place::Home => visitors::home(layout, request.visit),
            Place::Name => {
                let dot = layout.measure.dot();
                scattered(layout.name_road.shrink2(vec2(dot, dot * 0.72)), request)
            }
            Place::Wire => on_the_wire(layout, request, there),
            Place::Back => on_the_wire(layout, request, back),
            Place::Nginx => self.nginx.at(slot),
            Place::Mysql => self.mysql.cell(slot).center(),
            Place::Backlog => {
                let key = (request.since, request.visit, request.number);
                let rank = self.queue.binary_search(&key).unwrap_or(0);
                backlog::seat(&self.backlog, rank as u32, self.queue.len() as u32)
            }
            Place::Gunicorn => {
                let first = self.held.partition_point(|held| held.0 < request.visit);
                let held = self.held[first..].iter().take_while(|held| held.0 == request.visit);
                let mine = held.clone().find(|held| held.1 == Some(request.route)).or(held.clone().next());
                let (worker, thread) = mine.map_or((usize::MAX, 0), |held| (held.2, held.3));
                self.gunicorn.seat(layout, view, worker, thread)
            }
        }
    }
}

/// Somewhere on the wire, at the height of a lane; the handshake is at the machine's end.
fn on_the_wire(layout: &Layout, request: &RequestView, lane: f32) -> Pos2 {
    let dot = layout.measure.dot();
    let cable = layout.wire.with_max_x(layout.wire.right() - 3.0 * dot).with_min_x(layout.wire.left() + dot);
    let spare = (layout.road.height() / 2.0 - dot - 2.0 * layout.measure.unit).max(1.0);
    let lane = Rect::from_center_size(pos2(cable.center().x, lane), vec2(cable.width(), spare));
    let at = scattered(lane, request);
    match request.stage {
        Stage::TlsHandshake => pos2(layout.wire.right() - 8.0 * layout.measure.unit, at.y),
        _ => at,
    }
}

/// A place in `room` that depends on the request alone.
fn scattered(room: Rect, request: &RequestView) -> Pos2 {
    let mixed = (request.visit << 20 ^ request.number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ mixed >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let share = |bits: u64| (bits & 0xFFFF) as f32 / 65_535.0;
    room.min + vec2(share(mixed >> 48), share(mixed >> 24)) * room.size()
}
