//! The stage on the screen: each mark of a [`Drawing`] is a tinted sprite.
//!
//! Sprites are made when there are first so many marks of a form and are used again and again: the first disc is drawn by the
//! first sprite for discs, and those left over are hidden. Only what has changed is touched.

use bevy::prelude::*;

use super::forms::Forms;
use crate::visual::stage::{Drawing, Mark, Shape};

/// Sprites for each form, the first for the first mark of that form. A sprite keeps its form: how it is cut into slices
/// belongs to it.
#[derive(Resource, Default)]
pub(super) struct Canvas {
    pools: [Vec<Entity>; Shape::COUNT],
}

/// How much higher a mark stands than the one before.
const STEP: f32 = 1.0 / 65_536.0;

impl Canvas {
    /// Shows `drawing`, made for a window of `size` points whose upper left corner is (0, 0); a point is `zoom` of Bevy's
    /// units.
    pub(super) fn show(
        &mut self,
        drawing: &Drawing,
        (size, zoom): (Vec2, f32),
        forms: &Forms,
        commands: &mut Commands,
        sprites: &mut Query<(&mut Sprite, &mut Transform, &mut Visibility)>,
    ) {
        let mut used = [0; Shape::COUNT];
        for (place, mark) in drawing.marks.iter().enumerate() {
            let pool = &mut self.pools[mark.shape as usize];
            let next = &mut used[mark.shape as usize];
            let (sprite, at) = (forms.sprite(mark, zoom), transform(mark, place, size, zoom));
            match pool.get(*next) {
                Some(entity) => change(sprites.get_mut(*entity).ok(), sprite, at),
                None => pool.push(commands.spawn((sprite, at, Visibility::Visible)).id()),
            }
            *next += 1;
        }
        for (pool, used) in self.pools.iter().zip(used) {
            for entity in &pool[used..] {
                if let Ok((_, _, mut visibility)) = sprites.get_mut(*entity) {
                    visibility.set_if_neq(Visibility::Hidden);
                }
            }
        }
    }
}

fn change(
    parts: Option<(Mut<'_, Sprite>, Mut<'_, Transform>, Mut<'_, Visibility>)>,
    sprite: Sprite,
    to: Transform,
) {
    let Some((mut old, mut at, mut visibility)) = parts else { return };
    if old.color != sprite.color || old.custom_size != sprite.custom_size {
        *old = sprite;
    }
    at.set_if_neq(to);
    visibility.set_if_neq(Visibility::Visible);
}

/// Bevy's origin is in the middle, and its y points up.
fn transform(mark: &Mark, place: usize, size: Vec2, zoom: f32) -> Transform {
    let centre = mark.rect.center();
    let height = f32::from(mark.height) + place as f32 * STEP;
    Transform::from_xyz((centre.x - size.x / 2.0) * zoom, (size.y / 2.0 - centre.y) * zoom, height)
}
