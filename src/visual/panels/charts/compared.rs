//! Theory's curve, and the points that were simulated.

use egui::Ui;
use egui_plot::{MarkerShape, VLine};
use libm::log10;

use super::legend::Entry;
use super::plot::{self, Frame, Look, Scale};
use super::theory::Comparison;
use crate::visual::desk::View;
use crate::visual::panels::elements::{SMALL, short_moment, short_number, short_span};
use crate::visual::texts::instruments as texts;
use crate::visual::theme::Theme;

/// Draws them.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, theme: &Theme) {
    let found = Comparison::of(view.series, view.set_up);
    let Some(last) = found.points.last().copied() else {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 17.0), egui::Sense::hover());
        plot::title(ui, rect, texts::THEORY, "", theme);
        ui.label(egui::RichText::new(texts::NO_REQUEST).size(SMALL).color(theme.faint));
        return;
    };
    let curve = Look::solid(theme.count, MarkerShape::Plus);
    let simulated = Look::solid(theme.sky, MarkerShape::Circle);
    let earlier = Look::solid(theme.line, MarkerShape::Circle);
    let now = Look::solid(theme.waiting, MarkerShape::Diamond);
    let limit = Look::dashed(theme.bad, MarkerShape::Cross);
    let at_most = format!("{}/s", short_number(found.capacity()));
    let since = view.set_up.since.as_secs_f64();
    let since = (since > 0.0).then(|| short_moment(since));
    let (name, by_theory) = (texts::curve(found.threads), found.theory(last.arrivals));
    let by_theory = by_theory.map_or_else(|| texts::NO_STEADY_STATE.to_owned(), short_span);
    let entries = [
        Entry { look: simulated, is_line: false, name: texts::SIMULATED, value: String::new() },
        Entry { look: now, is_line: false, name: texts::PLAYED_LAST, value: short_span(last.time) },
        Entry { look: curve, is_line: true, name: &name, value: by_theory },
        Entry { look: limit, is_line: true, name: texts::CAPACITY, value: at_most },
    ];
    let heading = match since {
        _ if found.silent.is_some() => texts::THEORY_SILENT.to_owned(),
        Some(since) => texts::set_up_since(&name, &since),
        None => texts::THEORY_AXES.to_owned(),
    };
    super::beside(ui, texts::THEORY, &heading, &entries, theme, |ui, size| {
        // From a tenth of a second without a queue to the ten seconds before patience ends: each ten times the one before.
        let times = || found.points.iter().map(|point| point.time);
        let longest = log10(times().fold(found.service * 10.0, f64::max));
        let shortest = log10(times().fold(found.service, f64::min));
        let busiest = found.points.iter().map(|point| point.arrivals).fold(found.capacity() * 1.05, f64::max);
        let frame = Frame {
            id: texts::THEORY,
            x: Scale::up_to(busiest, plot::time_marks(size.x)),
            y: Scale::decades(shortest, longest),
            x_told: short_number,
            y_told: plot::decade_told,
        };
        frame.show(ui, size, theme, |plot| {
            let most = VLine::new("", found.capacity()).color(limit.colour).width(1.5);
            plot.vline(most.style(egui_plot::LineStyle::dashed_dense()).allow_hover(false));
            let line: Vec<(f64, Option<f64>)> =
                found.curve().iter().map(|[x, y]| (*x, Some(log10(*y)))).collect();
            plot::line(plot, &name, curve, &line);
            for (is_present, look) in [(false, earlier), (true, simulated)] {
                let points = found.points.iter().filter(|point| point.is_present == is_present);
                let points: Vec<[f64; 2]> = points.map(|point| [point.arrivals, log10(point.time)]).collect();
                plot::marks(plot, texts::SIMULATED, look, points, 2.6);
            }
            plot::marks(plot, texts::PLAYED_LAST, now, vec![[last.arrivals, log10(last.time)]], 5.0);
        });
    });
    if let Some(why) = &found.silent {
        ui.response().on_hover_text(texts::not_steady(why));
    }
}
