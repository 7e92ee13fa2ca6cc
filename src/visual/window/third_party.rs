//! How Bevy and egui are set up.

use bevy::app::PluginGroupBuilder;
use bevy::log::LogPlugin;
use bevy::prelude::*;
use bevy::render::RenderPlugin;
use bevy::render::settings::{Backends, WgpuSettings};
use bevy::tasks::block_on;
use bevy::transform::TransformSystems;
use bevy::window::{ExitCondition, WindowResolution};
use bevy::winit::WinitPlugin;
use bevy_egui::{EguiGlobalSettings, EguiPlugin, EguiPostUpdateSet, PrimaryEguiContext};

/// The window as it opens, in points.
const SIZE: (u32, u32) = (1_280, 720);

/// Whether a window can be opened at all.
#[cfg(target_os = "linux")]
pub(super) fn has_display() -> bool {
    #[expect(clippy::disallowed_methods, reason = "the window asks its surroundings where it may open")]
    let display = std::env::var("DISPLAY");
    display.is_ok_and(|display| answers(&display))
}

/// Whether a window can be opened at all.
#[cfg(not(target_os = "linux"))]
pub(super) fn has_display() -> bool {
    true
}

/// How long a display on another machine may take to answer.
#[cfg(target_os = "linux")]
const DISPLAY_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(2);

/// Whether an X server listens where `display` says: `:0`, `unix:0.0`, `host:10.0` (X(7), display names). A name that
/// is left over from another session would make Bevy give up with a panic.
#[cfg(target_os = "linux")]
fn answers(display: &str) -> bool {
    use std::net::{TcpStream, ToSocketAddrs as _};
    use std::os::linux::net::SocketAddrExt as _;
    use std::os::unix::net::{SocketAddr, UnixStream};

    let Some((host, number)) = display.rsplit_once(':') else { return false };
    let Ok(number) = number.split('.').next().unwrap_or_default().parse::<u16>() else { return false };
    if host.is_empty() || host == "unix" {
        let path = format!("/tmp/.X11-unix/X{number}");
        let nameless = SocketAddr::from_abstract_name(&path).and_then(|at| UnixStream::connect_addr(&at));
        return nameless.is_ok() || UnixStream::connect(path).is_ok();
    }
    let port = number.saturating_add(6_000); // X11's ports begin there.
    let mut addresses = (host, port).to_socket_addrs().into_iter().flatten();
    addresses.any(|address| TcpStream::connect_timeout(&address, DISPLAY_TIMEOUT).is_ok())
}

/// Whether anything here can draw.
pub(super) fn has_driver() -> bool {
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor {
        backends: Backends::PRIMARY,
        ..wgpu::InstanceDescriptor::new_without_display_handle()
    });
    block_on(instance.request_adapter(&wgpu::RequestAdapterOptions::default())).is_ok()
}

/// With a window.
pub(super) fn in_a_window(app: &mut App) {
    let window = Window {
        title: "Lonebox".to_owned(),
        resolution: WindowResolution::new(SIZE.0, SIZE.1),
        ..default()
    };
    let plugins = quiet(DefaultPlugins.build())
        .set(WindowPlugin { primary_window: Some(window), ..default() })
        .set(renderer());
    app.add_plugins(plugins);
    egui(app);
    app.add_systems(Startup, |mut commands: Commands| {
        commands.spawn((Camera2d, PrimaryEguiContext));
    });
}

/// Without one: drawn to an image, with every pipeline ready before the first picture.
pub(super) fn without_a_window(app: &mut App) {
    let plugins = quiet(DefaultPlugins.build())
        .set(WindowPlugin { primary_window: None, exit_condition: ExitCondition::DontExit, ..default() })
        .set(RenderPlugin { synchronous_pipeline_compilation: true, ..renderer() })
        .disable::<WinitPlugin>();
    app.add_plugins(plugins);
    egui(app);
}

/// What Bevy has to say goes nowhere: a person who opens the lab cannot do anything about it.
fn quiet(plugins: PluginGroupBuilder) -> PluginGroupBuilder {
    plugins.set(LogPlugin { filter: "off".to_owned(), ..default() })
}

/// The platform's own way of drawing: Vulkan, Metal or Direct3D.
fn renderer() -> RenderPlugin {
    let settings = WgpuSettings { backends: Some(Backends::PRIMARY), ..default() };
    RenderPlugin { render_creation: settings.into(), ..default() }
}

fn egui(app: &mut App) {
    app.add_plugins(EguiPlugin::default());
    app.world_mut().resource_mut::<EguiGlobalSettings>().auto_create_primary_context = false;
    // Sprites are placed in egui's pass: they are to be seen there in the same picture.
    app.configure_sets(PostUpdate, EguiPostUpdateSet::EndPass.before(TransformSystems::Propagate));
}
