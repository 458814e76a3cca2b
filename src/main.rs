//! The page: the only code that knows Leptos and the browser.

mod store;

fn main() {
    console_error_panic_hook::set_once();
}
