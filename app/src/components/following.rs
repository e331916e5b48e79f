//! What a page tells that loads itself again while something on it changes.

use leptos::prelude::*;

use crate::{paths, ui::Text};

/// `here` is the page's own address, which [`crate::context::follow`] has asked a browser without scripts to load
/// again.
#[component]
pub fn Following(#[prop(into)] here: Text) -> impl IntoView {
    view! { <noscript><ComingBack here/></noscript> }
}

/// The same for every browser, where [`crate::context::come_back`] has asked it.
#[component]
pub fn ComingBack(#[prop(into)] here: Text) -> impl IntoView {
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
    view! { <p class="soft small">{words}<a href=href>{label}</a></p> }
}
