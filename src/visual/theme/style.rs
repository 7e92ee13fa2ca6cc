//! egui's own style, made from a theme: letters, distances, and what a control looks like at rest, pointed at and pressed.

use egui::style::{HandleShape, ScrollAnimation, Selection, WidgetVisuals, Widgets};
use egui::{
    Color32, Context, CornerRadius, CursorIcon, FontId, Margin, Rgba, Shadow, Stroke, Style, TextStyle,
    Visuals, vec2,
};

use super::{Mode, Motion, Theme};

/// How round the corners of controls are, in points.
pub const CORNER: u8 = 5;
/// The smallest letters, in points.
pub const SMALL: f32 = 11.5;
/// Letters in running text.
pub const BODY: f32 = 13.5;
/// Numbers that matter.
pub const NUMBER: f32 = 16.0;
/// The title of a panel.
pub const TITLE: f32 = 16.5;
/// How long a control takes to change its looks \[s\].
const ANIMATION: f32 = 0.08;

/// Makes everything that egui draws look like `theme`. How large everything is, [`Theme::zoom`], is the window's to set.
pub fn apply(ctx: &Context, theme: &Theme) {
    ctx.all_styles_mut(|style| {
        letters(style);
        distances(style);
        style.visuals = visuals(theme);
        if theme.motion == Motion::Reduced {
            style.animation_time = 0.0;
            style.scroll_animation = ScrollAnimation::none();
        } else {
            style.animation_time = ANIMATION;
            style.scroll_animation = ScrollAnimation::default();
        }
    });
}

fn letters(style: &mut Style) {
    style.text_styles = [
        (TextStyle::Small, FontId::proportional(SMALL)),
        (TextStyle::Body, FontId::proportional(BODY)),
        (TextStyle::Button, FontId::proportional(BODY)),
        (TextStyle::Heading, FontId::proportional(TITLE)),
        (TextStyle::Monospace, FontId::monospace(12.0)),
    ]
    .into();
}

fn distances(style: &mut Style) {
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(6.0, 5.0);
    spacing.button_padding = vec2(9.0, 5.0);
    spacing.window_margin = Margin::same(10);
    spacing.menu_margin = Margin::same(8);
    spacing.interact_size = vec2(32.0, 24.0);
    spacing.slider_width = 130.0;
    spacing.slider_rail_height = 6.0;
    spacing.tooltip_width = 320.0;
    spacing.scroll.floating = false;
    spacing.scroll.foreground_color = false;
    spacing.scroll.bar_width = 7.0;
    spacing.scroll.bar_inner_margin = 5.0;
    spacing.scroll.bar_outer_margin = 0.0;
}

fn visuals(theme: &Theme) -> Visuals {
    let usual = if theme.mode == Mode::Light { Visuals::light() } else { Visuals::dark() };
    Visuals {
        override_text_color: None,
        weak_text_color: Some(theme.faint),
        widgets: widgets(theme),
        selection: Selection { bg_fill: theme.blue, stroke: Stroke::new(1.5, theme.sky) },
        hyperlink_color: theme.sky,
        faint_bg_color: theme.raised,
        extreme_bg_color: theme.hollow,
        code_bg_color: theme.hollow,
        warn_fg_color: theme.waiting,
        error_fg_color: theme.bad,
        window_corner_radius: CornerRadius::same(CORNER + 3),
        window_fill: theme.surface,
        window_stroke: Stroke::new(1.0, theme.line),
        window_shadow: Shadow::NONE,
        popup_shadow: Shadow::NONE,
        menu_corner_radius: CornerRadius::same(CORNER),
        panel_fill: theme.surface,
        slider_trailing_fill: true,
        handle_shape: HandleShape::Circle,
        interact_cursor: Some(CursorIcon::PointingHand),
        ..usual
    }
}

fn widgets(theme: &Theme) -> Widgets {
    let looks = |fill: Color32, edge: Color32, ink: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, edge),
        corner_radius: CornerRadius::same(CORNER),
        fg_stroke: Stroke::new(1.5, ink),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: looks(theme.surface, theme.line, theme.text),
        // Rails and the handles of scroll bars are filled with the one, buttons with the other.
        inactive: WidgetVisuals { bg_fill: theme.line, ..looks(theme.raised, theme.line, theme.text) },
        hovered: looks(theme.pointed_at(theme.raised), theme.sky, theme.text),
        active: looks(theme.pointed_at(theme.raised), theme.sky, theme.text),
        open: looks(theme.raised, theme.sky, theme.text),
    }
}

impl Theme {
    /// The colour of text on `ground`: whichever of the two is easier to read there (WCAG's contrast).
    pub fn ink_on(&self, ground: Color32) -> Color32 {
        let beside = |ink: Color32| contrast(ink, ground);
        if beside(self.on_colour) >= beside(self.on_bright) { self.on_colour } else { self.on_bright }
    }

    /// What `fill` looks like while somebody points at it.
    pub fn pointed_at(&self, fill: Color32) -> Color32 {
        fill.lerp_to_gamma(if self.mode == Mode::Light { self.text } else { self.on_colour }, 0.12)
    }
}

/// The contrast of two colours, from 1, none, to 21, as WCAG 2.2 has it.
fn contrast(one: Color32, other: Color32) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Color32) -> f32 {
    let linear = Rgba::from(colour);
    0.2126 * linear.r() + 0.7152 * linear.g() + 0.0722 * linear.b()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG's least for text: 4.5.
    #[test]
    fn text_can_be_read_on_everything_it_stands_on() {
        for mode in [Mode::Dark, Mode::Light, Mode::Projector] {
            let theme = Theme::new(mode, Motion::Full, 1.0);
            for ground in [theme.floor, theme.surface, theme.raised, theme.hollow] {
                assert!(contrast(theme.text, ground) >= 7.0, "{mode:?}: text on {ground:?}");
                assert!(contrast(theme.faint, ground) >= 4.5, "{mode:?}: faint on {ground:?}");
            }
            let colours =
                [theme.good, theme.sky, theme.blue, theme.waiting, theme.bad, theme.count, theme.data];
            for ground in colours {
                let reached = contrast(theme.ink_on(ground), ground);
                assert!(reached >= 4.5, "{mode:?}: {reached} on {ground:?}");
            }
        }
    }
}
