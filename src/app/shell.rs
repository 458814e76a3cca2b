//! What the frame itself remembers: which panels stand open, the theme, whether it presents. Nothing of the cloud.

use cloud::sim::trace::Place;
use leptos::{ev, prelude::*};
use web_sys::Storage;

use super::route::{self, Route};
use crate::store::{Action, Dispatch, Selection};

/// From this width on, all regions stand side by side, CSS pixels.
const WIDE_PX: f64 = 1200.0;
/// From this width on, the inspector stands beside the stage.
const MEDIUM_PX: f64 = 900.0;
/// From this height on, the address bar stands above the map, CSS pixels.
const ROOMY_PX: f64 = 720.0;

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Its name in storage and on `<html data-theme>`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The next one when the button is pressed.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }
}

/// Which region a phone shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// The reader.
    Lesson,
    /// The map.
    Map,
    /// The inspector.
    Message,
    /// The tape's lanes.
    Tape,
}

impl Tab {
    /// Its name on `data-tab`, which the regions' styles read.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lesson => "lesson",
            Self::Map => "map",
            Self::Message => "message",
            Self::Tape => "tape",
        }
    }
}

/// A dialog of the frame.
#[derive(Clone, Copy, Debug)]
pub struct Dialogs {
    /// All keys.
    pub keys: RwSignal<bool>,
    /// Start over?
    pub start_over: RwSignal<bool>,
    /// Find a message or resource.
    pub find: RwSignal<bool>,
    /// Hand the run on.
    pub share: RwSignal<bool>,
}

/// The frame's own state. A copy is a handle.
#[derive(Clone, Copy, Debug)]
pub struct Shell {
    /// Where the learner is.
    pub route: RwSignal<Route>,
    /// The theme.
    pub theme: RwSignal<Theme>,
    /// Whether the page is set for a projector.
    pub presenting: RwSignal<bool>,
    /// Whether the projector's picture is blanked.
    pub blank: RwSignal<bool>,
    /// Whether the reader stands open, rather than as a rail.
    pub reader_open: RwSignal<bool>,
    /// Whether the inspector stands open where it is a drawer.
    pub inspector_open: RwSignal<bool>,
    /// Whether there is room above the map for the address bar, which else stands in a panel.
    pub roomy: RwSignal<bool>,
    /// Which region a phone shows.
    pub tab: RwSignal<Tab>,
    /// Whether the step's hint is shown.
    pub hint_open: RwSignal<bool>,
    /// The inspector's section that was asked for by key, from 0, and how often, so that the same can be asked again.
    pub section: RwSignal<(usize, u32)>,
    /// How often the address bar was asked for, so that it takes the focus each time.
    pub wants_address: RwSignal<u32>,
    /// Whether the learner has let the address bar go, so that it does not come back of itself.
    pub dismissed_address: RwSignal<bool>,
    /// Whether single letters act as keys.
    pub letters: RwSignal<bool>,
    /// The frame's dialogs.
    pub dialogs: Dialogs,
}

