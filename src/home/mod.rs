//! The entrance: drop a photo, watch the cloud work. It needs no session to be drawn, so that it is the first paint.

mod rest;
mod samples;

pub use samples::{SAMPLES, Samples};

use leptos::prelude::*;

use crate::app::notice::{Doing, Notice};
use crate::app::route::{FIRST_LESSON, Route};
use crate::app::topbar::{ThemeButton, Wordmark};
use crate::app::upload::ChooseRun;
use crate::derived::Derived;
use crate::store::Store;
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};
use rest::AtRest;

/// A lesson on the path.
struct Stop {
    id: &'static str,
    part: &'static str,
    about: &'static str,
    title: &'static str,
    minutes: u32,
    /// What it is about, as it stands on its map.
    glyphs: [(&'static str, Name); 3],
}

const STORAGE: (&str, Name) = ("storage", Name::Bucket);
const COMPUTE: (&str, Name) = ("compute", Name::Lambda);
const DATABASE: (&str, Name) = ("database", Name::Table);
const API: (&str, Name) = ("integration", Name::Api);

/// The lessons that exist, in order.
const PATH: [Stop; 3] = [
    Stop {
        id: FIRST_LESSON,
        part: "Events",
        about: "Storage that calls code",
        title: "A photo becomes a thumbnail",
        minutes: 8,
        glyphs: [STORAGE, COMPUTE, STORAGE],
    },
    Stop {
        id: "02-get-users",
        part: "APIs",
        about: "A request that wakes code",
        title: "GET /users, without a server",
        minutes: 15,
        glyphs: [API, COMPUTE, DATABASE],
    },
    Stop {
        id: "03-a-whole-api",
        part: "APIs",
        about: "Create, read, change, delete",
        title: "A whole API",
        minutes: 25,
        glyphs: [API, COMPUTE, DATABASE],
    },
];

/// The lesson after the one called `id`, in whatever language, if there is one: where it is, and its title.
#[must_use]
pub fn lesson_after(id: &str) -> Option<(Route, &'static str)> {
    let folder = id.split('/').next().unwrap_or(id);
    let at = PATH.iter().position(|stop| stop.id == folder)?;
    PATH.get(at + 1).map(|stop| (Route::Lesson(stop.id.to_owned()), stop.title))
}

/// The entrance.
#[component]
pub fn Home() -> impl IntoView {
    view! {
        <div class="home">
            <header class="topbar">
                <Wordmark/>
                <span class="grow"></span>
                <ThemeButton/>
            </header>
            <Notice/>
            <main class="hero" id="main" tabindex="-1">
                <div class="hero__text">
                    <h1>"Drop a photo. "<br/>"Watch the cloud work."</h1>
                    <p class="hero__lead">
                        "A simulated AWS in this tab. Stop time, step through every message, read exactly what it says, and break things on purpose."
                    </p>
                    <GoOn/>
                    <p class="hero__label">"No photo at hand? Take one of these."</p>
                    <Samples/>
                    <p class="hero__label">
                        "Or look around first: "
                        <a class="link" href=Route::Lesson(FIRST_LESSON.to_owned()).href()>"open lesson 1 without a photo"</a>", or "
                        <ChooseRun class="link">"open a saved run"</ChooseRun>
                    </p>
                </div>
                <div class="hero__stage"><Doing/><AtRest/></div>
            </main>
            <Path/>
        </div>
    }
}

/// Offers the run that the browser has kept, if there is one.
#[component]
fn GoOn() -> impl IntoView {
    let store = expect_context::<Store>();
    let run = Derived::new(move |_| {
        let (messages, end_us) = store.tape.with(|tape| (tape.arrows.len(), tape.end_us));
        (messages > 0).then(|| {
            let step = store.lesson.with(|lesson| {
                let open = lesson.current.min(lesson.steps.len().saturating_sub(1));
                lesson.steps.get(open).map(|step| format!("Step {}, {}", open + 1, step.title))
            });
            let run = format!("{}, {}", format::counted(messages, "message", "messages"), format::ms(end_us));
            (step.unwrap_or_default(), run)
        })
    });
    move || {
        run.get().map(|(step, run)| {
            view! {
                <a class="go-on" href=move || Route::Lesson(store.lesson.with(|lesson| lesson.id.clone())).href()>
                    <span class="disc disc--now"><Icon name=Name::Play/></span>
                    <span><b>"Go on where you left off"</b>{step}<small>{run}</small></span>
                    <Icon name=Name::ChevronRight/>
                </a>
            }
        })
    }
}

/// The lessons that exist.
#[component]
fn Path() -> impl IntoView {
    let stops = PATH.iter().enumerate().map(|(index, stop)| {
        let glyphs = stop.glyphs.iter().enumerate().map(|(index, (family, glyph))| {
            let before = (index > 0).then(|| view! { <i></i> });
            view! { {before}<span class=format!("fam--{family}")><Icon name=*glyph/></span> }
        });
        let glyphs = glyphs.collect_view();
        view! {
            <li>
                <a class="path__stop" href=Route::Lesson(stop.id.to_owned()).href()>
                    <span class="disc disc--now">{index + 1}</span>
                    <b>{stop.title}</b>
                    <span class="path__part">{stop.part}", "{stop.about}</span>
                    <span class="path__glyphs" aria-hidden="true">
                        {glyphs}
                    </span>
                    <span class="mono path__time">{stop.minutes}" min"</span>
                </a>
            </li>
        }
    });
    view! {
        <section class="path" aria-label="Lessons">
            <header>
                <h2>"The path"</h2>
                <p>"Each step of a lesson is checked against what really happened in the run."</p>
                <span class="grow"></span>
                <p>"No account. No bill. Works offline."</p>
            </header>
            <ol>{stops.collect_view()}</ol>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lesson_leads_to_the_next_in_every_language() {
        let next = |id| lesson_after(id).map(|(_, title)| title);
        assert_eq!(next(FIRST_LESSON), Some(PATH[1].title));
        assert_eq!(next("02-get-users/python"), Some(PATH[2].title));
        assert_eq!(next("03-a-whole-api/nodejs"), None);
    }

    #[test]
    fn the_path_is_that_of_the_lessons() {
        let lessons = [
            include_str!("../../lessons/01-thumbnail/lesson.md"),
            include_str!("../../lessons/02-get-users/lesson.md"),
            include_str!("../../lessons/03-a-whole-api/lesson.md"),
        ];
        for (stop, lesson) in PATH.iter().zip(lessons) {
            for line in
                [format!("title: {}", stop.title), format!("part: {}", stop.part), format!("minutes: {}", stop.minutes)]
            {
                assert!(
                    lesson.lines().any(|held| held == line),
                    "the entrance says \"{line}\" of lessons/{}, whose lesson.md does not: change it in src/home/mod.rs",
                    stop.id
                );
            }
        }
    }
}
