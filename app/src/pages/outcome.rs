//! What became of a create call whose answer is not there yet, or was lost.

use domain::{
    Error,
    id::DraftId,
    operation::{Operation, SWEEPS, State},
    tag::OPERATION,
};
use leptos::prelude::*;
use leptos_router::components::Redirect;

use crate::{
    api::drafts::show,
    components::{Ago, Following, Live},
    error::ApiError,
    page::{Content, page, segment},
    paths,
    ui::{
        Alert, Blocked, Button, ButtonGroup, ButtonLook, Crumb, Fact, FactWidth, KeyValue, PageHeader, Section, Tone,
    },
};

pub fn outcome() -> impl IntoView {
    let draft = DraftId::parse(&segment("draft"));
    page(|visit| async move {
        let draft = draft.ok_or_else(|| ApiError(Error::NotFound("This draft".into())))?;
        let wizard = show(draft.clone()).await?;
        let Some(operation) = wizard.operation else {
            let review = paths::step(&draft, domain::environment::Step::Review);
            return Ok(Content::new("Create environment", view! { <Redirect path=review/> }));
        };
        let elsewhere = match &operation.state {
            State::Refused { .. } => Some(paths::step(&draft, domain::environment::Step::Review)),
            state => state.environment().map(|id| paths::environment(&operation.plan.connection, id)),
        };
        if let Some(path) = elsewhere {
            return Ok(Content::new("Create environment", view! { <Redirect path/> }));
        }
        let title = format!("Creating {}", operation.plan.name);
        let lost = operation.is_lost(wizard.now);
        Ok(Content::new(
            title,
            view! { <Search operation lost may_send_again=wizard.may_send_again now=wizard.now here=visit.here/> },
        ))
    })
}

#[component]
fn Search(operation: Operation, lost: bool, may_send_again: bool, now: jiff::Timestamp, here: String) -> impl IntoView {
    let name = operation.plan.name.to_string();
    let seen = match &operation.state {
        State::Unknown { words } => words.clone(),
        _ => "The portal stopped before it could note an answer.".to_owned(),
    };
    let blocked = (!may_send_again).then(|| {
        let left = (SWEEPS - operation.sweeps).max(1);
        Blocked::new(
            "again",
            format!(
                "Possible after {left} more {} of FinSpace that find nothing.",
                if left == 1 { "reading" } else { "readings" }
            ),
        )
    });
    let crumbs =
        vec![Crumb::new("Environments", paths::ENVIRONMENTS), Crumb::new("Create environment", paths::NEW_ENVIRONMENT)];
    let draft = operation.draft.to_string();
    view! {
        <PageHeader title=format!("Creating {name}") crumbs/>
        <Live every=5/>
        <Following here=here.clone()/>
        <div id="outcome" data-live>
            {if lost {
                view! {
                    <Alert tone=Tone::Warning title="No answer came from FinSpace">
                        <p>"The environment may or may not have been created. The portal does not send the call again by itself, because that could create a second one. It looks for the environment instead, and goes on to it as soon as it is found."</p>
                    </Alert>
                }.into_any()
            } else {
                view! {
                    <Alert tone=Tone::Info title="The call is on its way">
                        "FinSpace usually answers within seconds. This page goes on by itself."
                    </Alert>
                }.into_any()
            }}
            <Section title="What is known">
                <KeyValue>
                    <Fact label="Sent"><Ago at=operation.armed_at now/></Fact>
                    <Fact label="Calls sent so far">{operation.arms}</Fact>
                    <Fact label="Readings of FinSpace that did not find it">{format!("{} of {SWEEPS}", operation.sweeps.min(SWEEPS))}</Fact>
                    <Fact label="Its tag"><code>{format!("{OPERATION}={}", operation.id)}</code></Fact>
                    {lost.then(|| view! { <Fact label="What was seen" width=FactWidth::Full>{seen}</Fact> })}
                </KeyValue>
            </Section>
            {lost.then(|| view! {
                <Section title="Send it again"
                    description="Only when you are sure that nothing was created: if the first call did arrive after all, there will be two environments, and one is to be deleted.">
                    <form method="post" action=paths::action::SEND_AGAIN>
                        <input type="hidden" name="draft" value=draft/>
                        <Button label="Send the call again" look=ButtonLook::Danger blocked/>
                    </form>
                </Section>
            })}
        </div>
        <ButtonGroup>
            <form method="post" action=paths::action::REFRESH>
                <input type="hidden" name="back" value=here/>
                <Button label="Look now"/>
            </form>
            <Button label="Go to the environments" look=ButtonLook::Link href=paths::ENVIRONMENTS/>
        </ButtonGroup>
    }
}
