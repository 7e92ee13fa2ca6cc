//! The application files: routes and pages. What they take is in their settings; nginx sends the static ones, gunicorn's
//! workers run the others.

pub mod settings;
