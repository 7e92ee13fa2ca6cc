//! Pictures of the lab without a window.

use std::time::{Duration, Instant};

use bevy::asset::RenderAssetUsages;
use bevy::camera::RenderTarget;
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat, TextureUsages};
use bevy::render::view::window::screenshot::{Screenshot, ScreenshotCaptured};
use bevy_egui::PrimaryEguiContext;
use image::RgbaImage;

use super::{Table, plugin, third_party};
use crate::units::{SimDuration, SimTime};
use crate::visual::desk::Command;
use crate::visual::lab::{ENGINE_TIME, Lab};
use crate::visual::texts;

/// How wide and high a picture is, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// How wide.
    pub width: u32,
    /// How high.
    pub height: u32,
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPicture {
    /// Nothing on this machine can draw.
    NoDriver,
    /// The driver gave no picture back.
    Lost,
}

/// Frames until everything is in its place: fonts, panels whose size depends on what is in them, and the picture.
const FRAMES_BEFORE: u32 = 4;

/// The most frames until a picture has come back.
const FRAMES_MAX: u32 = 300;

/// A picture, and what is written in it.
#[derive(Clone, Debug)]
pub struct Picture {
    /// What is seen.
    pub image: RgbaImage,
    /// All words on the stage and in the banner, for whoever cannot see it.
    pub words: Vec<String>,
}

/// Frames a second of what is played before a picture.
const RATE: u32 = 60;

/// A machine that draws the lab.
pub struct Pictures {
    app: App,
    target: Handle<Image>,
    is_new: bool,
}

/// What came back.
#[derive(Resource, Default)]
struct Taken(Option<Image>);

impl Pictures {
    /// Sets it up for pictures of this size.
    ///
    /// # Errors
    ///
    /// There is no driver.
    pub fn new(lab: Lab, size: Size) -> Result<Self, NoPicture> {
        if !third_party::has_driver() {
            return Err(NoPicture::NoDriver);
        }
        let mut app = App::new();
        third_party::without_a_window(&mut app);
        app.add_plugins(plugin(lab)).init_resource::<Taken>();
        let target = app.world_mut().resource_mut::<Assets<Image>>().add(blank(size));
        app.world_mut().spawn((Camera2d, PrimaryEguiContext, RenderTarget::Image(target.clone().into())));
        while app.plugins_state() == bevy::app::PluginsState::Adding {
            bevy::tasks::tick_global_task_pools_on_main_thread();
        }
        app.finish();
        app.cleanup();
        Ok(Self { app, target, is_new: true })
    }

    /// The lab that is drawn.
    pub fn lab(&mut self) -> Mut<'_, Lab> {
        self.app.world_mut().resource_mut::<Table>().map_unchanged(|table| &mut table.lab)
    }

    /// Plays to `at` frame by frame at this speed, without pictures: what moves on the stage is then on its way.
    pub fn play_to(&mut self, at: SimTime, speed: f64) {
        let mut table = self.app.world_mut().resource_mut::<Table>();
        let Table { lab, screen } = &mut *table;
        lab.obey(Command::Speed(speed));
        lab.obey(Command::Play);
        let frame = Duration::from_secs(1) / RATE;
        while lab.view().clock.now + SimDuration::from_nanos_f64(frame.as_secs_f64() * speed * 1e9) < at {
            lab.frame(frame, || true);
            screen.rehearse(&lab.view(), &lab.theme());
        }
        lab.obey(Command::GoTo(at));
        lab.catch_up();
    }

    /// One frame as in the window, this long after the last one, without a picture.
    pub fn frame(&mut self, wall: Duration) {
        #[expect(
            clippy::disallowed_methods,
            reason = "the engine has a share of the frame, by the clock on the wall"
        )]
        let begun = Instant::now();
        self.lab().frame(wall, || begun.elapsed() < ENGINE_TIME);
        self.app.update();
    }

    /// All words on the stage, and what the banner says.
    fn words(&self) -> Vec<String> {
        let Table { lab, screen } = self.app.world().resource::<Table>();
        let view = lab.view();
        let banner = [texts::sign(view.standing).0.to_owned(), view.why.to_owned()];
        banner.into_iter().chain(screen.drawing().words.iter().map(|words| words.text.clone())).collect()
    }

    /// A picture of the lab as it is.
    ///
    /// # Errors
    ///
    /// The driver gave none back.
    pub fn take(&mut self) -> Result<Picture, NoPicture> {
        for _ in 0..if self.is_new { FRAMES_BEFORE } else { 1 } {
            self.app.update();
        }
        self.is_new = false;
        let keep =
            |taken: On<ScreenshotCaptured>, mut kept: ResMut<Taken>| kept.0 = Some(taken.image.clone());
        self.app.world_mut().spawn(Screenshot::image(self.target.clone())).observe(keep);
        for _ in 0..FRAMES_MAX {
            self.app.update();
            if let Some(image) = self.app.world_mut().resource_mut::<Taken>().0.take() {
                let image = image.try_into_dynamic().map_err(|_| NoPicture::Lost)?.to_rgba8();
                return Ok(Picture { image, words: self.words() });
            }
        }
        Err(NoPicture::Lost)
    }
}

fn blank(size: Size) -> Image {
    let extent = Extent3d { width: size.width, height: size.height, depth_or_array_layers: 1 };
    let mut image = Image::new_fill(
        extent,
        TextureDimension::D2,
        &[0, 0, 0, 255],
        TextureFormat::Rgba8UnormSrgb,
        RenderAssetUsages::default(),
    );
    image.texture_descriptor.usage |= TextureUsages::RENDER_ATTACHMENT | TextureUsages::COPY_SRC;
    image
}
