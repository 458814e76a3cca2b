//! The page: the only code that knows Leptos and the browser.

mod app;
mod home;
mod panels;
mod reader;
mod store;
mod widgets;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
