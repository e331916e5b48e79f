//! Asking that an environment is changed: a form that holds what is there now.

use domain::{
    Error, Field, Problems,
    change::{SignIn, touched},
    environment::EnvironmentForm,
    id::LinkId,
    portal::{ChangeOpening, Filled, OpenChange},
    request::WORDS_MOST,
};
use leptos::prelude::*;

use crate::{
    api::changes::{ChangeShown, ChangeTyped, opening},
    components::{
        ChangeInputs, KnownMetadata, PlanFacts, ProblemSummary, ReadBack, ShownInputs, SignInInputs, error_at, kept_of,
    },
    error::ApiError,
    islands::{CopyButtons, LiveForm},
    page::{Content, page, segment},
    paths,
    ui::{Alert, Button, ButtonGroup, ButtonLook, Crumb, PageHeader, Section, Slot, TextArea, Tone},
};

pub fn ask_change() -> impl IntoView {
    let id = LinkId::parse(&segment("id"));
    page(move |visit| async move {
        let id = id.ok_or_else(|| ApiError(Error::NotFound("This page".into())))?;
        let ChangeShown { opening, metadata } = opening(id).await?;
        let (typed, problems) = (visit.flash.typed(), visit.problems());
        let name = opening.basis.environment.name.clone();
        let title = format!("Ask for a change of {name}");
        let crumbs = vec![
            Crumb::new("Teams", paths::TEAMS),
            Crumb::new(opening.team.name.clone(), paths::team(&opening.team.id)),
            Crumb::new(name, paths::link(&opening.link.id)),
        ];
        let body = match opening.open.clone() {
            Some(open) => view! { <Already open/> }.into_any(),
            None => view! { <Inputs opening metadata typed problems/> }.into_any(),
        };
        Ok(Content::new(
            title.clone(),
            view! {
                <PageHeader title crumbs
                    description="Somebody decides about it. Then the portal changes exactly what you ask for, if it is still as it is now."/>
                {body}
            },
        ))
    })
}

/// One comes after the other: a second change would be made for what the first one takes away.
#[component]
fn Already(open: OpenChange) -> impl IntoView {
    let way = match open.request {
        Some(id) => {
            view! { <a href=paths::request(&id)>"See what is asked for, and what becomes of it"</a>"." }.into_any()
        }
        None => "Ask an owner of the team what it is.".into_any(),
    };
    view! {
        <Alert tone=Tone::Info title="A change is asked for already">
            "It comes first, and another one can be asked for when it is decided and done. "{way}
        </Alert>
    }
}

#[component]
fn Inputs(
    opening: ChangeOpening,
    metadata: Option<ReadBack>,
    typed: Option<ChangeTyped>,
    problems: Problems,
) -> impl IntoView {
    let ChangeOpening { link, basis, required, .. } = opening;
    let (Filled { why, form }, shown) = match typed {
        Some(ChangeTyped { filled, shown }) => (filled, shown),
        None => (Filled { why: String::new(), form: basis.form() }, basis.form()),
    };
    let form = EnvironmentForm { tags: form.tags.without_spare(), ..form };
    // What was typed of it comes back, also where FinSpace cannot be read by now.
    let sign_in = match basis.sign_in {
        SignIn::Unread if !touched(&shown, &form).is_empty() => SignIn::of(&basis.environment, basis.rules.as_ref()),
        sign_in => sign_in,
    };
    let known = metadata.map(|metadata| view! { <KnownMetadata metadata/> });
    let kept = kept_of(&basis.environment)
        .map(|words| view! { <div class="kept"><p class="note">{words}</p>{known}</div> }.into_any());
    let fixed = basis.fixed();
    let fixed = (!fixed.is_empty()).then(|| {
        view! {
            <Section title="What the blueprint fixes"
                description="The environment was made by a blueprint, which does not let people fill this in. An administrator can change it.">
                <PlanFacts lines=fixed/>
            </Section>
        }
    });
    let required = required.iter().map(ToString::to_string).collect::<Vec<_>>();
    let (of_why, of_inputs, of_sign_in) = (error_at(&problems, Field::Why), problems.clone(), problems.clone());
    let sign_in = view! { <HowPeopleSignIn sign_in form=form.clone() problems=of_sign_in kept=Slot(kept)/> };
    let (room, rules) = (basis.room, basis.rules);
    view! {
        <CopyButtons/>
        <form class="form" id="ask-change-form" data-live-form method="post" action=paths::action::ASK_CHANGE
            enctype="multipart/form-data" novalidate>
            <ProblemSummary problems/>
            <input type="hidden" name="link" value=link.id.to_string()/>
            <ShownInputs shown/>
            <Section title="What is to be different" description="The form holds what is there now. What you leave as it is stays.">
                <ChangeInputs rules form required room problems=of_inputs/>
            </Section>
            {sign_in}
            {fixed}
            <Section title="Why">
                <TextArea name=Field::Why.input() label="Why it is to be changed" value=why
                    limit=u32::try_from(WORDS_MOST).unwrap_or(u32::MAX) error=of_why
                    hint="Those who decide read it."/>
            </Section>
            <ButtonGroup>
                <Button label="Ask for the change" look=ButtonLook::Primary/>
                <Button label="Cancel" look=ButtonLook::Link href=paths::link(&link.id)/>
            </ButtonGroup>
        </form>
        <LiveForm/>
    }
}

/// What there is to ask for of that, and why there is nothing.
#[component]
fn HowPeopleSignIn(sign_in: SignIn, form: EnvironmentForm, problems: Problems, kept: Slot) -> impl IntoView {
    let (title, words) = match sign_in {
        SignIn::Free => (
            "How people sign in",
            "AWS documents contradict each other on whether the mode can be changed after creation; FinSpace itself decides.",
        ),
        SignIn::Metadata => (
            "Metadata of the identity provider",
            "The blueprint chose the identity provider. Its metadata can be renewed, as before its certificate ends.",
        ),
        SignIn::Fixed => return ().into_any(),
        SignIn::Unread => {
            return view! {
                <Alert tone=Tone::Info title="How people sign in cannot be asked for now">
                    "FinSpace cannot be read, and it alone knows how people sign in. You can ask for the rest, or load this page again once FinSpace answers."
                </Alert>
            }
            .into_any();
        }
    };
    view! {
        <Section title description=words><SignInInputs sign_in form problems kept/></Section>
    }
    .into_any()
}

#[cfg(test)]
mod tests;
