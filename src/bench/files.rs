//! The files of a function's package: one is open; they can be added, named anew and taken out.

use leptos::prelude::*;

use super::draft::{File, Source, wrong_name};
use super::naming::Naming;
use super::work::Work;
use crate::derived::Derived;
use crate::widgets::editor::Held;
use crate::widgets::icon::{Icon, Name};

/// What a name is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    New,
    Rename,
}

/// The files.
#[component]
pub fn Files() -> impl IntoView {
    let work = Work::from_context();
    let asked = RwSignal::new(None::<Asked>);
    let names = Derived::new(move |_| {
        work.draft.with(|draft| draft.files().iter().map(|file| file.name.clone()).collect::<Vec<_>>())
    });
    let differs = move |name: &str| {
        work.draft.with(|draft| {
            work.deployed.with(|deployed| {
                let held = |draft: &super::draft::Draft| {
                    draft.files().iter().find(|file| file.name == name).map(|file| file.held.clone())
                };
                held(draft) != held(deployed)
            })
        })
    };
    let tab = move |name: String| {
        let (here, edited, opened) = (name.clone(), name.clone(), name.clone());
        view! {
            <button
                type="button" aria-current=move || work.open_file.with(|open| *open == here).then_some("true")
                on:click=move |_| work.open_file.set(opened.clone())
            >
                {move || differs(&edited).then(|| view! { <i class="dirty"></i><span class="hidden-text">"edited: "</span> })}
                {name}
            </button>
        }
    };
    let wrong = Callback::new(move |name: String| {
        let renamed = asked.get_untracked() == Some(Asked::Rename);
        if renamed && work.open_file.with_untracked(|open| *open == name) {
            return None;
        }
        work.draft.with_untracked(|draft| wrong_name(&name, draft.files()))
    });
    let done = Callback::new(move |name: Option<String>| {
        let what = asked.get_untracked();
        asked.set(None);
        let (Some(name), Some(what)) = (name, what) else { return };
        let open = work.open_file.get_untracked();
        work.draft.update(|draft| {
            if let Source::Files(files) = &mut draft.source {
                match what {
                    Asked::New => files.push(File { name: name.clone(), held: Held::Text(String::new()) }),
                    Asked::Rename => {
                        files.iter_mut().filter(|file| file.name == open).for_each(|file| file.name.clone_from(&name))
                    }
                }
                // A package's files stand in order of name, as they come back from it.
                files.sort_by(|one, other| one.name.cmp(&other.name));
            }
        });
        work.open_file.set(name);
    });
    let remove = move |_| {
        let open = work.open_file.get_untracked();
        work.draft.update(|draft| {
            if let Source::Files(files) = &mut draft.source {
                files.retain(|file| file.name != open);
            }
        });
        work.open_file.set(work.draft.with_untracked(|draft| draft.main_file().unwrap_or_default().to_owned()));
    };
    let ask = move || {
        match asked.get() {
        Some(what) => {
            let (label, first) = match what {
                Asked::New => ("Name of the new file", String::new()),
                Asked::Rename => ("New name of the file", work.open_file.get_untracked()),
            };
            view! { <Naming label first wrong done/> }.into_any()
        }
        None => view! {
            <button class="btn btn--quiet" type="button" aria-label="Add a file" title="Add a file" on:click=move |_| asked.set(Some(Asked::New))>
                <Icon name=Name::Plus/>
            </button>
            <span class="files__do">
                <button class="btn btn--text" type="button" on:click=move |_| asked.set(Some(Asked::Rename))>"Rename"</button>
                {move || (names.with(Vec::len) > 1).then(|| view! {
                    <button class="btn btn--text" type="button" on:click=remove>"Remove"</button>
                })}
            </span>
        }
        .into_any(),
    }
    };
    view! {
        <div class="files" role="group" aria-label="Files">
            {move || names.get().into_iter().map(tab).collect_view()}
            {ask}
        </div>
    }
    .into_any()
}
