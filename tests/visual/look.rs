//! Throw-away: paints panels by software into /tmp/look.
use super::harness::{Bench, Stand};
use egui::epaint::Primitive;
use lonebox::visual::desk::Part;
use lonebox::visual::panels::all;
use lonebox::visual::theme::{Mode, Motion, Theme};

pub(super) fn paint(bench: &Bench<'_>, mode: Mode, name: &str) {
    let ppp = 2.0f32;
    let ctx = &bench.harness.ctx;
    let shapes = bench.harness.output().shapes.clone();
    let screen = ctx.viewport_rect();
    let prims = ctx.tessellate(shapes, ctx.pixels_per_point());
    let font = ctx.fonts(|f| f.image());
    let scale = ppp;
    let (w, h) = ((screen.width() * scale) as usize, (screen.height() * scale) as usize);
    let bg = Theme::new(mode, Motion::Full, 1.0).surface;
    let mut img = vec![[bg.r() as f32, bg.g() as f32, bg.b() as f32]; w * h];
    for p in prims {
        let Primitive::Mesh(mesh) = p.primitive else { continue };
        let clip = p.clip_rect;
        for t in mesh.indices.chunks(3) {
            let v =
                [mesh.vertices[t[0] as usize], mesh.vertices[t[1] as usize], mesh.vertices[t[2] as usize]];
            let xs = v.map(|v| v.pos.x * scale);
            let ys = v.map(|v| v.pos.y * scale);
            let min = |a: [f32; 3]| a[0].min(a[1]).min(a[2]);
            let max = |a: [f32; 3]| a[0].max(a[1]).max(a[2]);
            let x0 = min(xs).floor().max(clip.left() * scale).max(0.0) as usize;
            let x1 = (max(xs).ceil().min(clip.right() * scale) as usize).min(w);
            let y0 = min(ys).floor().max(clip.top() * scale).max(0.0) as usize;
            let y1 = (max(ys).ceil().min(clip.bottom() * scale) as usize).min(h);
            let area = (xs[1] - xs[0]) * (ys[2] - ys[0]) - (xs[2] - xs[0]) * (ys[1] - ys[0]);
            if area.abs() < 1e-9 {
                continue;
            }
            for y in y0..y1 {
                for x in x0..x1 {
                    let (px, py) = (x as f32 + 0.5, y as f32 + 0.5);
                    let b1 = ((px - xs[0]) * (ys[2] - ys[0]) - (xs[2] - xs[0]) * (py - ys[0])) / area;
                    let b2 = ((xs[1] - xs[0]) * (py - ys[0]) - (px - xs[0]) * (ys[1] - ys[0])) / area;
                    let b0 = 1.0 - b1 - b2;
                    if b0 < 0.0 || b1 < 0.0 || b2 < 0.0 {
                        continue;
                    }
                    let u = b0 * v[0].uv.x + b1 * v[1].uv.x + b2 * v[2].uv.x;
                    let vv = b0 * v[0].uv.y + b1 * v[1].uv.y + b2 * v[2].uv.y;
                    let (fx, fy) = (u * font.size[0] as f32 - 0.5, vv * font.size[1] as f32 - 0.5);
                    let px_at = |x: i32, y: i32| {
                        let x = x.clamp(0, font.size[0] as i32 - 1) as usize;
                        let y = y.clamp(0, font.size[1] as i32 - 1) as usize;
                        let c = font.pixels[y * font.size[0] + x];
                        [c.r() as f32, c.g() as f32, c.b() as f32, c.a() as f32]
                    };
                    let (ix, iy) = (fx.floor(), fy.floor());
                    let (tx, ty) = (fx - ix, fy - iy);
                    let mut tex = [0.0; 4];
                    for (dx, dy, k) in [
                        (0, 0, (1.0 - tx) * (1.0 - ty)),
                        (1, 0, tx * (1.0 - ty)),
                        (0, 1, (1.0 - tx) * ty),
                        (1, 1, tx * ty),
                    ] {
                        let c = px_at(ix as i32 + dx, iy as i32 + dy);
                        for i in 0..4 {
                            tex[i] += c[i] * k / 255.0
                        }
                    }
                    let col = |f: fn(&egui::Color32) -> u8| {
                        b0 * f(&v[0].color) as f32 + b1 * f(&v[1].color) as f32 + b2 * f(&v[2].color) as f32
                    };
                    let c = [col(|c| c.r()) * tex[0], col(|c| c.g()) * tex[1], col(|c| c.b()) * tex[2]];
                    let a = col(|c| c.a()) / 255.0 * tex[3];
                    let at = &mut img[y * w + x];
                    for i in 0..3 {
                        at[i] = (c[i] + at[i] * (1.0 - a)).min(255.0)
                    }
                }
            }
        }
    }
    let mut out = format!("P6 {w} {h} 255\n").into_bytes();
    for p in img {
        out.extend(p.map(|c| c as u8))
    }
    std::fs::create_dir_all("/tmp/look").unwrap();
    std::fs::write(format!("/tmp/look/{name}.ppm"), out).unwrap();
}

fn set(mode: Mode, tag: &str, moment: u64, wide: bool) {
    let mut stand = Stand::at(moment);
    stand.why = if (40..66).contains(&moment) {
        "no power: nobody answers, visitors wait".into()
    } else {
        String::new()
    };
    stand.clock.speed = 100.0;
    stand.clock.reached = 43.0;
    let rooms = |name: &str| match (name, wide) {
        ("banner", true) => (1260.0, 46.0),
        ("banner", _) => (780.0, 46.0),
        ("transport", true) => (1260.0, 32.0),
        ("transport", _) => (780.0, 32.0),
        ("timeline", true) => (1260.0, 70.0),
        ("timeline", _) => (780.0, 56.0),
        ("quick", true) => (134.0, 400.0),
        ("quick", _) => (134.0, 220.0),
        (_, true) => (284.0, 640.0),
        _ => (270.0, 190.0),
    };
    for (place, name) in all().iter().map(|p| p.name()).enumerate() {
        let bench = Bench::new(all().remove(place), &stand, rooms(name), mode);
        paint(&bench, mode, &format!("{tag}-{name}"));
    }
}

#[test]
fn look() {
    set(Mode::Dark, "dark", 75, true);
    set(Mode::Projector, "proj", 44, false);
    set(Mode::Light, "light", 115, true);
    for part in Part::ALL {
        let stand = Stand::at(115).looking_at(part);
        let place = all().iter().position(|p| p.name() == "inspector").unwrap();
        let bench = Bench::new(all().remove(place), &stand, (284.0, 640.0), Mode::Dark);
        paint(&bench, Mode::Dark, &format!("part-{}", part.title().replace(' ', "_")));
    }
}
