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

/// Five things at once.
const AT_ONCE: [(u64, &str); 5] = [
    (60, r#"{"disk_slow": {"for": "60s", "factor": 5}}"#),
    (65, r#"{"slow_page": {"for": "50s", "factor": 2}}"#),
    (70, r#"{"configure": {"server.gunicorn.workers": 8}}"#),
    (71, r#"{"nginx_hang": {"for": "20s"}}"#),
    (75, r#"{"packet_loss": {"for": "20s", "share": "2%"}}"#),
];

#[test]
fn of_more_actions_than_there_are_lines_the_latest_is_named_and_the_others_counted() {
    for (second, room, says) in [
        (95, ROOM.1, "Lose packets +4"),
        (73, ROOM.1, "Hang nginx +4"),
        (110, ROOM.1, "launch day +4"),
        (110, 60.0, "launch day +4"),
        (110, 52.0, "launch day +5"),
    ] {
        let moment = Moment::after(second, &AT_ONCE);
        let bench = Bench::new(timeline(), &moment, (1_000.0, room), Mode::Dark);
        bench.check_whole(says);
        let told: Vec<String> = bench.written().into_iter().map(|written| written.text).collect();
        assert!(told.iter().any(|told| told == says), "{second} s in {room}: no {says:?} in {told:?}");
    }
}

#[test]
fn who_points_at_what_was_counted_is_told_all_of_it() {
    let moment = Moment::after(110, &AT_ONCE);
    let mut bench = Bench::new(timeline(), &moment, (1_000.0, 60.0), Mode::Dark);
    let scale = (1_000.0 - 70.0) / 180.0;
    bench.harness.hover_at(egui::pos2(8.0 + 62.0 + 90.0 * scale, 8.0 + 23.0));
    bench.harness.run_steps(3);
    for deed in ["Slow code (", "server.gunicorn.workers = 8 (", "Hang nginx (", "Lose packets ("] {
        assert!(bench.has_containing(deed), "{deed}");
    }
}

#[test]
fn few_actions_have_high_lines_also_where_many_would_fit() {
    let turned = [(30, r#"{"configure": {"server.gunicorn.workers": 8}}"#)];
    let moment = Moment::after(60, &turned);
    let room = 90.0;
    let bench = Bench::new(timeline(), &moment, (ROOM.0, room), Mode::Dark);
    let middle = |says: &str| {
        let written = bench.written().into_iter().find(|written| written.text == says);
        written.expect("it has room").rect.center().y
    };
    let apart = middle("Reload nginx") - middle("DOWN");
    assert!(apart > 20.0, "lines {apart} points apart");
}
