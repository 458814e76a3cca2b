//! The lesson's text: its steps, one of them open, with its question, its checks and its hint. It reads the store's
//! lesson and asks to open steps and to keep answers; it does not know how a check is made.

mod prose;
mod question;
mod step;

pub use question::Question;

use leptos::prelude::*;
use lessons::view::{LessonView, StepView};

use crate::app::route::Route;
use crate::app::shell::Shell;
use crate::derived::Derived;
use crate::home::lesson_after;
use crate::store::{Action, Dispatch, Store};
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};
use step::OpenStep;

/// The reader, open or as a rail that names the step.
#[component]
pub fn Reader() -> impl IntoView {
    let is_open = Derived::new({
        let open = Shell::from_context().reader_open;
        move |_| open.get()
    });
    view! {
        <aside class="reader" aria-label="Lesson">
            {move || if is_open.get() { view! { <Open/> }.into_any() } else { view! { <Rail/> }.into_any() }}
        </aside>
    }
}

/// The rail.
#[component]
fn Rail() -> impl IntoView {
    let shell = Shell::from_context();
    let store = expect_context::<Store>();
    let step = Derived::new(move |_| {
        store
            .lesson
            .with(|lesson| lesson.steps.get(lesson.current).map(|step| (lesson.current + 1, step.title.clone())))
    });
    view! {
        <button class="rail" type="button" aria-expanded="false" title="Open the lesson" on:click=move |_| shell.toggle_reader()>
            <Icon name=Name::Panel/>
            {move || match step.get() {
                Some((number, title)) => {
                    view! {
                        <span class="disc disc--now">{number}</span>
                        <span class="rail__name">{format!("Step {number}: {title}")}</span>
                    }
                        .into_any()
                }
                None => view! { <span class="rail__name">"Lesson"</span> }.into_any(),
            }}
        </button>
    }
}

#[component]
fn Open() -> impl IntoView {
    let shell = Shell::from_context();
    let lesson = expect_context::<Store>().lesson;
    let standing = Derived::new(move |_| {
        lesson.with(|lesson| match lesson.of {
            0 => String::new(),
            of => format!("Lesson {} of {of}, about {} minutes", lesson.number, lesson.minutes),
        })
    });
    let title = Derived::new(move |_| lesson.with(|lesson| lesson.title.clone()));
    view! {
        <header class="reader__head">
            <p>{move || standing.get()}</p>
            <button
                class="btn btn--quiet reader__fold" type="button" aria-label="Fold the lesson away" aria-expanded="true"
                title="Fold the lesson away" on:click=move |_| shell.toggle_reader()
            >
                <Icon name=Name::Panel/>
            </button>
            <h2>{move || title.get()}</h2>
            <Languages/>
        </header>
        <Steps/>
        <Foot/>
    }
}

/// The languages that the functions may be in, where the learner chooses. Each has a run of its own.
#[component]
fn Languages() -> impl IntoView {
    let lesson = expect_context::<Store>().lesson;
    let held = Derived::new(move |_| lesson.with(|lesson| (lesson.id.clone(), lesson.languages.clone())));
    move || {
        let (id, languages) = held.get();
        let folder = id.split('/').next().unwrap_or_default().to_owned();
        (!languages.is_empty()).then(|| {
            let links = languages.into_iter().map(|language| {
                let own = format!("{folder}/{language}");
                let current = (own == id).then_some("true");
                let name = match language.as_str() {
                    "nodejs" => "Node.js".to_owned(),
                    "python" => "Python".to_owned(),
                    _ => language,
                };
                view! { <a href=Route::Lesson(own).href() aria-current=current>{name}</a> }
            });
            view! { <nav class="languages" aria-label="Language of the functions">{links.collect_view()}</nav> }
        })
    }
}

/// All steps, the open one in full.
#[component]
fn Steps() -> impl IntoView {
    let lesson = expect_context::<Store>().lesson;
    let dispatch = Dispatch::from_context();
    // What the list shows; the open step's own parts change without the list being made anew.
    let rows = Derived::new(move |_| {
        lesson.with(|lesson| {
            let row = |step: &StepView| (step.title.clone(), step.done);
            (lesson.steps.iter().map(row).collect::<Vec<_>>(), lesson.current)
        })
    });
    let list = move || {
        let (rows, current) = rows.get();
        let reachable = rows.iter().take_while(|(_, done)| *done).count();
        let finished = !rows.is_empty() && current >= rows.len();
        let items = rows.into_iter().enumerate().map(|(index, (title, done))| {
            let number = view! { <StepNumber number=index + 1 done=done && index != current open=index == current/> };
            if index == current {
                return view! { <li class="step is-open" aria-current="step">{number}<OpenStep title/></li> }
                    .into_any();
            }
            let row = if index <= reachable {
                view! {
                    <button class="step__row" type="button" on:click=move |_| dispatch.send(Action::OpenStep(index))>
                        {title}
                    </button>
                }
                .into_any()
            } else {
                view! { <span class="step__row">{title}</span> }.into_any()
            };
            view! { <li class="step" class:is-done=done>{number}{row}</li> }.into_any()
        });
        view! {
            <ol class="steps__list">{items.collect_view()}</ol>
            {finished.then(|| view! {
                <div class="empty steps__done">
                    <b>"The lesson is done"</b>
                    <p>"Every step was checked against this run. It stays here: rewind it, open any message, or go on and try things."</p>
                    {match lesson.with_untracked(|lesson| lesson_after(&lesson.id)) {
                        Some((route, title)) => view! {
                            <a class="btn btn--ink" href=route.href()>{format!("Next: {title}")}</a>
                        }
                        .into_any(),
                        None => view! { <a class="btn btn--line" href=Route::Home.href()>"All lessons"</a> }.into_any(),
                    }}
                </div>
            })}
        }
    };
    view! { <div class="steps" tabindex="-1">{list}</div> }
}

