//! The identity provider's metadata document itself, to look at and to download.

use leptos::prelude::*;

use crate::ui::{Button, CodeBlock, Details, Glyph, grouped};

/// So many characters are shown; documents can have ten million.
const SHOWN: usize = 20_000;

/// The beginning of the document; the whole of it is at `href`.
#[component]
pub fn MetadataDocument(document: String, #[prop(into)] href: String) -> impl IntoView {
    let characters = document.chars().count();
    let size = format!("{} characters", grouped(characters as u64));
    let (text, label) = match document.char_indices().nth(SHOWN) {
        Some((end, _)) => (document[..end].to_owned(), format!("The first {} of {size}", grouped(SHOWN as u64))),
        None => (document, size.clone()),
    };
    view! {
        <div class="row">
            <Button label="Download the document" icon=Glyph::Download href=href/>
            <span class="soft">{size}</span>
        </div>
        <Details summary="Show the document">
            <CodeBlock label text/>
        </Details>
    }
}
