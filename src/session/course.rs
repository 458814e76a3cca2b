//! The lessons: which there are, and going from one to another.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use lessons::{Lesson, Playthrough};
use wasm_bindgen_futures::spawn_local;

use super::Session;
use crate::store::Activity;

/// The first lesson, as the build has read it: JSON.
const FIRST: &str = include_str!(concat!(env!("OUT_DIR"), "/first-lesson.json"));

/// The first lesson.
pub fn first() -> Arc<Lesson> {
    read(FIRST).next().expect("the build fails without a lesson")
}

fn read(text: &str) -> impl Iterator<Item = Arc<Lesson>> {
    let lessons: Vec<Lesson> = serde_json::from_str(text).expect("the build wrote it from the same types");
    lessons.into_iter().map(Arc::new)
}

impl Session {
    /// Goes to the lesson whose folder is `id`, in the language after its slash, and to the run of it that the browser has
    /// kept. The run of the lesson that is left is kept first.
    pub(super) fn enter(&self, id: String) {
        self.make_ready_soon();
        if self.is_in(&id) {
            return;
        }
        let session = self.clone();
        self.arrive(async move {
            let Some(lesson) = session.lesson_called(&id).await else { return };
            session.kept_whole().await;
            // Whoever was quick may have gone there meanwhile.
            if !session.is_in(&lesson.id) {
                session.begin(lesson);
                session.restore();
            }
        });
    }

    /// The lesson whose folder is `id`, or in the language after its slash; when there is none, the learner is told why.
    pub(super) async fn lesson_called(&self, id: &str) -> Option<Arc<Lesson>> {
        let first = first();
        if first.folder() == id {
            return Some(first);
        }
        let Some(beyond) = self.learn().await else {
            self.notify("The lesson did not arrive", "Check the connection, and open the lesson again.");
            return None;
        };
        let lesson = read(beyond.lessons).find(|lesson| lesson.id == id || lesson.folder() == id);
        if lesson.is_none() {
            self.notify(
                &format!("There is no lesson called {id}"),
                "The path on the entrance leads to those there are.",
            );
        }
        lesson
    }

    pub(super) fn is_in(&self, id: &str) -> bool {
        let playthrough = self.0.playthrough.borrow();
        playthrough.lesson().id == id || playthrough.lesson().folder() == id
    }

    /// Forgets the run and builds the lesson's world anew.
    pub(super) fn start_fresh(&self) {
        spawn_local(self.forget());
        let playthrough = self.0.playthrough.borrow();
        let lesson = playthrough.lesson_shared();
        drop(playthrough);
        self.begin(lesson);
    }

    /// Builds a lesson's world and stands at its beginning.
    pub(super) fn begin(&self, lesson: Arc<Lesson>) {
        self.set_playing(false);
        if let Some(sandboxes) = self.0.sandboxes.borrow().as_ref() {
            sandboxes.reset();
        }
        self.0.waiting.borrow_mut().clear();
        self.leave_kept();
        self.forget_foreign();
        let playthrough = Playthrough::new(lesson, self.services()).expect("the tests deploy every lesson's template");
        self.0.playthrough.replace(playthrough);
        self.0.pictures.forget_run();
        self.0.rewritten.update(BTreeSet::clear);
        self.0.opened.set(0);
        self.0.settled.set(true);
        self.0.stage_shown.set(false);
        self.0.hop.set(0);
        self.0.at_us.set(0.0);
        let store = self.store();
        store.opened.set(None);
        store.selection.set(None);
        store.activity.set(Activity::default());
        self.show_run();
        self.show_moment();
    }
}
