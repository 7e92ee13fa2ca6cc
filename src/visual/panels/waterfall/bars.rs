//! The bars of a waterfall: a request a row, a stage a stretch of it.

use egui::{Align2, Color32, FontId, Rect, Sense, Stroke, Ui, pos2, vec2};

use crate::snapshot::{PageJourney, RequestJourney};
use crate::units::SimDuration;
use crate::visual::panels::elements::{SMALL, short_span, step, whole};
use crate::visual::texts::instruments as texts;
use crate::visual::theme::Theme;
use crate::vocabulary::{Outcome, Stage, Word};

/// The height of a row, and of an axis [points].
const ROW: f32 = 20.0;
/// A stretch that is narrower bears no letter.
const LETTER_MIN: f32 = 11.0;
/// A stretch that is wider bears its whole name.
const NAME_MIN: f32 = 30.0;
/// Beside the bars: the path, and how long it took.
const ENDS: (f32, f32) = (150.0, 64.0);

/// The colour of a stage; a letter says the same.
const fn colour(stage: Stage, theme: &Theme) -> Color32 {
    match stage {
        Stage::NameLookup => theme.count,
        Stage::Connect | Stage::Sending | Stage::Receiving => theme.sky,
        Stage::TlsHandshake | Stage::WebServer | Stage::AnswerThroughWebServer => theme.blue,
        Stage::AcceptQueue => theme.waiting,
        Stage::Application => theme.good,
        Stage::Database => theme.data,
        Stage::RouteWait | Stage::BackOff => theme.faint,
    }
}

/// Text on that colour.
fn ink(stage: Stage, theme: &Theme) -> Color32 {
    let ground = colour(stage, theme);
    let brightness =
        0.3 * f32::from(ground.r()) + 0.59 * f32::from(ground.g()) + 0.11 * f32::from(ground.b());
    if brightness > 125.0 { theme.on_bright } else { theme.on_colour }
}

/// What is told beside the letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// The stages' names.
    Names,
    /// And how long the page was in them.
    Times,
}

/// The stages that this page was in, with their letters.
pub(super) fn legend(ui: &mut Ui, journey: &PageJourney, told: Told, theme: &Theme) {
    let spent = |stage: Stage| -> SimDuration {
        let spans = journey.requests.iter().flat_map(|request| &request.spans);
        spans.filter(|span| span.stage == stage).map(|span| span.lasted).sum()
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 2.0);
        for stage in Stage::ALL.iter().copied().filter(|stage| !spent(*stage).is_zero()) {
            let time = short_span(spent(stage).as_secs_f64());
            let told = match told {
                Told::Names => texts::stage(stage).to_owned(),
                Told::Times => format!("{} {time}", texts::stage(stage)),
            };
            let font = FontId::proportional(12.0);
            let galley = ui.painter().layout_no_wrap(told.clone(), font, theme.text);
            let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 30.0, 17.0), Sense::hover());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Label, true, &told));
            response.on_hover_text(format!("{}: {time}\n{}", texts::stage(stage), stage.meaning()));
            let patch = Rect::from_min_size(rect.min + vec2(0.0, 1.0), vec2(18.0, 15.0));
            ui.painter().rect_filled(patch, 2.0, colour(stage, theme));
            let letters = texts::stage_letters(stage);
            let font = FontId::proportional(SMALL);
            ui.painter().text(patch.center(), Align2::CENTER_CENTER, letters, font, ink(stage, theme));
            let at = pos2(patch.right() + 4.0, rect.center().y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, theme.text);
        }
    });
}

/// From the page's beginning to its end: what second lies where.
#[derive(Clone, Copy)]
struct Ruler {
    left: f32,
    right: f32,
    seconds: f64,
}

impl Ruler {
    fn of(rect: Rect, journey: &PageJourney) -> Self {
        let seconds = journey.ended.since(journey.begun).as_secs_f64().max(1e-6);
        let path = ENDS.0.min(rect.width() * 0.25);
        Self { left: rect.left() + path, right: rect.right() - ENDS.1, seconds }
    }

    fn at(self, seconds: f64) -> f32 {
        let share = (seconds / self.seconds).clamp(0.0, 1.0) as f32;
        self.left + (self.right - self.left) * share
    }
}

