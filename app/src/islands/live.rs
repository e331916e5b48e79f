//! Keeps an open page true: listens for news and brings the parts of the page that are marked `data-live` up to date.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use leptos::{prelude::*, task::spawn_local};
use web_sys::{
    EventSource, MessageEvent, VisibilityState,
    wasm_bindgen::{JsCast, closure::Closure},
};

use super::page::{self, Fresh, Page};
use crate::paths;

/// Relative times are told anew so often.
const TICK: Duration = Duration::from_secs(10);
/// After a page could not be fetched.
const PAUSE: Duration = Duration::from_secs(5);
/// The longest wait before listening is tried again.
const LONGEST: u64 = 60;

/// Put one on a page with parts marked `data-live` that have an id. `version` is that of the inventory that the page shows:
/// with it the page is not fetched a second time for nothing. `every` so many seconds it is fetched even without news, for
/// what the inventory does not know. Says nothing while all is well.
#[component]
pub fn Live(#[prop(optional)] version: Option<u64>, #[prop(optional)] every: Option<u64>) -> impl IntoView {
    view! {
        <span id=FOLLOWED data-version=version data-every=every hidden></span>
        <Listening/>
    }
}

/// The id of what says what is followed: an island that takes nothing needs no reader of JSON in the browser.
const FOLLOWED: &str = "followed";

#[island]
fn Listening() -> impl IntoView {
    let said = RwSignal::new(String::new());
    let lost = RwSignal::new(false);
    Effect::new(move |_| {
        let followed = document().get_element_by_id(FOLLOWED);
        let told = |name| followed.as_ref().and_then(|followed| followed.get_attribute(name));
        let every = told("data-every").and_then(|every| every.parse().ok());
        Listener::start(told("data-version"), every, said, lost);
    });
    view! {
        <p class="visually-hidden" role="status">{said}</p>
        <p class="live-lost" role="status">
            {move || lost.get().then_some("The connection to the portal is interrupted. This page may be out of date; it goes on by itself.")}
        </p>
    }
}

/// The stream, and what is called by it.
type Stream = (EventSource, [Closure<dyn FnMut(MessageEvent)>; 3]);

struct Listener {
    source: RefCell<Option<Stream>>,
    /// The newest version that was heard of.
    version: RefCell<Option<String>>,
    page: RefCell<Page>,
    busy: Cell<bool>,
    again: Cell<bool>,
    failures: Cell<u32>,
    said: RwSignal<String>,
    lost: RwSignal<bool>,
}

impl Listener {
    fn start(version: Option<String>, every: Option<u64>, said: RwSignal<String>, lost: RwSignal<bool>) {
        let listener = Rc::new(Self {
            source: RefCell::default(),
            version: RefCell::new(version),
            page: RefCell::default(),
            busy: Cell::new(false),
            again: Cell::new(false),
            failures: Cell::new(0),
            said,
            lost,
        });
        listener.attend();
        let seen = Rc::clone(&listener);
        let _listens = window_event_listener_untyped("visibilitychange", move |_| seen.attend());
        if let Some(every) = every {
            let asked = Rc::clone(&listener);
            let ask = move || {
                if is_visible() {
                    asked.refresh();
                }
            };
            set_interval(ask, Duration::from_secs(every));
        }
        set_interval(
            || {
                if is_visible() {
                    page::tell_times();
                }
            },
            TICK,
        );
    }

    /// Listens while the page is in sight only: browsers allow few streams per site, and every tab would hold one.
    fn attend(self: &Rc<Self>) {
        if !is_visible() {
            if let Some((source, _)) = self.source.take() {
                source.close();
            }
        } else if self.source.borrow().is_none() {
            self.listen();
        }
    }

    fn listen(self: &Rc<Self>) {
        let Ok(source) = EventSource::new(paths::EVENTS) else { return };
        let (opened, changed, failed) = (Rc::clone(self), Rc::clone(self), Rc::clone(self));
        let opened = Closure::new(move |_: MessageEvent| opened.all_is_well());
        let changed = Closure::new(move |event: MessageEvent| changed.heard(event.data().as_string()));
        let failed = Closure::new(move |_: MessageEvent| failed.broken());
        source.set_onopen(Some(opened.as_ref().unchecked_ref()));
        source.set_onerror(Some(failed.as_ref().unchecked_ref()));
        let _listens = source.add_event_listener_with_callback("changed", changed.as_ref().unchecked_ref());
        *self.source.borrow_mut() = Some((source, [opened, changed, failed]));
    }

    fn all_is_well(&self) {
        self.failures.set(0);
        self.lost.set(false);
    }

    /// The browser tries again by itself after a lost line, and not after a refusal: then the wait doubles each time.
    fn broken(self: &Rc<Self>) {
        let failures = self.failures.get() + 1;
        self.failures.set(failures);
        self.lost.set(failures > 1);
        let refused =
            self.source.borrow().as_ref().is_some_and(|(source, _)| source.ready_state() == EventSource::CLOSED);
        if refused {
            let listener = Rc::clone(self);
            let wait = LONGEST.min(1 << failures.min(6));
            set_timeout(
                move || {
                    listener.source.take();
                    listener.attend();
                    // The refusal may mean that the session has ended: the page knows.
                    listener.refresh();
                },
                Duration::from_secs(wait),
            );
        }
    }

    fn heard(self: &Rc<Self>, version: Option<String>) {
        if *self.version.borrow() != version {
            *self.version.borrow_mut() = version;
            self.refresh();
        }
    }

    /// Fetches the page once more; news that come meanwhile make it twice.
    fn refresh(self: &Rc<Self>) {
        if self.busy.replace(true) {
            self.again.set(true);
            return;
        }
        let listener = Rc::clone(self);
        spawn_local(async move {
            listener.again.set(true);
            let mut known = listener.page.take();
            while listener.again.replace(false) {
                match known.fetch().await {
                    Fresh::Same => listener.lost.set(false),
                    Fresh::Changed(said) => {
                        listener.lost.set(false);
                        if !said.is_empty() {
                            listener.said.set(said);
                        }
                    }
                    Fresh::Gone => {
                        // A reload shows why: the thing is not there any more, or the session has ended.
                        let _leaves = window().location().reload();
                        return;
                    }
                    Fresh::Failed => {
                        listener.lost.set(true);
                        let later = Rc::clone(&listener);
                        set_timeout(move || later.refresh(), PAUSE);
                    }
                }
            }
            listener.page.replace(known);
            listener.busy.set(false);
        });
    }
}

fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}
