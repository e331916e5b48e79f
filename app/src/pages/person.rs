//! One person: what they may do, whether they may come in, and what happened lately.

use domain::{
    Error,
    factor::FactorSeen,
    id::PersonId,
    may::{Deed, Facts},
    person::Person,
    role::Role,
    team::{Standing, Team},
    token::Token,
};
use jiff::Timestamp;
use leptos::prelude::*;

use super::roster::state;
use crate::{
    api::{
        roster::{PersonShown, show},
        teams::teams_of,
    },
    components::{Ago, Events, Exactly, Identities, Rights, RoleBoxes, TeamsOfPerson, TokenTable, Unlinking},
    error::ApiError,
    page::{Content, page, segment},
    paths,
    ui::{Badge, Blocked, Button, ButtonLook, Crumb, Fact, KeyValue, PageHeader, Section},
};

pub fn person() -> impl IntoView {
    let id = PersonId::parse(&segment("id"));
    page(|visit| async move {
        let id = id.ok_or_else(|| ApiError(Error::NotFound("This person".into())))?;
        let shown = show(id.clone()).await?;
        let teams = teams_of(id).await?;
        let name = shown.seen.person.name.clone();
        Ok(Content::new(name, view! { <Whole shown teams rights=visit.rights()/> }))
    })
}

#[component]
fn Whole(shown: PersonShown, teams: Vec<(Team, Standing)>, rights: Rights) -> impl IntoView {
    let PersonShown { seen, now } = shown;
    let person = seen.person;
    let to_yourself = rights.0.as_ref().is_some_and(|actor| actor.person == person.id);
    let is_last_admin = seen.is_last_admin;
    let facts = Facts { to_yourself, takes_last_admin: is_last_admin, ..Facts::default() };
    let (tone, word) = state(&person);
    let name = person.name.clone();
    let about = view! { <About person=person.clone() now/> };
    let (launchpad, blocked) = (paths::launchpad_of(&person.id), rights.blocked("launchpad", Deed::LookAsPerson));
    let add = rights.may(Deed::ManageTeam).then(|| paths::teams_to_add(&person.email));
    let roles = view! { <RolesForm person=person.clone() is_last_admin rights=rights.clone()/> };
    view! {
        <PageHeader title=name crumbs=vec![Crumb::new("People", paths::PEOPLE)]
            status=view! { <Badge tone label=word/> }/>
        <Section title="Who this is">{about}</Section>
        {roles}
        <TeamsOfPerson teams add launchpad blocked/>
        <Identities identities=seen.identities now description="Whom the sign-in providers know this person as."
            unlinking=Some(Unlinking { person: person.id.clone(), is_last_admin, given: person.given_roles.clone(), rights: rights.clone() })/>
        <SecondFactor factor=seen.factor person=person.id.clone() to_yourself rights=rights.clone()/>
        <ComingIn person=person.clone() facts rights=rights.clone()/>
        <Tokens tokens=seen.tokens person now rights/>
        <Section title="What they did last" description="And what was done to their account, newest first.">
            <Events events=seen.events/>
        </Section>
    }
}

/// Whether there is a second factor, and taking it away from whoever lost it.
#[component]
fn SecondFactor(factor: FactorSeen, person: PersonId, to_yourself: bool, rights: Rights) -> impl IntoView {
    let Some(since) = factor.since else {
        return view! {
            <Section title="Second factor"><p>"None: this person signs in with a password alone, or at a provider."</p></Section>
        }
        .into_any();
    };
    let facts = Facts { to_yourself, ..Facts::default() };
    let blocked = rights.reason(Deed::ResetFactor, facts).map(|why| Blocked::new("reset-factor", why));
    view! {
        <Section title="Second factor" description="For somebody who lost phone, passkeys and recovery codes. A reset takes all of them away and signs them out everywhere; at the next sign-in their password alone does, and where a second factor is needed they are led to set up a new one. Be sure that it is them who ask.">
            <KeyValue>
                <Fact label="Since"><Exactly at=since/></Fact>
                <Fact label="Authenticator app">{if factor.app.is_some() { "Yes" } else { "No" }}</Fact>
                <Fact label="Passkeys">{factor.passkeys}</Fact>
                <Fact label="Recovery codes left">{factor.codes_left}</Fact>
            </KeyValue>
            <form method="post" action=paths::action::RESET_FACTOR>
                <input type="hidden" name="id" value=person.to_string()/>
                <Button label="Reset second factor" look=ButtonLook::Danger blocked/>
            </form>
        </Section>
    }
    .into_any()
}

