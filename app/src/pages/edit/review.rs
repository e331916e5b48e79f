//! What an edit will change, and what others changed since it began.

use domain::{Error, environment as env, id::DraftId, portal::EditPlan};
use leptos::prelude::*;
use leptos_router::components::Redirect;

use crate::{
    api::edits,
    error::ApiError,
    page::{Content, environment_in_path, page, segment},
    paths,
    ui::{Alert, Blocked, Button, ButtonGroup, ButtonLook, Change, Crumb, Difference, PageHeader, Tone},
};

pub fn edit_review() -> impl IntoView {
    let place = environment_in_path();
    let draft = DraftId::parse(&segment("draft"));
    page(|_| async move {
        let (connection, id) = place?;
        let draft = draft.ok_or_else(|| ApiError(Error::NotFound("This edit".into())))?;
        let plan = edits::show(draft.clone()).await?;
        if plan.base.connection != connection || plan.base.id != id {
            return Err(ApiError(Error::NotFound("This edit".into())));
        }
        let title = format!("Review changes to {}", plan.base.name);
        // What is not valid goes back to its form, which shows the errors beside the fields.
        if plan.outcome.is_err() {
            let form = paths::edit_again(&connection, &id, &draft);
            return Ok(Content::new(title, view! { <Redirect path=form/> }));
        }
        Ok(Content::new(title.clone(), view! { <Review plan title/> }))
    })
}

#[component]
fn Review(plan: EditPlan, title: String) -> impl IntoView {
    let EditPlan { draft, base, outcome, meanwhile, blocked, refusal, .. } = plan;
    let blocked = refusal.map(|refusal| refusal.in_words()).or(blocked);
    let (_, difference) = outcome.unwrap_or_default();
    let detail = paths::environment(&base.connection, &base.id);
    let crumbs = vec![Crumb::new("Environments", paths::ENVIRONMENTS), Crumb::new(base.name.clone(), detail.clone())];
    let changed_meanwhile = !meanwhile.is_empty();
    let nothing = difference.is_empty();
    let why = match (&blocked, changed_meanwhile, nothing) {
        (Some(why), _, _) => Some(why.clone()),
        (None, true, _) => Some("Decide first what to do with what others changed.".to_owned()),
        (None, false, true) => Some("Nothing differs from how the environment is now.".to_owned()),
        (None, false, false) => None,
    };
    let again = paths::edit_again(&base.connection, &base.id, &draft);
    let (connection, id, draft) = (base.connection.to_string(), base.id.to_string(), draft.to_string());
    let rebase = view! { <Hidden connection=connection.clone() id=id.clone() draft=draft.clone()/> };
    let apply = view! { <Hidden connection=connection.clone() id=id.clone() draft=draft.clone()/> };
    let discard = view! { <Hidden connection id draft/> };
    view! {
        <PageHeader title crumbs description="Nothing has changed yet."/>
        {blocked.map(|why| view! { <Alert tone=Tone::Warning title="It cannot be edited now">{why}</Alert> })}
        {changed_meanwhile.then(|| view! {
            <Alert tone=Tone::Warning title="The environment changed since you began">
                <p>"Your changes were made for an older state, so they are not applied. What you typed is kept: take over what changed, then look at the difference again."</p>
            </Alert>
            <Difference name="meanwhile" caption="What changed meanwhile" changes=changes(meanwhile)/>
            <form method="post" action=paths::action::REBASE_EDIT>
                {rebase}
                <Button label="Take over what changed" look=ButtonLook::Primary/>
            </form>
        })}
        {if nothing {
            view! { <Alert tone=Tone::Info title="Nothing to save">"What you typed is how the environment is already."</Alert> }.into_any()
        } else {
            view! { <Difference name="edit" caption="What you change" changes=changes(difference)/> }.into_any()
        }}
        <ButtonGroup>
            <form method="post" action=paths::action::APPLY_EDIT>
                {apply}
                <Button label="Save changes" look=ButtonLook::Primary blocked=why.map(|why| Blocked::new("save", why))/>
            </form>
            <Button label="Edit again" href=again/>
            <form method="post" action=paths::action::DISCARD_EDIT>
                {discard}
                <Button label="Discard" look=ButtonLook::Link/>
            </form>
        </ButtonGroup>
    }
}

/// Which edit a button is for.
#[component]
fn Hidden(connection: String, id: String, draft: String) -> impl IntoView {
    view! {
        <input type="hidden" name="connection" value=connection/>
        <input type="hidden" name="id" value=id/>
        <input type="hidden" name="draft" value=draft/>
    }
}

fn changes(difference: env::Difference) -> Vec<Change> {
    difference.0.into_iter().map(|row| Change::of(row.label, row.before, row.after)).collect()
}
