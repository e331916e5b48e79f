//! What people say of a request.

use domain::{
    Field, Problems,
    id::EnvironmentRequestId,
    portal::Paged,
    request::{Comment, WORDS_MOST},
};
use leptos::prelude::*;

use super::{Exactly, error_at, pages};
use crate::{
    paths,
    ui::{Blocked, Button, ButtonGroup, Need, Section, TextArea},
};

/// The comments, oldest first, and a form for one more. `why` says why the reader may write none, and `aside` leads to
/// the page that does not load itself again, where the form is.
#[component]
pub fn Comments(
    id: EnvironmentRequestId,
    comments: Paged<Comment>,
    why: Option<String>,
    typed: Option<String>,
    problems: Problems,
    aside: Option<String>,
) -> impl IntoView {
    let count = comments.matching as u64;
    let page = paths::request(&id);
    let links = pages(&comments, "comments", |number| format!("{page}?page={number}"));
    let items = comments.rows.into_iter().map(|comment| {
        view! {
            <li class="comment">
                <p class="small soft"><b>{comment.name}</b>" ("{comment.who}"), "<Exactly at=comment.at/></p>
                <p class="words">{comment.words}</p>
            </li>
        }
    });
    let items = items.collect_view();
    let form = if let Some(href) = aside {
        view! { <p><Button label="Write a comment" href/></p> }.into_any()
    } else {
        let problems = if typed.is_some() { problems } else { Problems::default() };
        let blocked = why.map(|why| Blocked::new("comment", why));
        view! {
            <form class="form" method="post" action=paths::action::COMMENT_REQUEST novalidate>
                <input type="hidden" name="id" value=id.to_string()/>
                <TextArea name=Field::Words.input() id="comment-words" label="Your comment" value=typed.unwrap_or_default()
                    need=Need::Unmarked limit=u32::try_from(WORDS_MOST).unwrap_or(u32::MAX)
                    hint="Everybody reads it who sees this request." error=error_at(&problems, Field::Words)/>
                <ButtonGroup><Button label="Add comment" blocked/></ButtonGroup>
            </form>
        }
        .into_any()
    };
    view! {
        <Section title="Comments" count id="comments"><ul class="comments">{items}</ul>{links}{form}</Section>
    }
}
