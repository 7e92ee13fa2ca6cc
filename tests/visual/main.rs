//! The instruments, drawn and clicked without a window.

mod harness;
mod panels;
mod offers;
mod controls;
mod instruments;
mod monkey;
mod lab;
