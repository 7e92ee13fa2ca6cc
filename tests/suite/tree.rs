//! The small headless build stays small: what it is linked with holds no window and no graphics.

use std::process::Command;

/// Crates, and families of crates, that the headless build must not hold.
const WINDOW: [&str; 4] = ["bevy", "egui", "wgpu", "winit"];

#[test]
fn the_headless_build_holds_no_window() {
    let tree = headless_tree();
    assert!(tree.starts_with("lonebox v"), "no tree: {tree:?}");
    let drawn: Vec<&str> = tree.lines().filter(|line| names_a_window(line)).collect();
    assert!(drawn.is_empty(), "the headless build holds {drawn:#?}");
}

#[test]
fn a_window_crate_is_recognised_in_a_tree() {
    assert!(names_a_window("│   ├── bevy_ecs v0.19.1"));
    assert!(names_a_window("├── wgpu v29.0.0"));
    assert!(!names_a_window("├── indicatif v0.18.6"));
}

fn headless_tree() -> String {
    let output = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args("tree --no-default-features --features cli -e normal --offline --locked".split(' '))
        .output()
        .expect("cargo starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo tree failed: {errors}");
    String::from_utf8(output.stdout).expect("crate names are UTF-8")
}

fn names_a_window(line: &str) -> bool {
    WINDOW.iter().any(|word| line.contains(word))
}
