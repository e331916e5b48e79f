//! The page that is open, fetched again.

use leptos::prelude::{document, window};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, DomParser, Element, Headers, HtmlElement, RequestInit, Response, SupportedType,
    js_sys::Date,
    wasm_bindgen::{JsCast, JsValue},
};

use super::morph::morph;
use crate::{components::ago_words, paths};

/// What became of fetching the page.
pub(super) enum Fresh {
    Same,
    /// With the words for what changed, if it is worth saying.
    Changed(String),
    /// The page leads elsewhere now.
    Gone,
    Failed,
}

/// What is remembered between fetches.
#[derive(Default)]
pub(super) struct Page {
    tag: Option<String>,
}

impl Page {
    /// Fetches the page and brings its live parts up to date.
    pub async fn fetch(&mut self) -> Fresh {
        match self.answer().await {
            Ok(response) => match response.status() {
                _ if response.redirected() => Fresh::Gone,
                304 => Fresh::Same,
                200 => self.take(&response).await.map_or(Fresh::Failed, Fresh::Changed),
                401 | 404 => Fresh::Gone,
                _ => Fresh::Failed,
            },
            Err(_) => Fresh::Failed,
        }
    }

    async fn answer(&self) -> Result<Response, JsValue> {
        let headers = Headers::new()?;
        headers.set("Accept", "text/html")?;
        headers.set(paths::LIVE_HEADER, "1")?;
        if let Some(tag) = &self.tag {
            headers.set("If-None-Match", tag)?;
        }
        let init = RequestInit::new();
        init.set_headers(&headers);
        let here = window().location().href()?;
        JsFuture::from(window().fetch_with_str_and_init(&here, &init)).await?.dyn_into()
    }

    async fn take(&mut self, response: &Response) -> Result<String, JsValue> {
        let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
        let fresh = DomParser::new()?.parse_from_string(&text, SupportedType::TextHtml)?;
        self.tag = response.headers().get("ETag")?;
        let before = statuses(&document());
        bring_up_to_date(&fresh)?;
        tell_times();
        Ok(news(&before, &statuses(&document())))
    }
}

fn bring_up_to_date(fresh: &Document) -> Result<(), JsValue> {
    let focused = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    for part in all(&document(), "[data-live]")? {
        if let Some(fresh) = fresh.get_element_by_id(&part.id()) {
            morph(&part, &fresh);
        }
    }
    // An element that was moved lost the focus; one that is gone leaves it to the page.
    if let Some(focused) = focused
        && document().active_element().as_ref() != Some(&focused)
    {
        let heir = if focused.is_connected() {
            Some(focused)
        } else {
            document().get_element_by_id("main").and_then(|main| main.dyn_into().ok())
        };
        if let Some(heir) = heir {
            heir.focus()?;
        }
    }
    Ok(())
}

fn all(document: &Document, selector: &str) -> Result<Vec<Element>, JsValue> {
    let found = document.query_selector_all(selector)?;
    Ok((0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect())
}

/// The parts whose change is worth saying: their names and what they say.
fn statuses(document: &Document) -> Vec<(String, String)> {
    let said = |element: Element| Some((element.get_attribute("data-say")?, element.text_content()?.trim().to_owned()));
    all(document, "[data-say]").unwrap_or_default().into_iter().filter_map(said).collect()
}

/// What is new, in a sentence that can be listened to.
fn news(before: &[(String, String)], after: &[(String, String)]) -> String {
    let mut changed = after.iter().filter(|now| !before.contains(now));
    let mut words: Vec<String> = changed.by_ref().take(3).map(|(name, status)| format!("{name}: {status}")).collect();
    let more = changed.count();
    if more > 0 {
        words.push(format!("and {more} more"));
    }
    words.join(", ")
}

/// Tells all relative times on the page anew.
pub(super) fn tell_times() {
    for time in all(&document(), "time[data-ago]").unwrap_or_default() {
        let Some(at) = time.get_attribute("datetime") else { continue };
        let seconds = (Date::now() - Date::parse(&at)) / 1000.0;
        #[expect(clippy::cast_possible_truncation, reason = "a span of time in whole seconds")]
        time.set_text_content(Some(&ago_words(seconds as i64)));
    }
}
