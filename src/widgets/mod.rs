//! Widgets: data in, callbacks out. They know how things look and how the browser behaves; only [`disc`] and
//! [`print`], which stand for a message and an object of the run, reach for the store and the pictures.

pub mod code;
pub mod copy;
pub mod dialog;
pub mod disc;
pub mod editor;
pub mod focus;
pub mod format;
pub mod icon;
pub mod json;
pub mod pairs;
pub mod picker;
pub mod print;
pub mod tabs;
