//! The closed words that everybody shares: layers, stages, outcomes, failures, limits, actions, stations, metrics.
//!
//! Nothing else can happen, be measured or be asked for. Each word has one spelling, used in scenario files, in results
//! and on the screen, and one text that says what it means.

mod word;
mod layer;
mod stage;
mod failure;
mod failure_machine;
mod failure_text;
mod failure_browser;
mod failure_context;
mod failure_cut_off;
mod failure_way_in;
mod failure_upstream;
mod outcome;
mod limit;
mod happening;
mod message;
mod message_text;
mod unit;
mod law;
mod action;
mod action_ends;
mod component;
mod knob;
mod station;
mod probe;
mod metric;
mod figure;

pub use action::{ActionKind, ActionName};
pub use component::Component;
pub use failure::FailureKind;
pub use failure_text::{FailureText, LogLine};
pub use figure::{Curve, Figure};
pub use happening::Happening;
pub use knob::Knob;
pub use law::{Prediction, TheoryLaw};
pub use layer::Layer;
pub use limit::Limit;
pub use message::{Log, Message};
pub use message_text::in_form;
pub use metric::{Aggregate, Metric, Quantity, ROUTES_MAX, Subject};
pub use outcome::{Blame, Outcome, RequestClass, SiteState, Symptom};
pub use probe::Probe;
pub use stage::Stage;
pub use station::Station;
pub use unit::UnitName;
pub use word::{Word, nearest_spelling_candidates};