/// A request: its path, its stages one behind the other, how long it took.
pub(super) fn row(ui: &mut Ui, journey: &PageJourney, request: &RequestJourney, theme: &Theme) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let took = request.ended.since(request.begun).as_secs_f64();
    let ruler = Ruler::of(rect, journey);
    let told = told(request, took);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Label, true, &told[0]));
    response.on_hover_text(told.join("\n"));
    let painter = ui.painter_at(rect);
    let lane = Rect::from_x_y_ranges(ruler.left..=ruler.right, rect.shrink2(vec2(0.0, 1.0)).y_range());
    painter.rect_filled(lane, 2.0, theme.hollow);
    let (font, ink_of_path) = (FontId::proportional(12.5), theme.text);
    let mut job = egui::text::LayoutJob::simple_singleline(request.path.clone(), font.clone(), ink_of_path);
    job.wrap = egui::text::TextWrapping::truncate_at_width(ruler.left - rect.left() - 8.0);
    let galley = painter.layout_job(job);
    painter.galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, ink_of_path);
    stretches(&painter, request, lane, ruler, journey, theme);
    let ink = if request.outcome == Outcome::Good { theme.text } else { theme.bad };
    painter.text(rect.right_center(), Align2::RIGHT_CENTER, short_span(took), font, ink);
}

fn stretches(
    painter: &egui::Painter,
    request: &RequestJourney,
    lane: Rect,
    ruler: Ruler,
    journey: &PageJourney,
    theme: &Theme,
) {
    let mut second = request.begun.since(journey.begun).as_secs_f64();
    for span in &request.spans {
        let from = ruler.at(second);
        second += span.lasted.as_secs_f64();
        let to = ruler.at(second).max(from + 1.0);
        let bar = Rect::from_x_y_ranges(from..=to, lane.y_range());
        painter.rect_filled(bar, 1.0, colour(span.stage, theme));
        painter.vline(to, bar.y_range(), Stroke::new(1.0, theme.hollow));
        let font = FontId::proportional(12.0);
        let name = texts::stage(span.stage);
        let galley = painter.layout_no_wrap(name.to_owned(), font.clone(), ink(span.stage, theme));
        let fits = bar.width() > NAME_MIN && galley.size().x + 8.0 < bar.width();
        if fits {
            painter.galley(bar.center() - galley.size() / 2.0, galley, ink(span.stage, theme));
        } else if bar.width() >= LETTER_MIN {
            let letters = texts::stage_letters(span.stage);
            painter.text(bar.center(), Align2::CENTER_CENTER, letters, font, ink(span.stage, theme));
        }
    }
    if let Outcome::Failed(_) = request.outcome {
        let at = pos2(ruler.at(second).min(lane.right() - 8.0), lane.center().y);
        painter.circle_filled(at, 8.0, theme.bad);
        let pen = Stroke::new(2.0, theme.on_colour);
        painter.line_segment([at + vec2(-3.5, -3.5), at + vec2(3.5, 3.5)], pen);
        painter.line_segment([at + vec2(3.5, -3.5), at + vec2(-3.5, 3.5)], pen);
    }
}

/// A request in words: in short first, then stage by stage.
fn told(request: &RequestJourney, took: f64) -> Vec<String> {
    let end = match request.outcome {
        Outcome::Good => String::new(),
        Outcome::Failed(failure) => format!(", {}", failure.text().visitor_sees),
    };
    let mut told = vec![format!("{} {}{end}", request.path, short_span(took))];
    told.extend(request.spans.iter().map(|span| format!("{}: {}", texts::stage(span.stage), span.lasted)));
    told
}

/// The time under the bars.
pub(super) fn axis(ui: &mut Ui, journey: &PageJourney, theme: &Theme) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 15.0), Sense::hover());
    let ruler = Ruler::of(rect, journey);
    let painter = ui.painter_at(rect.expand2(vec2(20.0, 0.0)));
    let step = step(ruler.seconds / 5.0);
    for mark in 0..=whole(ruler.seconds / step) {
        let second = mark as f64 * step;
        let x = ruler.at(second);
        painter.vline(x, rect.top()..=rect.top() + 3.0, Stroke::new(1.0, theme.line));
        let at = pos2(x, rect.top() + 3.0);
        painter.text(at, Align2::CENTER_TOP, short_span(second), FontId::proportional(11.0), theme.faint);
    }
}
