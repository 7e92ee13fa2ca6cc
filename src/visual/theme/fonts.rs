//! The letters: Inter (Rasmus Andersson, SIL Open Font License) for words, egui's own Hack for what programs write.

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily};

/// The family of bold letters.
pub const BOLD: &str = "bold";

/// Gives `context` its letters. They are there from the next pass on.
pub fn install(context: &Context) {
    let mut fonts = FontDefinitions::default();
    let files: [(&str, &'static [u8]); 2] = [
        ("Inter", include_bytes!("../../../assets/fonts/Inter-Medium.otf")),
        ("Inter Bold", include_bytes!("../../../assets/fonts/Inter-Bold.otf")),
    ];
    for (name, bytes) in files {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let usual = fonts.families.entry(FontFamily::Proportional).or_default();
    usual.insert(0, "Inter".to_owned());
    let bold: Vec<String> = std::iter::once("Inter Bold".to_owned()).chain(usual.iter().cloned()).collect();
    fonts.families.insert(FontFamily::Name(BOLD.into()), bold);
    context.set_fonts(fonts);
}
