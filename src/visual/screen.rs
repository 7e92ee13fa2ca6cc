//! Where everything is on the screen: the panels round the stage.

use egui::{Context, FontId, LayerId, Painter, Rect, Ui, UiBuilder};

use crate::visual::desk::{Command, View};
use crate::visual::stage::{Drawing, Words};
use crate::visual::theme::Theme;

/// The panels, the stage, and what they drew last.
#[derive(Default)]
pub struct Screen {
    drawing: Drawing,
}

impl Screen {
    /// Draws everything, and says what was asked for meanwhile.
    pub fn draw(&mut self, context: &Context, view: &View<'_>, theme: &Theme) -> Vec<Command> {
        let mut asked = Vec::new();
        let root = UiBuilder::new().layer_id(LayerId::background()).max_rect(context.viewport_rect());
        let mut ui = Ui::new(context.clone(), "lab".into(), root);
        egui::Panel::top("banner").show(&mut ui, |ui| {
            ui.heading(format!("{} {:?} {}", view.scenario.title, view.standing, view.clock.now));
            if ui.button("Play").clicked() {
                asked.push(Command::Play);
            }
        });
        self.drawing.clear();
        let room = ui.available_rect_before_wrap();
        self.drawing.marks.push(crate::visual::stage::Mark {
            shape: crate::visual::stage::Shape::Frame,
            rect: room.shrink(40.0),
            colour: theme.good,
            height: 0,
        });
        for (place, shape) in [crate::visual::stage::Shape::Box, crate::visual::stage::Shape::Dashes, crate::visual::stage::Shape::Stripes, crate::visual::stage::Shape::Disc, crate::visual::stage::Shape::Ring, crate::visual::stage::Shape::Diamond, crate::visual::stage::Shape::Triangle, crate::visual::stage::Shape::Cross].into_iter().enumerate() {
            self.drawing.marks.push(crate::visual::stage::Mark {
                shape,
                rect: Rect::from_min_size(room.min + egui::vec2(80.0 + 110.0 * place as f32, 100.0), egui::vec2(90.0, if place < 3 { 40.0 } else { 90.0 })),
                colour: theme.sky,
                height: 1,
            });
        }
        self.write(&ui.painter().with_clip_rect(room));
        asked
    }

    /// Lets what moves on the stage move on, without drawing it.
    pub fn rehearse(&mut self, _view: &View<'_>, _theme: &Theme) {}

    /// What the stage drew, for whoever puts it on the screen.
    pub fn drawing(&self) -> &Drawing {
        &self.drawing
    }

    fn write(&self, painter: &Painter) {
        for words in &self.drawing.words {
            write(painter, words);
        }
    }
}

fn write(painter: &Painter, words: &Words) {
    painter.text(words.at, words.anchor, &words.text, FontId::proportional(words.size), words.colour);
}
