//! A bench on which an instrument is drawn, looked at and clicked.

use egui::epaint::ClippedShape;
use egui::{OutputCommand, Rect, Shape, Ui, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use lonebox::visual::desk::Command;
use lonebox::visual::panels::Panel;
use lonebox::visual::theme::{Mode, Motion, Theme, apply, fonts};

use super::moment::Moment;

/// The least size of letters [points].
const LETTERS_MIN: f32 = 11.0;

type State = (Box<dyn Panel>, Vec<Command>);

/// An instrument on a bench, and what it has asked for.
pub(super) struct Bench<'a> {
    pub(super) harness: Harness<'a, State>,
    room: Rect,
}

impl<'a> Bench<'a> {
    /// Draws `panel` in so many points.
    pub(super) fn new(panel: Box<dyn Panel>, moment: &'a Moment, size: (f32, f32), mode: Mode) -> Self {
        let theme = Theme::new(mode, Motion::Reduced, 1.0);
        let draw = move |ui: &mut Ui, (panel, asked): &mut State| {
            if ui.ctx().cumulative_pass_nr() == 0 {
                return fonts::install(ui.ctx());
            }
            apply(ui.ctx(), &theme);
            ui.set_style(ui.ctx().global_style());
            ui.set_min_size(ui.available_size());
            asked.extend(panel.ui(ui, &moment.view(), &theme));
        };
        // The harness leaves a margin of 8 points round everything.
        let whole = vec2(size.0, size.1) + Vec2::splat(16.0);
        let mut harness = Harness::builder().with_size(whole).build_ui_state(draw, (panel, Vec::new()));
        harness.run_steps(3);
        Self { harness, room: Rect::from_min_size(egui::Pos2::ZERO, whole) }
    }

    /// Everything asked for since this was last called.
    pub(super) fn asked(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.harness.state_mut().1)
    }

    /// Clicks what is called so, also where it must be scrolled to: what is asked for.
    pub(super) fn click(&mut self, label: &str) -> Option<Command> {
        self.asked();
        self.harness.get_by_label(label).click_accesskit();
        self.harness.run_steps(2);
        let mut asked = self.asked();
        assert!(asked.len() <= 1, "{label}: {asked:?}");
        asked.pop()
    }

    /// Clicks what is called so: what is on the clipboard then.
    pub(super) fn copied_by(&mut self, label: &str) -> String {
        self.harness.get_by_label(label).click_accesskit();
        self.harness.step();
        let commands = &self.harness.output().platform_output.commands;
        let copied = commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        copied.expect("something was copied")
    }

    /// Writes into the field that is called so.
    pub(super) fn write(&mut self, field: &str, text: &str) {
        self.harness.get_by_label(field).focus();
        self.harness.step();
        self.harness.get_by_label(field).type_text(text);
        self.harness.run_steps(2);
    }

    /// Whether something is shown, or told to a screen reader, that contains `text`.
    pub(super) fn has_containing(&self, text: &str) -> bool {
        let is_drawn = self.written().iter().any(|written| written.text.contains(text));
        is_drawn || named(self.harness.root().accesskit_node(), &|name| name.contains(text))
    }

    /// The names of all buttons.
    pub(super) fn buttons(&self) -> Vec<String> {
        let mut found = Vec::new();
        names(self.harness.root().accesskit_node(), &mut found);
        found
    }

    /// Something is written; it is large enough, where it can be seen, and not on top of something else; every control has a
    /// name.
    pub(super) fn check(&self, about: &str) {
        let written = self.written();
        assert!(!written.is_empty(), "{about}: nothing is written");
        for one in &written {
            assert!(one.size >= LETTERS_MIN, "{about}: {one:?} is too small");
            let seen = one.clip.intersect(self.room).expand(2.0);
            let is_seen =
                seen.x_range().contains(one.rect.left()) && seen.x_range().contains(one.rect.right());
            assert!(is_seen, "{about}: {one:?} is cut off");
        }
        for (place, one) in written.iter().enumerate() {
            // Thick letters are written twice.
            for other in written[place + 1..].iter().filter(|other| other.text != one.text) {
                let clip = one.clip.intersect(other.clip);
                let shared = one.rect.intersect(other.rect).intersect(clip);
                let meet = shared.width() > 2.0 && shared.height() > 4.0;
                assert!(!meet, "{about}: {one:?} and {other:?}");
            }
        }
        let nameless = nameless(self.harness.root().accesskit_node());
        assert_eq!(nameless, 0, "{about}: so many controls have no name");
    }

    /// The same, and nothing is cut short or goes on below; what scrolls is seen later.
    pub(super) fn check_whole(&self, about: &str) {
        self.check(about);
        for one in self.written() {
            let is_inside = one.clip != self.room || one.clip.y_range().contains(one.rect.bottom());
            assert!(is_inside && !one.is_elided, "{about}: {one:?} is cut off");
        }
    }

    /// Everything written that can be seen.
    pub(super) fn written(&self) -> Vec<Written> {
        let mut found = Vec::new();
        for ClippedShape { clip_rect, shape } in &self.harness.output().shapes {
            write_down(shape, *clip_rect, &mut found);
        }
        found
    }
}

/// Something written.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) rect: Rect,
    clip: Rect,
    size: f32,
    is_elided: bool,
}

fn write_down(shape: &Shape, clip: Rect, found: &mut Vec<Written>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| write_down(shape, clip, found)),
        Shape::Text(text) if !text.galley.text().trim().is_empty() => {
            let rect = text.visual_bounding_rect();
            let sizes = text.galley.job.sections.iter().map(|section| section.format.font_id.size);
            let (size, is_elided) = (sizes.fold(f32::INFINITY, f32::min), text.galley.elided);
            let text = text.galley.text().to_owned();
            if rect.intersects(clip) {
                found.push(Written { text, rect, clip, size, is_elided });
            }
        }
        _ => {}
    }
}

fn names(node: AccessKitNode<'_>, found: &mut Vec<String>) {
    if node.role() == egui::accesskit::Role::Button {
        found.push(node.label().unwrap_or_default());
    }
    for child in node.children() {
        names(child, found);
    }
}

fn named(node: AccessKitNode<'_>, is_meant: &dyn Fn(&str) -> bool) -> bool {
    let names = [node.label(), node.value()];
    names.iter().flatten().any(|name| is_meant(name)) || node.children().any(|child| named(child, is_meant))
}

/// How many controls no screen reader can name.
fn nameless(node: AccessKitNode<'_>) -> usize {
    use egui::accesskit::Role;
    let is_control = matches!(node.role(), Role::Button | Role::Link | Role::TextInput | Role::CheckBox);
    let own = usize::from(is_control && node.label().is_none_or(|name| name.is_empty()));
    own + node.children().map(nameless).sum::<usize>()
}
