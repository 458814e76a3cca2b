//! Where the learner is: kept in the address after `#`, so that the page needs no server.

use leptos::{ev, prelude::*};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The entrance.
    Home,
    /// A lesson, by its folder's name.
    Lesson(String),
    /// A run that somebody handed on, packed, in letters.
    Run(String),
}

/// The lesson that the entrance leads to.
pub const FIRST_LESSON: &str = "01-thumbnail";

impl Route {
    /// What a hash names; what nobody knows leads home.
    fn parse(hash: &str) -> Self {
        let path = hash.trim_start_matches(['#', '/']);
        if let Some(run) = path.strip_prefix("run/").filter(|run| !run.is_empty()) {
            return Self::Run(run.to_owned());
        }
        match path.strip_prefix("lessons/") {
            Some(id) if !id.is_empty() => Self::Lesson(id.trim_end_matches('/').to_owned()),
            // Moments made up to look at: they stand in a lesson.
            _ if path.starts_with("fixture") => Self::Lesson(FIRST_LESSON.to_owned()),
            _ => Self::Home,
        }
    }

    /// The address of this place.
    #[must_use]
    pub fn href(&self) -> String {
        match self {
            Self::Home => "#/".to_owned(),
            Self::Lesson(id) => format!("#/lessons/{id}"),
            Self::Run(run) => format!("#/run/{run}"),
        }
    }
}

/// The place that the address names, now and whenever it changes.
pub fn follow_address() -> RwSignal<Route> {
    let route = RwSignal::new(current());
    window_event_listener(ev::hashchange, move |_| route.set(current()));
    route
}

/// Goes to `route`, so that the browser's back button comes back.
pub fn go(route: &Route) {
    // Fails only where the address cannot be changed at all; then the page stays where it is.
    let _ = window().location().set_hash(&route.href());
}

fn current() -> Route {
    Route::parse(&window().location().hash().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_names_a_place() {
        assert_eq!(Route::parse(""), Route::Home);
        assert_eq!(Route::parse("#/"), Route::Home);
        assert_eq!(Route::parse("#/lessons/01-thumbnail"), Route::Lesson("01-thumbnail".into()));
        assert_eq!(Route::parse("#/run/H4sI-_"), Route::Run("H4sI-_".into()));
        assert_eq!(Route::parse("#/nobody/knows"), Route::Home);
    }
}
