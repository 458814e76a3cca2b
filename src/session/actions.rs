//! What panels ask for, and where it goes.

use cloud::identity::Identity;
use leptos::prelude::*;
use lessons::Command;

use super::{Session, recording, requests};
use crate::store::{Action, Direction, Dispatch};

impl Session {
    /// How panels reach this session.
    pub(super) fn dispatch(&self) -> Dispatch {
        // The page has one thread; the callback wants to be told so.
        let session = send_wrapper::SendWrapper::new(self.clone());
        Dispatch(Callback::new(move |action| session.act(action)))
    }

    fn act(&self, action: Action) {
        let store = self.store();
        match action {
            Action::TogglePlay => self.toggle_play(),
            Action::Step(direction) => self.step(direction),
            Action::NextEvent(direction) => self.next_event(direction),
            Action::ToEnd(direction) => {
                self.set_playing(false);
                self.go_to_hop(if direction == Direction::Forward { usize::MAX } else { 0 });
            }
            Action::Seek(at_us) => self.seek(at_us),
            Action::Speed(speed) => store.transport.update(|transport| transport.speed = speed),
            Action::RunToScheduled => self.command(Command::RunToScheduled),
            Action::Select(selection) => {
                store.selection.set(selection);
                self.show_details();
            }
            Action::Upload(files) => self.upload(files),
            Action::Sample(name) => self.upload_sample(name),
            Action::Answer(choice) => {
                let step = self.0.opened.get();
                self.command(Command::Answer { step, choice });
            }
            Action::OpenStep(step) => {
                self.0.opened.set(step);
                self.show_details();
            }
            Action::Enter(lesson) => self.enter(lesson),
            Action::StartFresh => self.start_fresh(),
            Action::Configure(change) => {
                let playthrough = self.0.playthrough.borrow();
                let request = requests::configure(playthrough.cloud().world(), &change);
                drop(playthrough);
                match request {
                    Some(request) => self.command(Command::Send(vec![(Identity::Owner, request)])),
                    None => {
                        self.notify("Nothing was changed", &format!("There is no function called {}.", change.function))
                    }
                }
            }
            Action::Open(Some(place)) => self.open(place),
            Action::Open(None) => store.opened.set(None),
            Action::Equip => self.equip(),
            Action::Look(from, to) => {
                store.window.set((from, to));
                self.show_opened();
            }
            Action::Call(request, then) => self.ask(Identity::Owner, *request, move |response| {
                // Whoever asked may be gone by now.
                then.try_run(response);
            }),
            Action::CallByHand(true) => self.open_address_bar(),
            Action::CallByHand(false) => store.address_bar.set(None),
            Action::Fetch(request, identity, then) => self.fetch(*request, identity, then),
            Action::CallAll(requests, then) => self.ask_all(requests, move |index, response| {
                then.try_run((index, response));
            }),
            Action::GiveOut(name, content_type, text) => recording::give_out(&name, content_type, text.as_bytes()),
            Action::Download(object) => self.download(&object),
            Action::SaveRecording => self.save_recording(),
            Action::Share => self.share(),
            Action::OpenRun(file) => self.offer_file(file),
            Action::OpenLink(link) => self.offer_link(link),
            Action::TakeOffered(taken) => self.take_offered(taken),
            Action::Allow => self.allow_foreign(),
            Action::Refuse => self.refuse_foreign(),
            Action::Dismiss => store.notice.set(None),
        }
    }
}
