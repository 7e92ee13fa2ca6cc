//! Where everything is on the screen: the panels round the stage.
//!
//! ```text
//!   +--------------------------- banner ---------------------------+
//!   | quick |                                          | lesson,   |
//!   |       |                 stage                    | deeds,    |
//!   |       |                                          | inspector,|
//!   |-------+------------------------------------------| scenarios |
//!   | charts, waterfall, log, expectations, tables     |           |
//!   | transport, timeline                              |           |
//!   +--------------------------------------------------------------+
//! ```

use std::collections::BTreeMap;

use egui::text::LayoutJob;
use egui::{
    Context, FontFamily, FontId, Key, LayerId, Order, Painter, Rect, Sense, TextFormat, Ui, UiBuilder, vec2,
};

use crate::snapshot::Power;
use crate::visual::desk::{Bottom, Command, Side, View};
use crate::visual::panels::{
    Banner, BottomTabs, BrokenFile, Charts, Deeds, Expectations, Help, Inspector, Lesson, Log, Panel, Quick,
    Scenarios, SideTabs, Tables, Timeline, Transport, Waterfall,
};
use crate::visual::stage::{Drawing, Spot, Stage, Weight, Words};
use crate::visual::texts;
use crate::visual::theme::{self, Mode, Motion, Theme, fonts};
use crate::visual::{keys, offers};
use crate::vocabulary::ActionName;

/// How wide the column at the left is, in points.
const QUICK: f32 = 154.0;
/// How wide the panel at the side is.
const SIDE: f32 = 304.0;
/// How high transport and timeline are together.
const TIME: f32 = 112.0;
/// How high a screen must be, and how much higher they can be on it: there more is to be told apart on the line.
const TIME_MORE: (f32, f32) = (720.0, 28.0);
/// How much of the screen's height the instruments above them take.
const INSTRUMENTS: f32 = 0.24;
/// How high these are at least.
const INSTRUMENTS_MIN: f32 = 146.0;
/// How high the banner is.
const BANNER: f32 = 54.0;
/// In less room than this nothing could be read, and nothing is drawn.
const LEAST: egui::Vec2 = vec2(300.0, 200.0);
/// A button for what stands there only while it is wanted.
const SHOW: egui::Vec2 = vec2(80.0, 30.0);
/// A dot so near the pointer may be meant, in points.
const NEAR: f32 = 12.0;
/// On a screen lower than this, only transport and timeline stand at the bottom; the rest only while it is wanted.
const LOW: f32 = 520.0;
/// On a screen narrower than this, the panel at the side stands there only while it is wanted.
const NARROW: f32 = 1_120.0;

/// The panels, the stage, and what is remembered from picture to picture.
#[derive(Default)]
pub struct Screen {
    drawing: Drawing,
    stage: Stage,
    banner: Banner,
    quick: Quick,
    transport: Transport,
    timeline: Timeline,
    lesson: Lesson,
    deeds: Deeds,
    inspector: Inspector,
    scenarios: Scenarios,
    charts: Charts,
    tables: Tables,
    waterfall: Waterfall,
    log: Log,
    expectations: Expectations,
    help: Help,
    broken: BrokenFile,
    /// Where the stage was.
    room: Option<Rect>,
    /// What the letters and colours were last set up for.
    styled: Option<(Mode, Motion, f32)>,
}

impl Screen {
    /// Draws everything, and says what was asked for meanwhile.
    pub fn draw(&mut self, context: &Context, view: &View<'_>, theme: &Theme) -> Vec<Command> {
        if !self.is_dressed(context, theme) {
            return Vec::new();
        }
        let mut asked = pressed(context, view);
        let screen = context.viewport_rect();
        if screen.width() < LEAST.x || screen.height() < LEAST.y {
            self.drawing.clear();
            return asked;
        }
        let root = UiBuilder::new().layer_id(LayerId::background()).max_rect(screen);
        let mut ui = Ui::new(context.clone(), "lab".into(), root);
        asked.extend(self.round_the_stage(&mut ui, view, theme));
        let room = ui.available_rect_before_wrap();
        self.room = Some(room);
        self.drawing.clear();
        self.stage.draw(view, theme, room, &mut self.drawing);
        self.write(&ui.painter().with_clip_rect(room));
        asked.extend(self.clicked(&ui, view));
        asked.extend(self.over_the_stage(context, view, theme));
        asked.extend(self.above_everything(context, view, theme));
        asked
    }

