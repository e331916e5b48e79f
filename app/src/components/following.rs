//! What a page tells a browser without scripts while something on it changes.

use leptos::prelude::*;

use crate::{paths, ui::Text};

/// `here` is the page's own address, which [`crate::context::follow`] has asked the browser to load again.
#[component]
pub fn Following(#[prop(into)] here: Text) -> impl IntoView {
    let stays = here.split_once('?').is_some_and(|(_, query)| query.split('&').any(|one| one == paths::STAY));
    let (words, label, href) = if stays {
        let here = here.replace(paths::STAY, "").replace("&&", "&");
        ("This page stays as it is. ", "Follow what changes", here.trim_end_matches(['?', '&']).to_owned())
    } else {
        let and = if here.contains('?') { '&' } else { '?' };
        (
            "This page loads again every few seconds while something changes. ",
            "Stop that",
            format!("{here}{and}{}", paths::STAY),
        )
    };
    view! { <noscript><p class="soft small">{words}<a href=href>{label}</a></p></noscript> }
}
