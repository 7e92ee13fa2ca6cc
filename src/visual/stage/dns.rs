//! The chain from the name to the address: a resolver and what it remembers, and whom it asks.

use egui::{Align2, Color32, Rect, vec2};

use super::drawing::{Shape, Spot};
use super::layout::{Layout, cut_bottom, cut_top};
use super::measure::Depth;
use super::pen::{BOX, GROUND, INSIDE, Pen, ROAD};
use crate::snapshot::{CachedName, RecordState, ResolverView, ServerState};
use crate::visual::desk::{Part, View};
use crate::visual::texts::stage as texts;

/// A server of the chain, as it is shown.
struct Server {
    title: Vec<String>,
    state: ServerState,
    /// What it knows or does, the most telling last.
    rows: Vec<(Vec<String>, Color32)>,
    /// How much is left of what is counted down.
    left: Option<f64>,
}

/// Draws the chain.
pub(super) fn draw(pen: &mut Pen<'_>, layout: &Layout, view: &View<'_>) {
    let (zone, parent) = texts::zones(&view.scenario.name);
    let delegates = |title: String, to: &str| Server {
        title: vec![title],
        state: ServerState::Answering,
        rows: vec![(texts::delegates(to), pen.theme.faint)],
        left: None,
    };
    let servers = [
        resolver(pen, view),
        delegates(texts::ROOT.to_owned(), &parent),
        delegates(parent.clone(), &zone),
        authority(pen, view, zone.clone()),
    ];
    let is_asking = view.site.dns.resolvers.iter().any(|resolver| resolver.is_asking);
    for (server, room) in servers.iter().zip(layout.dns) {
        draw_server(pen, room, server);
    }
    for pair in layout.dns.windows(2) {
        let link = Rect::from_x_y_ranges(pair[0].right()..=pair[1].left(), pair[0].y_range());
        let link = Rect::from_center_size(link.center(), vec2(link.width(), 4.0 * pen.measure.unit));
        pen.mark(Shape::Box, link, if is_asking { pen.theme.count } else { pen.theme.line }, ROAD);
    }
}

fn resolver(pen: &Pen<'_>, view: &View<'_>) -> Server {
    let resolvers = &view.site.dns.resolvers;
    let answering = resolvers.iter().filter(|one| one.state == ServerState::Answering);
    let shown = answering.clone().next().or(resolvers.first()).copied();
    let Some(shown) = shown else {
        let rows = vec![(texts::no_resolver(), pen.theme.faint)];
        return Server { title: texts::resolver(1, 1), state: ServerState::Silent, rows, left: None };
    };
    let ttl = view.scenario.ttl.as_secs_f64();
    let seconds = shown.ttl_left.map(crate::units::SimDuration::as_secs_f64);
    Server {
        title: texts::resolver(answering.count(), resolvers.len()),
        state: shown.state,
        rows: remembered(pen, view, &shown, seconds),
        left: seconds.filter(|_| ttl > 0.0).map(|seconds| seconds / ttl),
    }
}

/// What a resolver remembers, and for how long yet.
fn remembered(
    pen: &Pen<'_>,
    view: &View<'_>,
    shown: &ResolverView,
    seconds: Option<f64>,
) -> Vec<(Vec<String>, Color32)> {
    let address = shown.address.unwrap_or(view.site.dns.address);
    let is_old = address != view.site.dns.address;
    let colour = match shown.holds {
        CachedName::Address if is_old => pen.theme.waiting,
        CachedName::Address => pen.theme.text,
        CachedName::Nothing => pen.theme.faint,
        CachedName::Stale => pen.theme.waiting,
        _ => pen.theme.bad,
    };
    let mut rows = vec![(texts::remembers(shown.holds, address), colour)];
    let is_odd = is_old || !matches!(shown.holds, CachedName::Address | CachedName::Nothing);
    if is_odd && pen.measure.depth == Depth::Short {
        return rows;
    }
    if shown.is_asking {
        rows.push((texts::asks(shown.waiting), pen.theme.count));
    } else if let Some(seconds) = seconds {
        rows.push((texts::ttl(seconds), pen.theme.count));
    }
    rows
}