#[component]
fn StepNumber(number: usize, done: bool, open: bool) -> impl IntoView {
    if done {
        return view! {
            <span class="disc disc--done"><Icon name=Name::Tick/><span class="hidden-text">"Done: "</span></span>
        }
        .into_any();
    }
    view! { <span class="disc" class:disc--now=open>{number}</span> }.into_any()
}

/// Hint or back, and next. What keeps the next step away is said on its button.
#[component]
fn Foot() -> impl IntoView {
    let shell = Shell::from_context();
    let lesson = expect_context::<Store>().lesson;
    let dispatch = Dispatch::from_context();
    let current = Derived::new(move |_| lesson.with(|lesson| lesson.current));
    let last = Derived::new(move |_| lesson.with(|lesson| lesson.current + 1 == lesson.steps.len()));
    let missing = Derived::new(move |_| lesson.with(|lesson| missing(lesson)));
    let hints = Derived::new(move |_| {
        lesson.with(|lesson| lesson.steps.get(lesson.current).is_some_and(|step| step.hint.is_some() && !step.done))
    });
    Effect::new(move |before: Option<usize>| {
        let now = current.get();
        if before.is_some_and(|before| before != now) {
            shell.hint_open.set(false);
        }
        now
    });
    let back = move || {
        // Where there is a hint to take, it stands in this place; the steps above lead back all the same.
        (current.get() > 0 && !hints.get()).then(|| {
            view! {
                <button
                    class="btn btn--line" type="button"
                    on:click=move |_| dispatch.send(Action::OpenStep(current.get_untracked() - 1))
                >
                    "Back"
                </button>
            }
        })
    };
    let hint = move || {
        hints.get().then(|| {
            view! {
                <button
                    class="btn btn--line" type="button" aria-expanded=move || shell.hint_open.get().to_string()
                    on:click=move |_| shell.hint_open.update(|open| *open = !*open)
                >
                    "Hint"<kbd>"H"</kbd>
                </button>
            }
        })
    };
    let next = move || {
        if lesson.with(|lesson| lesson.current >= lesson.steps.len()) {
            return None;
        }
        let button = match missing.get() {
            Some(why) => view! {
                <button class="btn reader__next" type="button" aria-disabled="true" on:click=move |_| show_missing()>{why}</button>
            }
            .into_any(),
            None => view! {
                <button
                    class="btn btn--ink reader__next" type="button"
                    on:click=move |_| dispatch.send(Action::OpenStep(current.get_untracked() + 1))
                >
                    {move || if last.get() { "Finish" } else { "Next" }}<kbd>"N"</kbd>
                </button>
            }
            .into_any(),
        };
        Some(button)
    };
    view! { <footer class="reader__foot">{back}{hint}{next}</footer> }
}

/// Why the next step is not open yet, if it is not.
fn missing(lesson: &LessonView) -> Option<String> {
    let step = lesson.steps.get(lesson.current).filter(|step| !step.done)?;
    let checks = step.checks.iter().filter(|check| !check.met).count();
    let answer = step.prediction.as_ref().is_some_and(|question| question.chosen.is_none());
    let checks = (checks > 0)
        .then(|| format!("{} more {}", format::count(checks as u64), if checks == 1 { "check" } else { "checks" }));
    Some(match (answer, checks) {
        (true, Some(checks)) => format!("Next, after your answer and {checks}"),
        (true, None) => "Next, after your answer".to_owned(),
        (false, Some(checks)) => format!("Next, after {checks}"),
        (false, None) => "Next, once the run has shown it".to_owned(),
    })
}

/// Brings the first thing that is missing into sight.
fn show_missing() {
    let found = document().query_selector(".reader .is-wanted").ok().flatten();
    if let Some(element) = found {
        element.scroll_into_view();
    }
}
