//! What stands on the timeline.

use lonebox::visual::panels::{Panel, Timeline};
use lonebox::visual::theme::Mode;

use super::bench::Bench;
use super::moment::Moment;

/// The timeline's room at 1280 x 720 [points].
const ROOM: (f32, f32) = (1_260.0, 70.0);

fn timeline() -> Box<dyn Panel> {
    Box::new(Timeline::default())
}

#[test]
fn a_knob_that_was_turned_is_named_with_its_value_where_there_is_room() {
    let turned = [(30, r#"{"configure": {"server.nginx.proxy_read_timeout": "90s"}}"#)];
    let moment = Moment::after(35, &turned);
    let mut bench = Bench::new(timeline(), &moment, ROOM, Mode::Dark);
    assert!(bench.has_containing("proxy_read_timeout = 90 s"));
    let narrow = Bench::new(timeline(), &moment, (240.0, ROOM.1), Mode::Dark);
    let said: Vec<String> = narrow.written().into_iter().map(|written| written.text).collect();
    assert!(said.iter().any(|said| said == "proxy_read_timeout"), "{said:?}");
    let scale = (ROOM.0 - 70.0) / 180.0;
    bench.harness.hover_at(egui::pos2(8.0 + 62.0 + 30.0 * scale + 1.0, 8.0 + 45.0));
    bench.harness.run_steps(3);
    let told: Vec<String> = bench.written().into_iter().map(|written| written.text).collect();
    assert!(
        bench.has_containing("server.nginx.proxy_read_timeout = 90 s (maintenance, by hand), 0:30"),
        "{told:?}"
    );
}