impl Shell {
    /// The frame as the learner left it.
    #[must_use]
    pub fn new() -> Self {
        let theme = match remembered("theme").as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::System,
        };
        let shell = Self {
            route: route::follow_address(),
            theme: RwSignal::new(theme),
            presenting: RwSignal::new(false),
            blank: RwSignal::new(false),
            reader_open: RwSignal::new(is_at_least(WIDE_PX) && remembered("reader").as_deref() != Some("rail")),
            inspector_open: RwSignal::new(is_at_least(MEDIUM_PX)),
            roomy: RwSignal::new(is_roomy()),
            tab: RwSignal::new(Tab::Map),
            hint_open: RwSignal::new(false),
            section: RwSignal::new((0, 0)),
            wants_address: RwSignal::new(0),
            dismissed_address: RwSignal::new(false),
            letters: RwSignal::new(remembered("letters").as_deref() != Some("off")),
            dialogs: Dialogs {
                keys: RwSignal::new(false),
                start_over: RwSignal::new(false),
                find: RwSignal::new(false),
                share: RwSignal::new(false),
            },
        };
        shell.mark_document();
        shell.follow_width();
        shell
    }

    /// The frame's state, from its context.
    #[must_use]
    pub fn from_context() -> Self {
        expect_context()
    }

    /// Opens or folds the reader, and remembers it where the reader has room of its own.
    pub fn toggle_reader(self) {
        let open = !self.reader_open.get_untracked();
        self.reader_open.set(open);
        if is_at_least(WIDE_PX) {
            remember("reader", Some(if open { "open" } else { "rail" }));
        }
    }

    /// Brings the inspector into sight: on a phone its tab, on a tablet its drawer.
    pub fn show_inspector(self) {
        self.inspector_open.set(true);
        self.tab.set(Tab::Message);
    }

    /// Opens the address bar with the focus in it: above the map, or else in the panel of the learner's tab.
    pub fn call_by_hand(self, dispatch: Dispatch) {
        dispatch.send(Action::CallByHand(true));
        if self.roomy.get_untracked() {
            self.tab.set(Tab::Map);
        } else {
            dispatch.send(Action::Select(Some(Selection::Place(Place::Client))));
            self.show_inspector();
        }
        self.wants_address.update(|times| *times += 1);
    }

    /// Closes drawers that cover the stage; tells whether there was one.
    pub fn close_drawers(self) -> bool {
        if is_at_least(WIDE_PX) {
            return false;
        }
        let mut closed = self.reader_open.get_untracked();
        self.reader_open.set(false);
        if !is_at_least(MEDIUM_PX) {
            closed |= self.inspector_open.get_untracked();
            self.inspector_open.set(false);
        }
        closed
    }

    /// Keeps theme, mode and keys on `<html>`, where tokens and other panels' keys look for them.
    fn mark_document(self) {
        Effect::new(move |_| {
            let theme = self.theme.get();
            mark("data-theme", (theme != Theme::System).then(|| theme.name()));
            remember("theme", Some(theme.name()));
        });
        Effect::new(move |_| mark("data-mode", self.presenting.get().then_some("projector")));
        Effect::new(move |_| {
            let letters = self.letters.get();
            mark("data-letters", (!letters).then_some("off"));
            remember("letters", Some(if letters { "on" } else { "off" }));
        });
    }

    /// When the window grows or shrinks past a limit, panels open or fold as fits; in between they stay as they are.
    fn follow_width(self) {
        let was = StoredValue::new((is_at_least(WIDE_PX), is_at_least(MEDIUM_PX)));
        window_event_listener(ev::resize, move |_| {
            let is = (is_at_least(WIDE_PX), is_at_least(MEDIUM_PX));
            if is.0 != was.get_value().0 {
                self.reader_open.set(is.0 && remembered("reader").as_deref() != Some("rail"));
            }
            if is.1 != was.get_value().1 {
                self.inspector_open.set(is.1);
            }
            was.set_value(is);
            if self.roomy.get_untracked() != is_roomy() {
                self.roomy.set(is_roomy());
            }
        });
    }
}

/// Whether the stage has room for the address bar and a map below it.
fn is_roomy() -> bool {
    let height = window().inner_height().ok().and_then(|height| height.as_f64());
    is_at_least(MEDIUM_PX) && height.is_none_or(|height| height >= ROOMY_PX)
}

fn is_at_least(px: f64) -> bool {
    window().inner_width().ok().and_then(|width| width.as_f64()).is_none_or(|width| width >= px)
}

fn mark(name: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    // Fails only for names that are no names.
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// The browser's memory of this page; none in private windows that forbid it, where the page forgets instead.
fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What the browser has kept for this page under `key`.
#[must_use]
pub fn remembered(key: &str) -> Option<String> {
    storage()?.get_item(&format!("coldstart.{key}")).ok().flatten()
}

/// Keeps `value` under `key`, or forgets what is there.
pub fn remember(key: &str, value: Option<&str>) {
    if let Some(storage) = storage() {
        let key = format!("coldstart.{key}");
        // Full or forbidden: then it is forgotten with the tab.
        let _ = match value {
            Some(value) => storage.set_item(&key, value),
            None => storage.remove_item(&key),
        };
    }
}