    /// What the stage drew, for whoever puts it on the screen.
    pub fn drawing(&self) -> &Drawing {
        &self.drawing
    }

    /// Lets what moves on the stage move on, without drawing it.
    pub fn rehearse(&mut self, view: &View<'_>, theme: &Theme) {
        let room = self.room.unwrap_or(Rect::from_min_size(egui::Pos2::ZERO, vec2(820.0, 440.0)));
        self.drawing.clear();
        self.stage.draw(view, theme, room, &mut self.drawing);
    }

    /// Sees to letters, sizes and colours; new letters are there from the next picture on.
    fn is_dressed(&mut self, context: &Context, theme: &Theme) -> bool {
        let now = Some((theme.mode, theme.motion, theme.scale));
        let before = std::mem::replace(&mut self.styled, now);
        if before != now {
            theme::apply(context, theme);
        }
        if before.is_none() {
            fonts::install(context);
            // A click is obeyed once: nothing is laid out twice in a picture.
            context.options_mut(|options| options.max_passes = std::num::NonZeroUsize::MIN);
            context.request_repaint();
        }
        before.is_some()
    }

    /// The panels, from the outside to the inside.
    fn round_the_stage(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Vec<Command> {
        let size = ui.max_rect().size();
        let mut asked = Vec::new();
        let plain = plain(theme);
        let banner = plain.inner_margin(egui::Margin::symmetric(8, 4));
        egui::Panel::top("banner").exact_size(BANNER).frame(banner).show(ui, |ui| {
            asked.extend(self.banner.ui(ui, view, theme));
        });
        if size.x >= NARROW {
            egui::Panel::right("side").exact_size(SIDE).frame(plain).show(ui, |ui| {
                asked.extend(SideTabs.ui(ui, view, theme));
                asked.extend(self.side(view.desk.side).ui(ui, view, theme));
            });
        }
        let time = TIME + (size.y - TIME_MORE.0).clamp(0.0, TIME_MORE.1);
        let height = if size.y < LOW { time } else { time + (size.y * INSTRUMENTS).max(INSTRUMENTS_MIN) };
        egui::Panel::bottom("bottom").exact_size(height).frame(plain).show(ui, |ui| {
            let (upper, lower) =
                ui.available_rect_before_wrap().split_top_bottom_at_y(ui.max_rect().bottom() - time + 16.0);
            if size.y >= LOW {
                within(ui, upper.with_max_y(upper.bottom() - 6.0), |ui| {
                    asked.extend(BottomTabs.ui(ui, view, theme));
                    asked.extend(self.bottom(view.desk.bottom).ui(ui, view, theme));
                });
            }
            within(ui, lower, |ui| {
                let away = put_away(view, size);
                let room = lower.with_max_x(lower.right() - away.len() as f32 * (SHOW.x + 6.0));
                ui.scope(|ui| {
                    ui.set_max_width(room.width());
                    asked.extend(self.transport.ui(ui, view, theme));
                });
                asked.extend(bring_back(ui, lower, away));
                asked.extend(self.timeline.ui(ui, view, theme));
            });
        });
        egui::Panel::left("quick").exact_size(QUICK).frame(plain).show(ui, |ui| {
            asked.extend(self.quick.ui(ui, view, theme));
        });
        asked
    }

    /// On a small screen, what was asked for stands over the stage until it is put away.
    fn over_the_stage(&mut self, context: &Context, view: &View<'_>, theme: &Theme) -> Vec<Command> {
        let (screen, mut asked) = (context.viewport_rect(), Vec::new());
        if let Some(room) = self.room.filter(|_| screen.height() < LOW && view.desk.is_bottom_open) {
            over(context, "bottom", room, theme, |ui| {
                if ui.button(texts::HIDE_BOTTOM).clicked() {
                    asked.push(Command::HideBottom);
                }
                asked.extend(BottomTabs.ui(ui, view, theme));
                asked.extend(self.bottom(view.desk.bottom).ui(ui, view, theme));
            });
        }
        if screen.width() < NARROW && view.desk.is_side_open {
            let left = (screen.right() - SIDE).max(screen.left());
            let room = Rect::from_min_max(egui::pos2(left, screen.top() + BANNER), screen.max);
            over(context, "side", room, theme, |ui| {
                if ui.button(texts::HIDE_SIDE).clicked() {
                    asked.push(Command::HideSide);
                }
                asked.extend(SideTabs.ui(ui, view, theme));
                asked.extend(self.side(view.desk.side).ui(ui, view, theme));
            });
        }
        asked
    }

    fn side(&mut self, side: Side) -> &mut dyn Panel {
        match side {
            Side::Lesson => &mut self.lesson,
            Side::Deeds => &mut self.deeds,
            Side::Inspector => &mut self.inspector,
            Side::Scenarios => &mut self.scenarios,
        }
    }

    fn bottom(&mut self, bottom: Bottom) -> &mut dyn Panel {
        match bottom {
            Bottom::Charts => &mut self.charts,
            Bottom::Waterfall => &mut self.waterfall,
            Bottom::Log => &mut self.log,
            Bottom::Expectations => &mut self.expectations,
            Bottom::Tables => &mut self.tables,
        }
    }

    /// What lies over everything else while it is open.
    fn above_everything(&mut self, context: &Context, view: &View<'_>, theme: &Theme) -> Vec<Command> {
        let over: [&mut dyn Panel; 2] = [&mut self.broken, &mut self.help];
        let mut asked = Vec::new();
        for panel in over {
            let layer = LayerId::new(Order::Middle, panel.name().into());
            let mut ui = Ui::new(context.clone(), panel.name().into(), UiBuilder::new().layer_id(layer));
            asked.extend(panel.ui(&mut ui, view, theme));
        }
        asked
    }

    /// What a click on the stage asks for.
    fn clicked(&self, ui: &Ui, view: &View<'_>) -> Option<Command> {
        let pointer = ui.input(|input| input.pointer.latest_pos());
        let mut asked = None;
        let mut ranks: BTreeMap<Spot, u32> = BTreeMap::new();
        for (rect, spot) in &self.drawing.spots {
            // There are too many dots to go through by keyboard, or to ask each whether it was clicked.
            let is_dot = matches!(spot, Spot::Visit(_));
            if is_dot && !pointer.is_some_and(|pointer| rect.expand(NEAR).contains(pointer)) {
                continue;
            }
            let sense = if is_dot { Sense::CLICK } else { Sense::click() };
            let rank = *ranks.entry(*spot).and_modify(|rank| *rank += 1).or_default();
            let response = ui.interact(*rect, ui.id().with((spot, rank)), sense);
            if !is_dot {
                let label = texts::spot(*spot);
                response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, &label));
            }
            if response.on_hover_ui(|ui| drop(ui.label(texts::spot(*spot)))).clicked() {
                asked = Some(meant(*spot, view));
            }
        }
        asked
    }

    fn write(&self, painter: &Painter) {
        self.drawing.words.iter().for_each(|words| write(painter, words));
    }
}

