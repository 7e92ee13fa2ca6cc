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
    way: Vec<Pos2>,
    /// When it set out [wall-clock seconds].
    began: f64,
    /// Whether its request is under way no longer.
    is_leaving: bool,
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
            dot.draw(pen, view.clock.wall);
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
        let mut leaving = 0;
        self.dots.retain(|key, dot| {
            if known.binary_search(key).is_err() {
                dot.leave(layout, view.clock.wall);
                leaving += 1;
            }
            !dot.is_leaving || (leaving <= LEAVING_MAX && view.clock.wall < dot.began + GLIDE)
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
                let slot = dot.slot as usize;
                slots.resize(slots.len().max(slot + 1), false);
                slots[slot] = true;
            }
        }
        taken
    }
}

/// Slots that somebody has, in nginx and in MySQL.
#[derive(Default)]
struct Taken {
    nginx: Vec<bool>,
    mysql: Vec<bool>,
}

impl Taken {
    fn of(&mut self, place: Place) -> Option<&mut Vec<bool>> {
        match place {
            Place::Nginx => Some(&mut self.nginx),
            Place::Mysql => Some(&mut self.mysql),
            _ => None,
        }
    }

    /// The first free slot of a place, for somebody who comes.
    fn take(&mut self, place: Place) -> u32 {
        let Some(slots) = self.of(place) else { return 0 };
        let free = slots.iter().position(|is_taken| !is_taken).unwrap_or(slots.len());
        slots.resize(slots.len().max(free + 1), false);
        slots[free] = true;
        free as u32
    }
}

impl Dot {
    /// A dot that sets out from its visitor.
    fn new(request: &RequestView, layout: &Layout, wall: f64) -> Self {
        let home = visitors::home(layout, request.visit);
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
        let has_moved = self.way.last().is_none_or(|end| end.distance(seat) > 0.5);
        if self.place != place {
            self.turn(wall);
            let turn = turning_point(self.place, place, request);
            let through = turn.unwrap_or(self.place);
            self.way.extend(corners(layout, self.place, through));
            self.way.extend(corners(layout, through, place));
            self.way.push(seat);
        } else if has_moved {
            self.turn(wall);
            self.way.truncate(self.way.len().saturating_sub(1).max(1));
            self.way.push(seat);
        }
        (self.place, self.request) = (place, *request);
    }

    /// Sends it home.
    fn leave(&mut self, layout: &Layout, wall: f64) {
        if self.is_leaving {
            return;
        }
        self.is_leaving = true;
        self.turn(wall);
        self.way.extend(corners(layout, self.place, Place::Home));
        self.way.push(visitors::home(layout, self.request.visit));
    }

    /// Leaves out the way that is behind it.
    fn turn(&mut self, wall: f64) {
        let (at, next) = self.now(wall);
        self.way.drain(..next);
        self.way.insert(0, at);
        self.began = wall;
    }

    /// Where it is, and the next corner before it.
    fn now(&self, wall: f64) -> (Pos2, usize) {
        let share = ((wall - self.began) / GLIDE).clamp(0.0, 1.0) as f32;
        let eased = 1.0 - (1.0 - share) * (1.0 - share);
        let legs = self.way.windows(2).map(|leg| leg[0].distance(leg[1]));
        let mut left = eased * legs.sum::<f32>();
        for (place, leg) in self.way.windows(2).enumerate() {
            let long = leg[0].distance(leg[1]);
            if left < long {
                return (leg[0] + (leg[1] - leg[0]) * (left / long), place + 1);
            }
            left -= long;
        }
        (self.way.last().copied().unwrap_or_default(), self.way.len())
    }

    fn draw(&self, pen: &mut Pen<'_>, wall: f64) {
        let size = pen.measure.dot() * self.place.fineness();
        let at = self.now(wall).0;
        let (shape, colour) = self.look(pen);
        if self.place == Place::Gunicorn {
            pen.point(Shape::Disc, at, size * 1.45, pen.theme.hollow, DOT - 1);
        }
        let size = if shape == Shape::Diamond { size * 1.15 } else { size };
        pen.point(shape, at, size, colour, DOT);
        if !self.is_leaving {
            pen.spot(Rect::from_center_size(at, Vec2::splat(size * 1.3)), Spot::Visit(self.request.visit));
        }
    }

    /// What is asked for, or what comes back.
    fn look(&self, pen: &Pen<'_>) -> (Shape, Color32) {
        let theme = pen.theme;
        match (self.request.answer, self.request.class) {
            (Some(Outcome::Good), _) => (Shape::Ring, theme.good),
            (Some(Outcome::Failed(_)), _) => (Shape::Cross, theme.bad),
            (None, _) if self.is_leaving => (Shape::Ring, theme.faint),
            (None, RequestClass::Static) => (Shape::Disc, theme.sky),
            (None, RequestClass::Dynamic) => (Shape::Diamond, theme.blue),
        }
    }
}
