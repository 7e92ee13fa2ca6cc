//! The lab: the one server, live.
//!
//! ```text
//!   clock --> playback --> View --> stage   (what stands on the floor: a list of marks, drawn by Bevy)
//!                ^           '----> panels  (the instruments: plain egui functions)
//!                |                     |
//!                '----- Command <------'
//! ```
//!
//! The window only reads: a [`desk::View`] is all that anybody who draws may see. It only asks: whatever is clicked comes
//! back as a [`desk::Command`], and what is done to the site is an action in the timeline of a scenario file
//! ([`crate::study::Recording`]), so that a session can be saved and takes the same course headless.
//!
//! Neither [`playback`] nor [`panels`] nor [`stage`] knows Bevy or has a window; `window` is where Bevy is.

pub mod texts;
pub mod theme;
pub mod desk;
pub mod offers;
pub mod keys;
pub mod playback;
pub mod stage;
#[cfg(test)]
pub(crate) mod sample;
pub mod panels;
pub mod lab;
pub mod screen;
#[cfg(feature = "visual")]
pub mod window;
