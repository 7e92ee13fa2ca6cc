//! The stage on the screen: each mark of a [`Drawing`] is a tinted sprite.
//!
//! Sprites are made when there are first so many marks and are used again and again: the first mark is drawn by the first
//! sprite, the second by the second, and those left over are hidden. Only what has changed is touched.

use bevy::prelude::*;

use super::forms::Forms;
use crate::visual::stage::{Drawing, Mark};

/// Sprites, the first for the first mark.
#[derive(Resource, Default)]
pub(super) struct Canvas {
    sprites: Vec<Entity>,
    /// How many of them are seen.
    seen: usize,
}

/// How much higher a mark stands than the one before.
const STEP: f32 = 1.0 / 65_536.0;

/// Shows `drawing`, made for a window of `size` points whose upper left corner is (0, 0); a point is `zoom` of Bevy's units.
pub(super) fn show(
    drawing: &Drawing,
    size: Vec2,
    zoom: f32,
    canvas: &mut Canvas,
    forms: &Forms,
    commands: &mut Commands,
    sprites: &mut Query<(&mut Sprite, &mut Transform, &mut Visibility)>,
) {
    for (place, mark) in drawing.marks.iter().enumerate() {
        let (sprite, transform) = (forms.sprite(mark, zoom), transform(mark, place, size, zoom));
        match canvas.sprites.get(place).and_then(|entity| sprites.get_mut(*entity).ok()) {
            Some((mut old, mut at, mut visibility)) => {
                if old.image != sprite.image || old.color != sprite.color || old.custom_size != sprite.custom_size {
                    *old = sprite;
                }
                at.set_if_neq(transform);
                visibility.set_if_neq(Visibility::Visible);
            }
            None if place >= canvas.sprites.len() => {
                canvas.sprites.push(commands.spawn((sprite, transform, Visibility::Visible)).id());
            }
            None => {}
        }
    }
    let count = drawing.marks.len().min(canvas.sprites.len());
    for entity in &canvas.sprites[count..canvas.seen.max(count).min(canvas.sprites.len())] {
        if let Ok((_, _, mut visibility)) = sprites.get_mut(*entity) {
            visibility.set_if_neq(Visibility::Hidden);
        }
    }
    canvas.seen = count;
}

/// Bevy's origin is in the middle, and its y points up.
fn transform(mark: &Mark, place: usize, size: Vec2, zoom: f32) -> Transform {
    let centre = mark.rect.center();
    let height = f32::from(mark.height) + place as f32 * STEP;
    Transform::from_xyz((centre.x - size.x / 2.0) * zoom, (size.y / 2.0 - centre.y) * zoom, height)
}
