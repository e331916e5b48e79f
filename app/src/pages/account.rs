//! The page about oneself: name, password, and the browsers one is signed in with.

use domain::{
    Actor, Field, Problems,
    factor::{FactorSeen, RECOVERY_CODES_FEW},
    id::SessionKey,
    person::{PASSWORD_LEAST, PASSWORD_LEAST_OF_TWO},
    session::SeenSession,
};
use leptos::prelude::*;

use crate::{
    api::account::{AccountShown, NameForm, show},
    components::{Ago, Identities, NewPassword, ProblemSummary, error_at},
    page::{Content, page},
    paths,
    ui::{
        Badge, Button, ButtonLook, Fact, InputType, KeyValue, PageHeader, Section, Table, TableLayout, TextField, Tone,
        VisuallyHidden,
    },
};

pub fn account() -> impl IntoView {
    page(|visit| async move {
        let AccountShown { actor, has_password, sessions, factor, identities, this, now } = show().await?;
        let typed: Option<NameForm> = visit.flash.typed();
        let (of_name, of_password) = split(visit.problems());
        let password = if has_password {
            view! { <Password email=actor.email.clone() problems=of_password factor/> }.into_any()
        } else {
            view! { <NoPassword/> }.into_any()
        };
        Ok(Content::new(
            "Account",
            view! {
                <PageHeader title="Account" description="Who you are in this portal, and where you are signed in."/>
                <You actor=actor.clone()/>
                <Name name=typed.map_or(actor.name, |form| form.display_name) problems=of_name/>
                {password}
                {has_password.then(|| view! { <SecondFactor factor/> })}
                <Identities identities now
                    description="Single sign-on proves who you are. Signing out here does not sign you out there."/>
                <Sessions sessions this now/>
                <Told/>
                <Programs/>
            },
        ))
    })
}

/// The page has two forms, and what is wrong belongs to the one that was sent.
fn split(problems: Problems) -> (Problems, Problems) {
    let (of_name, of_password) = problems.0.into_iter().partition(|problem| problem.field == Field::DisplayName);
    (Problems(of_name), Problems(of_password))
}

#[component]
fn You(actor: Actor) -> impl IntoView {
    let roles = actor.roles.iter().map(|role| view! { <li><b>{role.label()}": "</b>{role.meaning()}</li> });
    let roles = roles.collect::<Vec<_>>();
    let roles = if roles.is_empty() {
        view! { <span class="none">"None: ask an administrator for one"</span> }.into_any()
    } else {
        view! { <ul>{roles}</ul> }.into_any()
    };
    view! {
        <Section title="You">
            <KeyValue>
                <Fact label="Email address">{actor.email}</Fact>
                <Fact label="Roles">{roles}</Fact>
            </KeyValue>
        </Section>
    }
}

#[component]
fn Name(name: String, problems: Problems) -> impl IntoView {
    let error = error_at(&problems, Field::DisplayName);
    view! {
        <Section title="Name">
            <form class="form" method="post" action=paths::action::CHANGE_NAME novalidate>
                <ProblemSummary problems/>
                <TextField name=Field::DisplayName.input() label=Field::DisplayName.label() value=name
                    autocomplete="name" error/>
                <div><Button label="Save name"/></div>
            </form>
        </Section>
    }
}

#[component]
fn Password(email: String, problems: Problems, factor: FactorSeen) -> impl IntoView {
    let least = if factor.since.is_some() { PASSWORD_LEAST_OF_TWO } else { PASSWORD_LEAST };
    let now = error_at(&problems, Field::PasswordNow);
    view! {
        <Section title="Change password" description="Every other browser in which you are signed in is signed out.">
            <form class="form" method="post" action=paths::action::CHANGE_PASSWORD novalidate>
                <ProblemSummary problems=problems.clone()/>
                // For password managers, which otherwise do not know whose password this is.
                <input type="email" name="email" value=email autocomplete="username" hidden/>
                <TextField name=Field::PasswordNow.input() label=Field::PasswordNow.label() r#type=InputType::Password
                    autocomplete="current-password" error=now/>
                <NewPassword problems label="New password" least/>
                <div><Button label="Change password"/></div>
            </form>
        </Section>
    }
}

