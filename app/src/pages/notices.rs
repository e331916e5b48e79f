//! What one was told: one's own notices, and the way from one of them to where it leads.

use domain::{Error, id::NoticeId, notice::Notice};
use jiff::Timestamp;
use leptos::prelude::*;
use leptos_router::components::Redirect;

use crate::{
    api::notices::{NoticesShown, list, open},
    components::{Ago, pages},
    error::ApiError,
    page::{Content, asked, page, segment},
    paths,
    ui::{Badge, Button, EmptyState, PageHeader, Table, TableLayout, Tone},
};

pub fn notices() -> impl IntoView {
    let number = asked("page").parse().unwrap_or(1);
    page(move |visit| async move {
        let shown = list(number).await?;
        Ok(Content::new("Notices", view! { <All shown unread=visit.numbers.notices/> }))
    })
}

/// Leads on to the page that the notice is about.
pub fn notice() -> impl IntoView {
    let id = NoticeId::parse(&segment("id"));
    page(|_| async move {
        let id = id.ok_or_else(|| ApiError(Error::NotFound("This notice".into())))?;
        let path = paths::target(&open(id).await?);
        Ok(Content::new("Notice", view! { <Redirect path/> }))
    })
}

#[component]
fn All(shown: NoticesShown, unread: i64) -> impl IntoView {
    let NoticesShown { notices, now } = shown;
    let read = (unread > 0).then(|| {
        view! {
            <form method="post" action=paths::action::READ_NOTICES><Button label="Mark all as read"/></form>
        }
    });
    let count = notices.matching as u64;
    let links = pages(&notices, "notices", |number| paths::found(paths::NOTICES, "", number));
    let body = if notices.matching == 0 {
        view! {
            <EmptyState title="No notices yet"
                text="When something waits for you, or something that you asked for moves on, it stands here for 90 days."/>
        }
        .into_any()
    } else {
        let rows = notices.rows.into_iter().map(|notice| row(notice, now)).collect_view();
        view! {
            <Table name="notices" caption="Your notices, newest first" layout=TableLayout::Stack>
                <thead>
                    <tr>
                        <th scope="col">"What happened"</th>
                        <th scope="col">"More"</th>
                        <th scope="col">"When"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
            {links}
        }
        .into_any()
    };
    view! {
        <PageHeader title="Notices" count description="What waits for you, and what became of what you asked for."
            actions=view! { {read}<Button label="What you are told" href=paths::NOTICE_CHOICES/> }/>
        {body}
    }
}

fn row(notice: Notice, now: Timestamp) -> impl IntoView {
    let new = notice.read_at.is_none().then(|| view! { <Badge tone=Tone::Info label="New"/>" " });
    let link = view! { <a href=paths::notice(&notice.id)>{notice.news.headline()}</a> };
    view! {
        <tr>
            <th scope="row" class="wrap">{new}{link}</th>
            <td class="wrap" data-label="More">{notice.news.detail}</td>
            <td class="nowrap" data-label="When"><Ago at=notice.news.at now/></td>
        </tr>
    }
}