/// What these keys do is the business of what has the focus, if anything has.
const OF_WHAT_HAS_FOCUS: [Key; 6] =
    [Key::Space, Key::Enter, Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown];

/// What a key asks for, unless somebody is writing.
fn pressed(context: &Context, view: &View<'_>) -> Vec<Command> {
    if context.text_edit_focused() {
        return Vec::new();
    }
    let is_focused = context.egui_wants_keyboard_input();
    context.input(|input| {
        let keys = input.events.iter().filter_map(|event| match event {
            egui::Event::Key { key, pressed: true, modifiers, .. } => Some((*key, *modifiers)),
            _ => None,
        });
        let keys = keys.filter(|(key, _)| !(is_focused && OF_WHAT_HAS_FOCUS.contains(key)));
        keys.filter_map(|(key, held)| keys::command(key, held, view)).collect()
    })
}

fn meant(spot: Spot, view: &View<'_>) -> Command {
    match spot {
        Spot::Part(part) => Command::Inspect(part),
        Spot::Visit(visit) if view.desk.followed == Some(visit) => Command::Follow(None),
        Spot::Visit(visit) => Command::Follow(Some(visit)),
        Spot::Plug if view.site.host.power == Power::Off => {
            Command::Act(offers::repair(ActionName::PowerLoss))
        }
        Spot::Plug => Command::Act(texts::PLUG_DEED.to_owned()),
    }
}