/// For those whom a provider lets in, and nothing else does.
#[component]
fn NoPassword() -> impl IntoView {
    view! {
        <Section title="Password">
            <p>"You have no password here: you sign in with your provider, which also decides what else it asks of you."</p>
        </Section>
    }
}

/// Whether there is a second factor, and the way to its page.
#[component]
fn SecondFactor(factor: FactorSeen) -> impl IntoView {
    let (tone, word, label) = match factor.since {
        Some(_) => (Tone::Success, "On", "Manage second factor"),
        None => (Tone::Neutral, "Off", "Set up a second factor"),
    };
    let left = factor.since.map(|_| {
        view! {
            <Fact label="Passkeys">{factor.passkeys}</Fact>
            <Fact label="Recovery codes left">{factor.codes_left}</Fact>
        }
    });
    let few = factor.since.is_some() && factor.codes_left < RECOVERY_CODES_FEW;
    let few = few.then(|| view! { <p class="note">"Few recovery codes are left: make new ones there."</p> });
    view! {
        <Section title="Second factor" description="Beside your password, a code that an app on your phone shows, or a passkey.">
            <KeyValue>
                <Fact label="State"><Badge tone label=word/></Fact>
                {left}
            </KeyValue>
            {few}
            <p><Button label href=paths::SECOND_FACTOR/></p>
        </Section>
    }
}

#[component]
fn Sessions(sessions: Vec<SeenSession>, this: Option<SessionKey>, now: jiff::Timestamp) -> impl IntoView {
    let rows = sessions.into_iter().map(|session| {
        let own = this.as_ref() == Some(&session.key);
        view! { <SessionRow session own now/> }
    });
    let rows = rows.collect::<Vec<_>>();
    let everywhere = view! {
        <form method="post" action=paths::action::END_SESSIONS><Button label="Sign out everywhere" look=ButtonLook::Danger/></form>
        <form method="post" action=paths::action::SIGN_OUT><Button label="Sign out here"/></form>
    };
    view! {
        <Section title="Where you are signed in" actions=everywhere
            description="A session ends after 30 minutes without a click, and after 12 hours at the latest.">
            <Table name="sessions" caption="Your sessions, the one seen last first" layout=TableLayout::Stack>
                <thead>
                    <tr>
                        <th scope="col">"Browser"</th>
                        <th scope="col">"Signed in"</th>
                        <th scope="col">"Last seen"</th>
                        <th scope="col"><VisuallyHidden text="What to do with it"/></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </Section>
    }
}

/// The way to what one is told.
#[component]
fn Told() -> impl IntoView {
    view! {
        <Section title="Notices" description="You are told what waits for you and what became of what you asked for, here and by mail.">
            <p><Button label="Choose what you are told" href=paths::NOTICE_CHOICES/></p>
        </Section>
    }
}

/// The way to the tokens.
#[component]
fn Programs() -> impl IntoView {
    view! {
        <Section title="API tokens" description="With a token a program acts for you, within limits that you set and for a limited time.">
            <p><Button label="Manage API tokens" href=paths::TOKENS/></p>
        </Section>
    }
}

#[component]
fn SessionRow(session: SeenSession, own: bool, now: jiff::Timestamp) -> impl IntoView {
    let what = if own {
        view! { <Badge tone=Tone::Success label="This one"/> }.into_any()
    } else {
        view! {
            <form method="post" action=paths::action::END_SESSION>
                <input type="hidden" name="key" value=session.key.to_string()/>
                <Button label="Sign out there" look=ButtonLook::Link/>
            </form>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row">{session.device}</th>
            <td data-label="Signed in"><Ago at=session.signed_in now/></td>
            <td data-label="Last seen"><Ago at=session.seen now/></td>
            <td class="actions">{what}</td>
        </tr>
    }
}
