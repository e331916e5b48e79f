//! One's own API tokens: made, shown once, withdrawn.

use domain::{
    Field, Problems,
    portal::TokenForm,
    token::{Lifetime, Scope, TOKEN_NAME_MOST, Token},
};
use leptos::prelude::*;

use crate::{
    api::tokens::{TokensShown, address, just_made, list},
    components::{CopyButtons, Copyable, CopyableCode, ProblemSummary, TokenTable, error_at},
    page::{Content, page},
    paths,
    ui::{
        Alert, Button, ButtonLook, Checkbox, Choice, Crumb, EmptyState, FieldGroup, Need, PageHeader, Section, Select,
        TextField, Tone,
    },
};

/// The days that are chosen until somebody chooses others.
const USUAL_DAYS: &str = "30";

pub fn tokens() -> impl IntoView {
    page(|visit| async move {
        let TokensShown { tokens, now } = list().await?;
        let made = match just_made().await? {
            Some(text) => Some((text, address().await?)),
            None => None,
        };
        let problems = visit.problems();
        let form = visit.flash.typed().unwrap_or_else(|| TokenForm {
            scopes: Scope::Read.into(),
            days: USUAL_DAYS.into(),
            ..TokenForm::default()
        });
        let made = made.map(|(text, address)| view! { <Made text address/> });
        let guide = view! { <Button label="How to call the API" href=paths::API_GUIDE/> };
        Ok(Content::new(
            "API tokens",
            view! {
                <PageHeader title="API tokens" count=tokens.len() as u64 crumbs=vec![Crumb::new("Account", paths::ACCOUNT)]
                    description="With a token a program acts for you: within the token's scopes, and never beyond your own roles. Changing your password does not end tokens."
                    actions=guide/>
                {made}
                <Yours tokens now/>
                <Section title="Make a token">
                    <Inputs form problems/>
                </Section>
            },
        ))
    })
}

/// The token, this once.
#[component]
fn Made(text: String, address: String) -> impl IntoView {
    let line = format!("curl -H \"Authorization: Bearer {text}\" {address}/environments");
    view! {
        <CopyButtons/>
        <Alert tone=Tone::Success title="Copy your new token now">
            <p>"It is shown this once: when you leave this page, only a new token helps. Keep it like a password: whoever has it can do what it may do."</p>
            <Copyable value=text what="the token"/>
            <CopyableCode label="Try it" text=line/>
        </Alert>
    }
}

#[component]
fn Yours(tokens: Vec<Token>, now: jiff::Timestamp) -> impl IntoView {
    let body = if tokens.is_empty() {
        view! {
            <EmptyState title="You have no tokens"
                text="Make one for each program that is to act for you, so that you can withdraw it without stopping the others."/>
        }
        .into_any()
    } else {
        view! { <TokenTable tokens now back=paths::TOKENS/> }.into_any()
    };
    view! { <Section title="Your tokens">{body}</Section> }
}

#[component]
fn Inputs(form: TokenForm, problems: Problems) -> impl IntoView {
    let of = |field| error_at(&problems, field);
    let (of_name, of_scopes, of_days) = (of(Field::TokenName), of(Field::TokenScopes), of(Field::TokenLifetime));
    let name = Field::TokenScopes.input();
    let boxes = Scope::ALL.into_iter().enumerate().map(|(place, scope)| {
        view! {
            <Checkbox name=format!("{name}[{place}]") label=scope.label() value=scope.as_str()
                checked=form.scopes.has(scope) hint=scope.meaning()/>
        }
    });
    let boxes = boxes.collect::<Vec<_>>();
    let days = Lifetime::ALL.map(|lifetime| {
        let days = lifetime.days();
        Choice::new(days.to_string(), format!("{days} days"))
    });
    view! {
        <form class="form" method="post" action=paths::action::MAKE_TOKEN novalidate>
            <ProblemSummary problems/>
            <TextField name=Field::TokenName.input() label=Field::TokenName.label() value=form.token_name
                hint="What it is for, so that you know later which one to withdraw."
                limit=u32::try_from(TOKEN_NAME_MOST).unwrap_or(u32::MAX) error=of_name/>
            <FieldGroup name label=Field::TokenScopes.label() error=of_scopes>{boxes}</FieldGroup>
            <Select name=Field::TokenLifetime.input() label=Field::TokenLifetime.label() need=Need::Required
                choices=days.to_vec() value=form.days error=of_days/>
            <div><Button label="Make token" look=ButtonLook::Primary/></div>
        </form>
    }
}
