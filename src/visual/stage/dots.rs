//! Requests on their way: one dot each, or one for many.

use std::collections::BTreeMap;

use egui::{Color32, Pos2, Rect, Vec2};

use super::drawing::{Shape, Spot};
use super::layout::Layout;
use super::path::{Place, Seats, corners, turning_point};
use super::pen::{DOT, Pen};
use super::visitors;
use crate::snapshot::RequestView;
use crate::visual::desk::View;
use crate::visual::theme::Motion;
use crate::vocabulary::{Outcome, RequestClass};

/// How long a dot glides to its place [wall-clock seconds].
const GLIDE: f64 = 0.4;

/// The most dots that are on their way home at once; others have gone at once.
const LEAVING_MAX: usize = 200;

/// All dots.
#[derive(Debug, Default)]
pub(super) struct Dots {
    /// By visit and number.
    dots: BTreeMap<(u64, u64), Dot>,
    /// The room of the last picture.
    room: Option<Rect>,
}

/// A request's dot.
#[derive(Debug)]
struct Dot {
    request: RequestView,
    place: Place,
    /// Which one it is in its place.
    slot: u32,
    /// The way that is left of it at [`Self::began`]: corners, the last one its place.
    way: Vec<Corner>,
    /// When it set out [wall-clock seconds].
    began: f64,
    /// Whether its request is under way no longer.
    is_leaving: bool,
}

/// A corner of a dot's way.
#[derive(Clone, Copy, Debug)]
struct Corner {
    at: Pos2,
    /// What is on its way there.
    load: Load,
}

/// What a dot is on a stretch of its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Load {
    /// What is asked for.
    Request,
    /// What comes back.
    Answer,
}

impl Dots {
    /// Moves all dots to where their requests are, and draws them.
    pub(super) fn draw(&mut self, pen: &mut Pen<'_>, layout: &Layout, view: &View<'_>) {
        let is_still = pen.theme.motion == Motion::Reduced || self.room != Some(layout.machine);
        self.room = Some(layout.machine);
        self.part(layout, view);
        self.welcome(layout, view);
        if is_still {
            self.stand(view);
        }
        for ((visit, _), dot) in &self.dots {
            dot.draw(pen, layout, view.clock.wall);
            if view.desk.followed == Some(*visit) {
                pen.point(
                    Shape::Ring,
                    dot.now(view.clock.wall).0,
                    pen.measure.dot() * 2.2,
                    pen.theme.text,
                    DOT + 1,
                );
            }
        }
    }

    /// Sends those home whose requests are gone, and forgets those who have arrived.
    fn part(&mut self, layout: &Layout, view: &View<'_>) {
        let requests = &view.close_up.requests;
        let mut known: Vec<_> = requests.iter().map(|request| (request.visit, request.number)).collect();
        known.sort_unstable();
        let failed = failed_visits(view);
        let mut leaving = 0;
        self.dots.retain(|key, dot| {
            if known.binary_search(key).is_err() {
                leaving += 1;
                if leaving > LEAVING_MAX {
                    return false;
                }
                if dot.request.answer.is_none() && failed.binary_search(&key.0).is_err() {
                    dot.request.answer = Some(Outcome::Good);
                }
                dot.leave(layout, view.clock.wall);
            }
            !dot.is_leaving || view.clock.wall < dot.began + GLIDE
        });
    }

    /// Takes in every request, new or not.
    fn welcome(&mut self, layout: &Layout, view: &View<'_>) {
        let seats = Seats::new(layout, view);
        let mut taken = self.taken();
        for request in &view.close_up.requests {
            let place = Place::of(request, view);
            let key = (request.visit, request.number);
            let dot = self.dots.entry(key).or_insert_with(|| Dot::new(request, layout, view.clock.wall));
            if dot.place != place {
                dot.slot = taken.take(place);
            }
            let seat = seats.seat(request, place, dot.slot);
            dot.go(request, place, seat, layout, view.clock.wall);
        }
    }

    /// Everybody is where they should be.
    fn stand(&mut self, view: &View<'_>) {
        self.dots.retain(|_, dot| !dot.is_leaving);
        for dot in self.dots.values_mut() {
            dot.way.drain(..dot.way.len() - 1);
            dot.began = view.clock.wall - GLIDE;
        }
    }

    fn taken(&self) -> Taken {
        let mut taken = Taken::default();
        for dot in self.dots.values().filter(|dot| !dot.is_leaving) {
            if let Some(slots) = taken.of(dot.place) {
                slots.occupy(dot.slot as usize);
            }
        }
        taken
    }
}

/// Visits whose pages have failed lately.
fn failed_visits(view: &View<'_>) -> Vec<u64> {
    let ended = view.close_up.ended.iter();
    let mut visits: Vec<u64> =
        ended.filter(|page| page.outcome != Outcome::Good).map(|page| page.visit).collect();
    visits.sort_unstable();
    visits
}

/// Slots that somebody has, in nginx and in MySQL.
#[derive(Default)]
struct Taken {
    nginx: Slots,
    mysql: Slots,
}

/// Which slots of a place somebody has.
#[derive(Default)]
struct Slots {
    are_taken: Vec<bool>,
    /// All before this one are.
    first_free: usize,
}

impl Slots {
    fn occupy(&mut self, slot: usize) {
        self.are_taken.resize(self.are_taken.len().max(slot + 1), false);
        self.are_taken[slot] = true;
    }

    fn take_first_free(&mut self) -> usize {
        let later = self.are_taken.iter().skip(self.first_free).position(|is_taken| !is_taken);
        let free = later.map_or(self.are_taken.len(), |later| self.first_free + later);
        self.occupy(free);
        self.first_free = free + 1;
        free
    }
}