/// What a panel stands on.
fn plain(theme: &Theme) -> egui::Frame {
    egui::Frame::new().fill(theme.surface).inner_margin(8.0)
}

/// Draws a panel into `room`, over whatever is there.
fn over(context: &Context, name: &'static str, room: Rect, theme: &Theme, draw: impl FnOnce(&mut Ui)) {
    let area = egui::Area::new(name.into()).order(Order::Middle).fixed_pos(room.min).constrain(false);
    area.show(context, |ui| {
        ui.painter().rect_filled(room, 0.0, theme.surface);
        within(ui, room.shrink(8.0), draw);
        ui.allocate_rect(room, Sense::hover());
    });
}

/// On a small screen, what stands there only while it is wanted: what its button says and asks for.
fn put_away(view: &View<'_>, screen: egui::Vec2) -> Vec<(&'static str, Command)> {
    let side = (screen.x < NARROW).then_some((texts::SHOW_SIDE, Command::ShowSide(view.desk.side)));
    let bottom = (screen.y < LOW).then_some((texts::SHOW_BOTTOM, Command::ShowBottom(view.desk.bottom)));
    side.into_iter().chain(bottom).collect()
}

/// The buttons for that, in the upper right corner of `room`.
fn bring_back(ui: &mut Ui, room: Rect, away: Vec<(&'static str, Command)>) -> Option<Command> {
    let mut right = room.right();
    let mut asked = None;
    for (label, command) in away {
        let place = Rect::from_min_size(egui::pos2(right - SHOW.x, room.top()), SHOW);
        right = place.left() - 6.0;
        asked = asked.or(ui.put(place, egui::Button::new(label)).clicked().then_some(command));
    }
    asked
}

/// Draws into a part of the room, and nothing outside it.
fn within(ui: &mut Ui, rect: Rect, draw: impl FnOnce(&mut Ui)) {
    let mut part = ui.new_child(UiBuilder::new().max_rect(rect));
    part.shrink_clip_rect(rect.expand(2.0));
    draw(&mut part);
}

fn write(painter: &Painter, words: &Words) {
    let font = FontId::new(words.size, family(words.weight));
    let mut job = LayoutJob::single_section(words.text.clone(), TextFormat::simple(font, words.colour));
    job.wrap = egui::text::TextWrapping::truncate_at_width(words.width_max);
    let galley = painter.layout_job(job);
    let rect = words.anchor.anchor_size(words.at, galley.size());
    painter.galley(rect.min, galley, words.colour);
}

fn family(weight: Weight) -> FontFamily {
    match weight {
        Weight::Normal => FontFamily::Proportional,
        Weight::Bold => FontFamily::Name(fonts::BOLD.into()),
        Weight::Mono => FontFamily::Monospace,
    }
}
