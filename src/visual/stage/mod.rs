//! What stands on the floor: visitors, the DNS chain, the wire, the one server and what runs in it.
//!
//! A picture is a plain list of marks and texts, made from a [`View`] by plain functions and in the window's own points (x to
//! the right, y down). Who puts it on the screen is another matter.
//!
//! ```text
//!   +----------+  name road   +----------------------------------------+
//!   |          |==============| resolver | root | .com | foobar.com    |
//!   | visitors |              +----------------------------------------+
//!   |          |              | the one server: power, four gauges     |
//!   |          |==== wire ====|== road =================================|
//!   |          |              | nginx | accept queue | gunicorn | MySQL |
//!   +----------+  what dots mean                   | files              |
//! ```
//!
//! One road leads from the visitors past everything that a request can meet; each program hangs from it. Dots run on it, badges
//! of failures fly back on it, and no words ever stand there. `layout` says where everything is, one file draws each region,
//! and [`Stage`] remembers only what moves.

pub mod drawing;
mod measure;
mod layout;
mod pen;
mod grid;
mod life;
mod visitors;
mod dns;
mod wire;
mod machine;
mod gauges;
mod program;
mod nginx;
mod backlog;
mod gunicorn;
mod worker;
mod files;
mod mysql;
mod badges;
mod path;
mod dots;
#[cfg(test)]
mod tests;

use egui::Rect;

use crate::units::SimTime;
use crate::visual::desk::View;
use crate::visual::theme::Theme;

use self::badges::Badges;
use self::dots::Dots;
use self::layout::Layout;
use self::pen::Pen;
use self::visitors::Visitors;

pub use drawing::{Drawing, Mark, Shape, Spot, Weight, Words};

/// The stage, and what it remembers from picture to picture: where dots and badges are on their way, and how each visitor's
/// last page ended.
#[derive(Debug, Default)]
pub struct Stage {
    dots: Dots,
    badges: Badges,
    visitors: Visitors,
    /// The moment of the last picture, and how many of the pages told by then had ended in that very moment.
    drawn: Option<(SimTime, usize)>,
}

impl Stage {
    /// Draws the site into `room`.
    pub fn draw(&mut self, view: &View<'_>, theme: &Theme, room: Rect, drawing: &mut Drawing) {
        self.remember(view);
        let layout = Layout::of(room);
        let mut pen = Pen::new(drawing, theme, layout.measure);
        self.visitors.draw(&mut pen, &layout, view);
        dns::draw(&mut pen, &layout, view);
        wire::draw(&mut pen, &layout, view);
        machine::draw(&mut pen, &layout, view);
        self.dots.draw(&mut pen, &layout, view);
        self.badges.draw(&mut pen, &layout, view);
    }

    /// Takes in what has happened since the last picture. After a jump back in time nothing is on its way any more.
    fn remember(&mut self, view: &View<'_>) {
        let now = view.clock.now;
        if self.drawn.is_some_and(|(drawn, _)| now < drawn) {
            *self = Self::default();
        }
        let news = news(view, self.drawn);
        self.visitors.remember(news);
        self.badges.remember(news, view, self.drawn.map(|(drawn, _)| drawn));
        let of_this_moment = view.close_up.ended.iter().rev().take_while(|page| page.at == now).count();
        self.drawn = Some((now, of_this_moment));
    }
}

/// The pages that have ended since the last picture; with none before it, all that are told.
fn news<'a>(view: &View<'a>, drawn: Option<(SimTime, usize)>) -> &'a [crate::snapshot::EndedView] {
    let ended = &view.close_up.ended;
    let known = drawn.map_or(0, |(drawn, told)| ended.partition_point(|page| page.at < drawn) + told);
    &ended[known.min(ended.len())..]
}
