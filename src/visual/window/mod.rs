//! The lab in a window, and its pictures without one: the only place where Bevy is.
//!
//! ```text
//!   Update                          PostUpdate
//!   lab.frame(wall, 5 ms)  -->  egui pass: panels, stage --> sprites --> transforms --> the screen, or an image
//!                                     '--> commands --> lab.obey
//! ```

mod canvas;
mod forms;
mod picture;
mod third_party;

use std::time::Instant;

use bevy::prelude::*;
use bevy::window::{FileDragAndDrop, PrimaryWindow};
use bevy_egui::{EguiContext, EguiPrimaryContextPass, PrimaryEguiContext};

use self::canvas::Canvas;
use self::forms::Forms;
use crate::visual::desk::{Command, Opening};
use crate::visual::lab::{ENGINE_TIME, Lab};
use crate::visual::screen::Screen;

pub use self::picture::{NoPicture, Picture, Pictures, Size};

/// The lab on the table, and what it is drawn with.
#[derive(Resource)]
struct Table {
    lab: Lab,
    screen: Screen,
}

/// Why there is no window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoWindow {
    /// There is no display to open it on.
    NoDisplay,
    /// Nothing on this machine can draw.
    NoDriver,
}

/// Opens the window on `lab`, and comes back when it is closed.
///
/// # Errors
///
/// There is no display to open it on, or nothing that can draw.
pub fn open(lab: Lab) -> Result<(), NoWindow> {
    if !third_party::has_display() {
        return Err(NoWindow::NoDisplay);
    }
    if !third_party::has_driver() {
        return Err(NoWindow::NoDriver);
    }
    let mut app = App::new();
    app.add_plugins(third_party::in_a_window);
    app.add_plugins(plugin(lab)).add_systems(Update, (open_dropped, play, title).chain());
    app.run();
    Ok(())
}

/// Everything but the clock, the window and the machine that draws.
fn plugin(lab: Lab) -> impl Fn(&mut App) {
    move |app| {
        app.insert_resource(Table { lab: lab.clone(), screen: Screen::default() })
            .init_resource::<Canvas>()
            .add_systems(Startup, set_up)
            .add_systems(EguiPrimaryContextPass, draw);
    }
}

fn set_up(mut commands: Commands, mut images: ResMut<Assets<Image>>) {
    commands.insert_resource(Forms::new(&mut images));
}

/// One frame of the engine.
#[expect(clippy::needless_pass_by_value, reason = "Bevy's systems take their parameters so")]
fn play(mut table: ResMut<Table>, time: Res<Time<Real>>, mut exit: MessageWriter<AppExit>) {
    #[expect(clippy::disallowed_methods, reason = "the window plays against the clock on the wall")]
    let begun = Instant::now();
    table.lab.frame(time.delta(), || begun.elapsed() < ENGINE_TIME);
    if table.lab.is_left() {
        exit.write(AppExit::Success);
    }
}

/// Draws panels and stage, and does what was asked for meanwhile.
#[expect(clippy::needless_pass_by_value, reason = "Bevy's systems take their parameters so")]
fn draw(
    mut table: ResMut<Table>,
    context: Single<&mut EguiContext, With<PrimaryEguiContext>>,
    mut clear: ResMut<ClearColor>,
    mut canvas: ResMut<Canvas>,
    forms: Res<Forms>,
    mut commands: Commands,
    mut sprites: Query<(&mut Sprite, &mut Transform, &mut Visibility)>,
) {
    let mut context = context.into_inner();
    let context = context.get_mut();
    let Table { lab, screen } = &mut *table;
    let theme = lab.theme();
    let asked: Vec<Command> = screen.draw(context, &lab.view(), &theme);
    let size = context.viewport_rect().size();
    let [red, green, blue, _] = theme.floor.to_array();
    clear.0 = Color::srgb_u8(red, green, blue);
    let zoom = context.zoom_factor();
    let room = (Vec2::new(size.x, size.y), zoom);
    canvas.show(screen.drawing(), room, &forms, &mut commands, &mut sprites);
    context.set_zoom_factor(theme.zoom(size.x * zoom));
    for command in asked {
        lab.obey(command);
    }
}

/// A file that was dropped onto the window is opened.
fn open_dropped(mut table: ResMut<Table>, mut dropped: MessageReader<FileDragAndDrop>) {
    for message in dropped.read() {
        if let FileDragAndDrop::DroppedFile { path_buf, .. } = message {
            table.lab.obey(Command::Open(Opening::File(path_buf.clone())));
        }
    }
}

/// The window's title says what is played.
#[expect(clippy::needless_pass_by_value, reason = "Bevy's systems take their parameters so")]
fn title(mut window: Single<&mut Window, With<PrimaryWindow>>, table: Res<Table>) {
    let title = format!("{} - Lonebox", table.lab.view().scenario.title);
    if window.title != title {
        window.title = title;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::shipped;
    use crate::simulation::Simulation;
    use crate::units::SimTime;

    /// The lab in an app without a window, with something asked for between frames.
    #[test]
    fn whatever_is_asked_of_a_running_app_leaves_the_course_as_it_was() {
        let lesson = shipped::called("10-the-plug").expect("shipped");
        let mut app = App::new();
        let lab = Lab::open(lesson.name, lesson.text).expect("valid");
        app.add_plugins(MinimalPlugins).insert_resource(Table { lab, screen: Screen::default() });
        app.add_systems(Update, play);
        let second = |second| SimTime::from_secs(second);
        let asked = [
            Command::Play,
            Command::Speed(1_000.0),
            Command::Pause,
            Command::StepEvent,
            Command::StepSecond,
            Command::GoTo(second(40)),
            Command::GoTo(second(3)),
            Command::NextIncident,
            Command::Speed(0.1),
            Command::Play,
        ];
        for command in asked.iter().cycle().take(60) {
            app.world_mut().resource_mut::<Table>().lab.obey(command.clone());
            app.update();
        }
        let mut table = app.world_mut().resource_mut::<Table>();
        let end = table.lab.playback().simulation().end();
        table.lab.obey(Command::GoTo(end));
        table.lab.catch_up();
        let plan = crate::scenario::read(lesson.text).expect("valid").plan;
        let mut headless = Simulation::new(plan);
        headless.run();
        let seen = table.lab.playback().simulation().report();
        assert_eq!(seen.fingerprints, headless.report().fingerprints);
    }
}
