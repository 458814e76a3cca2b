//! The page: the only code that knows Leptos and the browser.

mod app;
mod aws;
mod bench;
mod client;
mod derived;
mod home;
mod lasting;
mod map;
mod panels;
mod parts;
mod reader;
mod sandbox;
mod session;
mod store;
mod streams;
mod tape;
mod widgets;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
