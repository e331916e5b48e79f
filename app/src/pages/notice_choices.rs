//! What one wants to be told, and how.

use domain::{
    notice::Choices,
    occasion::{Occasion, Occasions},
};
use leptos::prelude::*;

use crate::{
    api::notices::{ChoicesShown, chosen},
    page::{Content, page},
    paths,
    ui::{Button, ButtonLook, Checkbox, Crumb, FieldGroup, MaybeText, PageHeader},
};

pub fn notice_choices() -> impl IntoView {
    page(|_| async move {
        let shown = chosen().await?;
        Ok(Content::new("What you are told", view! { <Form shown/> }))
    })
}

#[component]
fn Form(shown: ChoicesShown) -> impl IntoView {
    let ChoicesShown { choices: Choices { portal, mail }, sends_mail } = shown;
    let no_mail = "This portal sends no mail yet. What you choose holds once an administrator has set mail up.";
    let hint = MaybeText::from((!sends_mail).then_some(no_mail));
    // What is about one's own account cannot be turned off in the portal, so there is nothing to tick.
    let shown = boxes("portal", &portal, |one| !one.is_private());
    let mailed = boxes("mail", &mail, |_| true);
    view! {
        <PageHeader title="What you are told" crumbs=vec![Crumb::new("Account", paths::ACCOUNT)]
            description="You are never told of what you do yourself. What changes your own account always stands among your notices."/>
        <form class="form" method="post" action=paths::action::CHOOSE_NOTICES>
            <FieldGroup name="portal" label="Among your notices">{shown}</FieldGroup>
            <FieldGroup name="mail" label="By mail" hint>{mailed}</FieldGroup>
            <div><Button label="Save choice" look=ButtonLook::Primary/></div>
        </form>
    }
}

fn boxes(name: &'static str, chosen: &Occasions, offered: fn(Occasion) -> bool) -> Vec<impl IntoView + use<>> {
    let offered = Occasion::ALL.into_iter().filter(|one| offered(*one)).enumerate();
    let boxes = offered.map(|(place, occasion)| {
        let name = format!("{name}[{place}]");
        view! { <Checkbox name label=occasion.label() value=occasion.as_str() checked=chosen.has(occasion)/> }
    });
    boxes.collect()
}
