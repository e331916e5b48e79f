//! Reads a metadata document back before it is saved.

use std::{cell::Cell, rc::Rc, time::Duration};

use domain::text::grouped;
use leptos::{
    prelude::{document, set_timeout, window},
    task::spawn_local,
};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, Element, FormData, RequestInit, Response,
    js_sys::{Array, JsString},
    wasm_bindgen::{JsCast, JsValue},
};

use super::dom::{all, first, listen, mark, property, say};
use crate::paths;

/// The most bytes that are sent: 10,000,000 characters have no more in practice, and the server takes no more.
const MOST: f64 = 45_000_000.0;
/// How long nobody has typed when a text is read.
const PAUSE: Duration = Duration::from_millis(600);

pub(super) struct Peek {
    /// What the server rendered for it: a line of words, and a place for the facts.
    place: Element,
    file: Element,
    text: Element,
    /// Counts the changes: an answer to an earlier one is not shown.
    newest: Cell<u32>,
}

impl Peek {
    /// Where the form has a `data-peek`: next to an input for a file and one for text, which it names by their ids.
    pub fn wake(form: &Element) {
        let place = first(form, "[data-peek]");
        let named = |name| document().get_element_by_id(&place.as_ref()?.get_attribute(name)?);
        let inputs = named("data-file").zip(named("data-text"));
        let Some((place, (file, text))) = place.clone().zip(inputs) else { return };
        let peek = Rc::new(Self { place, file, text, newest: Cell::new(0) });
        let (chosen, typed) = (Rc::clone(&peek), Rc::clone(&peek));
        listen(&peek.file, "change", move |_, _| chosen.changed(Duration::ZERO));
        listen(&peek.text, "input", move |_, _| typed.changed(PAUSE));
        // The browser may have brought back what was there before a reload.
        if peek.document().is_some() {
            peek.changed(Duration::ZERO);
        }
    }

    fn changed(self: &Rc<Self>, wait: Duration) {
        let this = self.newest.get() + 1;
        self.newest.set(this);
        let peek = Rc::clone(self);
        set_timeout(
            move || {
                if peek.newest.get() == this {
                    spawn_local(async move { peek.read(this).await });
                }
            },
            wait,
        );
    }

    /// The file, or else the text. Neither is copied into this program.
    fn document(&self) -> Option<Blob> {
        let files = property(&self.file, "files");
        if let Ok(file) = property(&files, "0").dyn_into::<Blob>() {
            return Some(file);
        }
        let text: JsString = property(&self.text, "value").dyn_into().ok()?;
        (text.trim().length() > 0).then(|| Blob::new_with_str_sequence(&Array::of1(&text)).ok()).flatten()
    }

    async fn read(&self, this: u32) {
        let Some(document) = self.document() else { return self.show("", "") };
        if document.size() > MOST {
            return self.show(&too_large(document.size()), "");
        }
        self.tell("Reading the document…");
        let answer = ask(&document).await;
        if self.newest.get() != this {
            return;
        }
        match answer {
            Ok(Ok(facts)) => {
                self.show("", &facts);
                self.tell(&self.summary());
            }
            Ok(Err(status)) => self.show(refusal(status), ""),
            Err(_) => self.show(
                "The portal cannot be reached, so the document was not read. What you chose and typed is still here.",
                "",
            ),
        }
    }

    fn show(&self, words: &str, facts: &str) {
        if let Some(place) = first(&self.place, ".stack") {
            place.set_inner_html(facts);
        }
        self.tell(words);
    }

    fn tell(&self, words: &str) {
        if let Some(line) = first(&self.place, ".note") {
            line.set_text_content(Some(words));
        }
        mark(&self.place, "hidden", words.is_empty().then_some(""));
        say(words);
    }

    /// What was found, for those who do not see it come.
    fn summary(&self) -> String {
        let mut words = "This is what the document says. It is saved when you go on.".to_owned();
        for (tone, one, many) in
            [("danger", "error", "errors"), ("warning", "warning", "warnings"), ("info", "note", "notes")]
        {
            match all(&self.place, &format!(".findings [data-tone={tone}]")).len() {
                0 => {}
                1 => words.extend([" 1 ", one, "."]),
                count => words.extend([" ", &count.to_string(), " ", many, "."]),
            }
        }
        words
    }
}

fn too_large(bytes: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the size of a file in megabytes")]
    let megabytes = (bytes / 1_000_000.0) as usize;
    format!(
        "This has {} MB, more than any metadata that FinSpace takes (10,000,000 characters). Choose the metadata of one identity provider.",
        grouped(megabytes)
    )
}

fn refusal(status: u16) -> &'static str {
    match status {
        401 => {
            "You are signed out. Sign in in another tab, then choose the document again: what you typed is still here."
        }
        413 => "This is more than can be sent. Choose the metadata of one identity provider.",
        429 | 503 => "The portal is busy, so the document was not read back. It is read again when you go on.",
        _ => "The document could not be read back now. It is read again when you go on.",
    }
}

/// What the document says, as the server shows it on pages; or the status of a refusal.
async fn ask(document: &Blob) -> Result<Result<String, u16>, JsValue> {
    let form = FormData::new()?;
    form.append_with_blob("file", document)?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&form);
    let sent = window().fetch_with_str_and_init(paths::action::READ_METADATA, &init);
    let response: Response = JsFuture::from(sent).await?.dyn_into()?;
    if !response.ok() {
        return Ok(Err(response.status()));
    }
    let facts = JsFuture::from(response.json()?).await?;
    Ok(Ok(facts.as_string().unwrap_or_default()))
}
