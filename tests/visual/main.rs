//! The instruments, drawn and clicked without a window.

mod moment;
mod bench;
mod panels;
mod offers;
mod controls;
mod instruments;
mod monkey;
mod lab;