#[component]
fn About(person: Person, now: Timestamp) -> impl IntoView {
    let signed_in = match person.signed_in_at {
        Some(at) => view! { <Ago at now/> }.into_any(),
        None => "Never".into_any(),
    };
    let disabled = person.disabled_at.map(|at| view! { <Fact label="Disabled"><Exactly at/></Fact> });
    view! {
        <KeyValue>
            <Fact label="Email address">{person.email}</Fact>
            <Fact label="Added"><Exactly at=person.added_at/></Fact>
            <Fact label="Last sign-in">{signed_in}</Fact>
            {disabled}
        </KeyValue>
    }
}

#[component]
fn RolesForm(person: Person, is_last_admin: bool, rights: Rights) -> impl IntoView {
    let blocked = rights.blocked("roles", Deed::ChangeRoles);
    // What the page showed goes along, so that what others changed meanwhile is not undone unseen.
    let by_rules: Vec<&str> =
        person.roles.iter().filter(|role| !person.given_roles.has(*role)).map(Role::label).collect();
    let by_rules = (!by_rules.is_empty()).then(|| {
        let words = format!("By the rules of a sign-in provider, in addition: {}.", by_rules.join(", "));
        view! { <p class="note">{words}</p> }
    });
    let shown = person.given_roles.iter().enumerate().map(|(place, role)| {
        view! { <input type="hidden" name=format!("shown[{place}]") value=role.as_str()/> }
    });
    let shown = shown.collect_view();
    let held = (is_last_admin && person.given_roles.has(Role::Admin))
        .then_some((Role::Admin, "This is the last administrator who can sign in, so this role stays."));
    view! {
        <Section title="Roles" description="A change holds from the person's next click on.">
            <form class="form" method="post" action=paths::action::CHANGE_ROLES>
                <input type="hidden" name="id" value=person.id.to_string()/>
                {shown}
                <RoleBoxes roles=person.given_roles held/>
                {by_rules}
                <div><Button label="Save roles" look=ButtonLook::Primary blocked/></div>
            </form>
        </Section>
    }
}

/// By what programs act for this person. Nobody but its owner ever sees a token itself.
#[component]
fn Tokens(tokens: Vec<Token>, person: Person, now: Timestamp, rights: Rights) -> impl IntoView {
    let count = tokens.len() as u64;
    let body = if tokens.is_empty() {
        view! { <p class="none">"None: no program acts for this person."</p> }.into_any()
    } else {
        // Of oneself, everybody may.
        let own = rights.0.as_ref().is_some_and(|actor| actor.person == person.id);
        let why = rights.reason(Deed::WithdrawToken, Facts::default()).filter(|_| !own);
        view! { <TokenTable tokens now back=paths::person(&person.id) why/> }.into_any()
    };
    view! {
        <Section title="API tokens" count description="With these, programs act for this person, within their roles. Disabling the person makes all of them useless at once.">
            {body}
        </Section>
    }
}

/// Shutting somebody out, or letting them in again.
#[component]
fn ComingIn(person: Person, facts: Facts, rights: Rights) -> impl IntoView {
    let id = person.id.to_string();
    if person.disabled_at.is_some() {
        let blocked = rights.blocked("enable", Deed::EnablePerson);
        return view! {
            <Section title="Signing in" description="This person cannot sign in. When you enable them, they come in with the password and the roles of before.">
                <form method="post" action=paths::action::ENABLE_PERSON>
                    <input type="hidden" name="id" value=id/>
                    <Button label="Enable" blocked/>
                </form>
            </Section>
        }
        .into_any();
    }
    let blocked = rights.reason(Deed::DisablePerson, facts).map(|why| Blocked::new("disable", why));
    view! {
        <Section title="Signing in" description="Disabling signs this person out everywhere at once and lets them in no more. Nothing of theirs is lost, and you can enable them again.">
            <form method="post" action=paths::action::DISABLE_PERSON>
                <input type="hidden" name="id" value=id/>
                <Button label="Disable" look=ButtonLook::Danger blocked/>
            </form>
        </Section>
    }
    .into_any()
}