fn authority(pen: &Pen<'_>, view: &View<'_>, zone: String) -> Server {
    let dns = &view.site.dns;
    let colour = match dns.record {
        RecordState::Present => pen.theme.text,
        RecordState::Removed | RecordState::Wrong => pen.theme.bad,
    };
    let mut rows = vec![(texts::record(dns.record, dns.address), colour)];
    if pen.measure.depth == Depth::Full {
        rows.push((texts::ttl(view.scenario.ttl.as_secs_f64()), pen.theme.faint));
    }
    Server { title: vec![zone], state: dns.authority, rows, left: None }
}

fn draw_server(pen: &mut Pen<'_>, room: Rect, server: &Server) {
    let is_dead = server.state != ServerState::Answering;
    draw_walls(pen, room, server.state);
    let mut inside = content(pen, room, server);
    let head = cut_top(&mut inside, pen.measure.title_row());
    let title = if is_dead { pen.title().in_colour(pen.dark()) } else { pen.title() };
    pen.write_fitting(&server.title, head, Align2::CENTER_CENTER, title);
    if is_dead {
        return draw_dead(pen, inside, server.state);
    }
    if let (Depth::Full, Some(left)) = (pen.measure.depth, server.left) {
        let bar = cut_bottom(&mut inside, 5.0 * pen.measure.unit);
        pen.bar(bar, left, pen.theme.count);
    }
    for (texts, colour) in &server.rows[server.rows.len().saturating_sub(rows_max(pen))..] {
        let row = cut_top(&mut inside, pen.measure.row());
        pen.write_fitting(texts, row, Align2::CENTER_CENTER, pen.number().in_colour(*colour));
    }
}

fn draw_walls(pen: &mut Pen<'_>, room: Rect, state: ServerState) {
    let theme = *pen.theme;
    let (ground, walls, colour) = match state {
        ServerState::Answering => (theme.surface, Shape::Frame, theme.line),
        ServerState::Silent | ServerState::Refusing => (theme.hollow, Shape::Dashes, theme.bad),
    };
    pen.mark(Shape::Box, room, ground, GROUND);
    pen.mark(walls, room, colour, BOX);
    pen.spot(room, Spot::Part(Part::Dns));
}

/// How many rows of what it knows fit below its name.
fn rows_max(pen: &Pen<'_>) -> usize {
    if pen.measure.depth == Depth::Full { 2 } else { 1 }
}

/// The room for its words, in the middle of its box where no bar stands below them.
fn content(pen: &Pen<'_>, room: Rect, server: &Server) -> Rect {
    let is_dead = server.state != ServerState::Answering;
    let mut inside = room.shrink(pen.measure.gap * 0.75);
    let rows = if is_dead { 1 } else { server.rows.len().min(rows_max(pen)) };
    let high = pen.measure.title_row() + rows as f32 * pen.measure.row();
    if server.left.is_none() || is_dead {
        cut_top(&mut inside, ((room.height() - high) / 2.0 - pen.measure.gap * 0.75).max(0.0));
    }
    inside
}

/// A cross, and what somebody who asks gets.
fn draw_dead(pen: &mut Pen<'_>, mut inside: Rect, state: ServerState) {
    let row = cut_top(&mut inside, pen.measure.row());
    let said = texts::says(state);
    let wide = pen.number().width(&said[0]);
    let size = 10.0 * pen.measure.unit;
    let sign = row.center() - vec2(wide / 2.0, 0.0);
    pen.point(Shape::Cross, sign, size, pen.theme.bad, INSIDE);
    let words = row.with_min_x(sign.x + size).with_max_x(row.right());
    pen.write_fitting(&said, words, Align2::LEFT_CENTER, pen.number().in_colour(pen.theme.bad));
}