impl Taken {
    fn of(&mut self, place: Place) -> Option<&mut Slots> {
        match place {
            Place::Nginx => Some(&mut self.nginx),
            Place::Mysql => Some(&mut self.mysql),
            _ => None,
        }
    }

    /// The first free slot of a place, for somebody who comes.
    fn take(&mut self, place: Place) -> u32 {
        self.of(place).map_or(0, |slots| slots.take_first_free() as u32)
    }
}

impl Dot {
    /// A dot that sets out from its visitor.
    fn new(request: &RequestView, layout: &Layout, wall: f64) -> Self {
        let home = Corner { at: visitors::home(layout, request.visit), load: Load::Request };
        Self {
            request: *request,
            place: Place::Home,
            slot: 0,
            way: vec![home],
            began: wall,
            is_leaving: false,
        }
    }

    /// Sends it on to `seat` in `place`, along the roads.
    fn go(&mut self, request: &RequestView, place: Place, seat: Pos2, layout: &Layout, wall: f64) {
        let has_moved = self.way.last().is_none_or(|end| end.at.distance(seat) > 0.5);
        self.request = *request;
        if self.place != place {
            self.turn(wall);
            self.lead(place, seat, layout);
        } else if has_moved {
            self.turn(wall);
            let load = self.way.last().map_or(Load::Request, |end| end.load);
            self.way.truncate(self.way.len().saturating_sub(1).max(1));
            self.way.push(Corner { at: seat, load });
        }
    }

    /// Puts the way to `seat` in another place at the end of its way: as a request, and from where that was answered on as
    /// an answer.
    fn lead(&mut self, place: Place, seat: Pos2, layout: &Layout) {
        let turn = turning_point(self.place, place, &self.request);
        let through = turn.unwrap_or(self.place);
        let returns = matches!(place, Place::Back | Place::Nginx) && self.request.answer.is_some();
        let load = if returns || self.is_leaving { Load::Answer } else { Load::Request };
        let there = corners(layout, self.place, through).into_iter();
        self.way.extend(there.map(|at| Corner { at, load: Load::Request }));
        let back = corners(layout, through, place).into_iter().chain([seat]);
        self.way.extend(back.map(|at| Corner { at, load }));
        self.place = place;
    }

    /// Sends it home.
    fn leave(&mut self, layout: &Layout, wall: f64) {
        if self.is_leaving {
            return;
        }
        self.is_leaving = true;
        self.turn(wall);
        self.lead(Place::Home, visitors::home(layout, self.request.visit), layout);
    }

    /// Leaves out the way that is behind it.
    fn turn(&mut self, wall: f64) {
        let (at, next) = self.now(wall);
        let load = self.load(next);
        self.way.drain(..next);
        self.way.insert(0, Corner { at, load });
        self.began = wall;
    }

    /// Where it is, and the next corner before it.
    fn now(&self, wall: f64) -> (Pos2, usize) {
        let share = ((wall - self.began) / GLIDE).clamp(0.0, 1.0) as f32;
        let eased = 1.0 - (1.0 - share) * (1.0 - share);
        let legs = self.way.windows(2).map(|leg| leg[0].at.distance(leg[1].at));
        let mut left = eased * legs.sum::<f32>();
        for (place, leg) in self.way.windows(2).enumerate() {
            let long = leg[0].at.distance(leg[1].at);
            if left < long {
                return (leg[0].at + (leg[1].at - leg[0].at) * (left / long), place + 1);
            }
            left -= long;
        }
        (self.way.last().map_or(Pos2::ZERO, |end| end.at), self.way.len())
    }

    /// What it is on its way to its corner at `next`, or in its place.
    fn load(&self, next: usize) -> Load {
        self.way.get(next).or(self.way.last()).map_or(Load::Request, |corner| corner.load)
    }

    fn draw(&self, pen: &mut Pen<'_>, layout: &Layout, wall: f64) {
        let (at, next) = self.now(wall);
        let size = pen.measure.dot() * self.fineness(at, layout);
        let (shape, colour) = self.look(pen, self.load(next));
        if self.place == Place::Gunicorn {
            pen.point(Shape::Disc, at, size * 1.45, pen.theme.hollow, DOT - 1);
        }
        let size = if shape == Shape::Diamond { size * 1.15 } else { size };
        pen.point(shape, at, size, colour, DOT);
        if !self.is_leaving {
            pen.spot(Rect::from_center_size(at, Vec2::splat(size * 1.3)), Spot::Visit(self.request.visit));
        }
    }

    /// How large it is: among the figures, and where it stands on something, it is smaller than on the road.
    fn fineness(&self, at: Pos2, layout: &Layout) -> f32 {
        match self.place {
            _ if at.x < layout.visitors.right() => Place::Home.fineness(),
            Place::Home => 1.0,
            place => place.fineness(),
        }
    }

    /// What is asked for, or what comes back.
    fn look(&self, pen: &Pen<'_>, load: Load) -> (Shape, Color32) {
        let theme = pen.theme;
        match (load, self.request.answer, self.request.class) {
            (Load::Request, _, RequestClass::Static) => (Shape::Disc, theme.sky),
            (Load::Request, _, RequestClass::Dynamic) => (Shape::Diamond, theme.blue),
            (Load::Answer, Some(Outcome::Good), _) => (Shape::Ring, theme.good),
            (Load::Answer, Some(Outcome::Failed(_)) | None, _) => (Shape::Cross, theme.bad),
        }
    }
}
