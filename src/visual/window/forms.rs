//! The pictures that sprites are made from: one white form each, tinted where it is used.
//!
//! They are computed from signed distances at four times the size in which they stand on the screen, so that edges are
//! smooth on every screen.

use bevy::asset::RenderAssetUsages;
use bevy::image::Image;
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat};
use bevy::sprite::{BorderRect, SliceScaleMode, SpriteImageMode, TextureSlicer};

use crate::visual::stage::{Mark, Shape};

/// Texels for a point.
const FINENESS: f32 = 4.0;
/// The radius of a box's corners, in points.
const RADIUS: f32 = 6.0;
/// How wide an outline is, in points.
const OUTLINE: f32 = 2.0;
/// How wide and high the forms are, in texels.
const SIZE: u32 = 96;
/// How far a stripe is from the next, in texels.
const STRIPE: f32 = 48.0;

/// A picture for each form.
#[derive(Resource)]
pub(super) struct Forms {
    images: Vec<(Shape, Handle<Image>)>,
}

/// All forms.
const SHAPES: [Shape; Shape::COUNT] = [
    Shape::Box,
    Shape::Frame,
    Shape::Dashes,
    Shape::Stripes,
    Shape::Disc,
    Shape::Ring,
    Shape::Diamond,
    Shape::Triangle,
    Shape::Cross,
];

impl Forms {
    /// Computes all of them.
    pub(super) fn new(images: &mut Assets<Image>) -> Self {
        Self { images: SHAPES.iter().map(|shape| (*shape, images.add(picture(*shape)))).collect() }
    }

    /// The sprite for a mark.
    pub(super) fn sprite(&self, mark: &Mark, zoom: f32) -> Sprite {
        let image = self.images.iter().find(|(shape, _)| *shape == mark.shape);
        let [red, green, blue, alpha] = mark.colour.to_srgba_unmultiplied();
        Sprite {
            image: image.map(|(_, image)| image.clone()).unwrap_or_default(),
            color: Color::srgba_u8(red, green, blue, alpha),
            custom_size: Some(Vec2::new(mark.rect.width(), mark.rect.height()) * zoom),
            image_mode: mode(mark.shape),
            ..default()
        }
    }
}

/// How a form fills its rectangle: corners keep their size.
fn mode(shape: Shape) -> SpriteImageMode {
    let sides = match shape {
        Shape::Dashes => SliceScaleMode::Tile { stretch_value: 1.0 / FINENESS },
        _ => SliceScaleMode::Stretch,
    };
    match shape {
        Shape::Box | Shape::Frame | Shape::Dashes => SpriteImageMode::Sliced(TextureSlicer {
            border: BorderRect::all(SIZE as f32 / 3.0),
            sides_scale_mode: sides,
            max_corner_scale: 1.0 / FINENESS,
            ..default()
        }),
        Shape::Stripes => {
            SpriteImageMode::Tiled { tile_x: true, tile_y: true, stretch_value: 1.0 / FINENESS }
        }
        _ => SpriteImageMode::Auto,
    }
}

fn picture(shape: Shape) -> Image {
    let texels = (0..SIZE * SIZE).flat_map(|place| {
        let (x, y) = ((place % SIZE) as f32 + 0.5, (place / SIZE) as f32 + 0.5);
        let cover = (cover(shape, x, y).clamp(0.0, 1.0) * 255.0).round() as u8;
        [255, 255, 255, cover]
    });
    let size = Extent3d { width: SIZE, height: SIZE, depth_or_array_layers: 1 };
    Image::new(
        size,
        TextureDimension::D2,
        texels.collect(),
        TextureFormat::Rgba8UnormSrgb,
        RenderAssetUsages::RENDER_WORLD,
    )
}

/// How much of the texel at this place the form covers.
fn cover(shape: Shape, x: f32, y: f32) -> f32 {
    let middle = SIZE as f32 / 2.0;
    let (right, down) = (x - middle, y - middle);
    let outline = OUTLINE * FINENESS;
    match shape {
        Shape::Box => 0.5 - rounded_box(right, down, middle),
        Shape::Frame => ring(rounded_box(right, down, middle), outline),
        Shape::Dashes => ring(rounded_box(right, down, middle), outline) * dash(right, down),
        Shape::Stripes => stripe(x, y),
        Shape::Disc => middle - right.hypot(down),
        Shape::Ring => ring(right.hypot(down) - middle, outline * 1.5),
        Shape::Diamond => middle - right.abs() - down.abs(),
        Shape::Triangle => (middle - 1.0 - down).min((down + middle) / 2.2 - right.abs() * 1.1),
        Shape::Cross => {
            let (along, across) = ((right + down).abs(), (right - down).abs());
            let thick = SIZE as f32 / 6.0;
            (thick - along.min(across)).min(SIZE as f32 * 0.92 - along.max(across))
        }
    }
}

/// How far outside a box with rounded corners this place is.
fn rounded_box(right: f32, down: f32, half: f32) -> f32 {
    let radius = RADIUS * FINENESS;
    let (x, y) = (right.abs() - half + radius, down.abs() - half + radius);
    x.max(0.0).hypot(y.max(0.0)) + x.max(y).min(0.0) - radius
}

/// Within `wide` of an edge, on its inner side.
fn ring(distance: f32, wide: f32) -> f32 {
    (0.5 - distance).min(distance + wide + 0.5)
}

/// The middle third of each side is broken, and is repeated along the side.
fn dash(right: f32, down: f32) -> f32 {
    let third = SIZE as f32 / 6.0;
    let (x, y) = (right.abs(), down.abs());
    let along = if y > x { right } else { down };
    let in_corner = along.abs() > third;
    if in_corner || along.abs() < third / 2.0 { 1.0 } else { 0.0 }
}

fn stripe(x: f32, y: f32) -> f32 {
    let across = (x + y).rem_euclid(STRIPE) - STRIPE / 2.0;
    (STRIPE / 4.0 - across.abs()) / std::f32::consts::SQRT_2 + 0.5
}
