//! What everything in the machine shares: cores, memory, disk, uplink.

use egui::{Align2, Color32, Rect};

use super::drawing::{Shape, Spot};
use super::layout::{Layout, cut_left, cut_top};
use super::measure::Depth;
use super::pen::{DETAIL, INSIDE, Pen};
use crate::snapshot::Power;
use crate::visual::desk::{Part, View};
use crate::visual::texts::stage as texts;
use crate::visual::theme::Theme;

/// From which share on a gauge is nearly full, and from which it is full.
const NEARLY: (f64, f64) = (0.75, 0.95);

/// What a gauge shows.
struct Gauge {
    share: f64,
    /// What is taken for the time being and is given up when it is needed, beyond that.
    spare: f64,
    /// What somebody else has taken of it.
    stolen: f64,
    /// In how bad a state it is, where its share does not say so.
    colour: Color32,
    number: Vec<String>,
    note: Vec<String>,
}

/// Draws all four; without power only their names.
pub(super) fn draw(pen: &mut Pen<'_>, layout: &Layout, view: &View<'_>) {
    let theme = *pen.theme;
    let gauges = [cores(view, &theme), memory(view, &theme), disk(view, &theme), uplink(view, &theme)];
    for ((gauge, name), room) in gauges.into_iter().zip(texts::GAUGES).zip(layout.gauges) {
        pen.spot(room, Spot::Part(Part::Machine));
        match view.site.host.power {
            Power::Off | Power::Panicked => draw_dark(pen, room, name),
            Power::Booting | Power::On => draw_gauge(pen, room, name, &gauge),
        }
    }
}

fn draw_gauge(pen: &mut Pen<'_>, mut room: Rect, name: &str, gauge: &Gauge) {
    let mut row = cut_top(&mut room, pen.measure.row());
    let label = cut_left(&mut row, pen.number().width(name) + pen.measure.gap * 0.5);
    pen.write(name, label, Align2::LEFT_CENTER, pen.number().in_colour(pen.theme.faint));
    pen.write_fitting(&gauge.number, row, Align2::RIGHT_CENTER, pen.number().bold());
    let bar = cut_top(&mut room, pen.measure.by_depth(8.0, 6.0));
    let soft = gauge.colour.lerp_to_gamma(pen.theme.hollow, 0.65);
    pen.bar(bar, if gauge.spare > 0.0 { gauge.share + gauge.spare } else { 0.0 }, soft);
    pen.fill(bar, gauge.share, gauge.colour);
    if gauge.stolen > 0.0 {
        let stolen = bar.with_min_x(bar.right() - bar.width() * gauge.stolen as f32);
        pen.mark(Shape::Box, stolen, pen.theme.hollow, DETAIL + 1);
        pen.mark(Shape::Stripes, stolen, pen.theme.bad, DETAIL + 2);
    }
    if pen.measure.depth == Depth::Full {
        pen.write_fitting(&gauge.note, room, Align2::LEFT_BOTTOM, pen.small());
    }
}

fn draw_dark(pen: &mut Pen<'_>, mut room: Rect, name: &str) {
    let row = cut_top(&mut room, pen.measure.row());
    pen.write(name, row, Align2::LEFT_CENTER, pen.number().in_colour(pen.dark()));
    let bar = cut_top(&mut room, pen.measure.by_depth(8.0, 6.0));
    let colour = pen.theme.line.lerp_to_gamma(pen.theme.hollow, 0.6);
    pen.mark(Shape::Box, bar, colour, INSIDE);
}

/// The colour of a share: well, nearly full, full.
pub(super) fn tone(share: f64, theme: &Theme) -> Color32 {
    let (nearly, full) = NEARLY;
    if share >= full {
        theme.bad
    } else if share >= nearly {
        theme.waiting
    } else {
        theme.good
    }
}

/// `part` of `whole`.
pub(super) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn cores(view: &View<'_>, theme: &Theme) -> Gauge {
    let (runnable, cores) = (view.site.host.runnable, view.site.host.cores);
    let stolen = view.site.host.stolen.get();
    let colour = match runnable {
        _ if runnable > cores || stolen > 0.0 => theme.bad,
        _ if runnable == cores => theme.waiting,
        _ => theme.good,
    };
    Gauge {
        share: share(u64::from(runnable), u64::from(cores)),
        spare: 0.0,
        stolen,
        colour,
        number: if stolen > 0.0 { texts::stolen(stolen) } else { vec![texts::of(runnable, cores)] },
        note: texts::cores(runnable, cores, stolen),
    }
}

fn memory(view: &View<'_>, theme: &Theme) -> Gauge {
    let (memory, cache) = (view.site.host.memory, view.site.host.page_cache);
    let held = view.site.host.memory_held().get();
    let cached = share(cache.get(), memory.get());
    let share = share(held, memory.get());
    Gauge {
        share,
        spare: cached,
        stolen: 0.0,
        colour: tone(share, theme),
        number: texts::bytes_of(held, memory.get()),
        note: texts::page_cache(cache.get()),
    }
}

fn disk(view: &View<'_>, theme: &Theme) -> Gauge {
    let (used, size) = (view.site.host.disk_used.get(), view.site.host.disk_size.get());
    let disk = view.close_up.disk;
    let share = share(used, size);
    let is_slow = disk.slowness > 1;
    let colour = if disk.is_full {
        theme.bad
    } else if is_slow {
        theme.waiting
    } else {
        tone(share, theme)
    };
    let number = if disk.is_full { texts::disk_full() } else { texts::bytes_of(used, size) };
    Gauge { share, spare: 0.0, stolen: 0.0, colour, number, note: texts::disk(disk.queue, disk.slowness) }
}

fn uplink(view: &View<'_>, theme: &Theme) -> Gauge {
    let network = view.site.network;
    let share = share(network.uplink, network.uplink_max);
    Gauge {
        share,
        spare: 0.0,
        stolen: 0.0,
        colour: tone(share, theme),
        number: vec![texts::percent(share)],
        note: texts::uplink(network.uplink, network.answers),
    }
}
