//! The instruments, drawn and clicked without a window.

mod moment;
mod bench;
mod panels;
mod timeline;
mod offers;
mod controls;
mod instruments;
mod monkey;
mod lab;
