//! One's own passkeys: the list, the form that adds one, and the form that takes one away.

use domain::{
    Field, Problems,
    passkey::{PASSKEY_NAME_MOST, PASSKEYS_MOST, PasskeySeen},
};
use jiff::Timestamp;
use leptos::prelude::*;

use super::{Ago, PasskeyForm, PasskeyPlace, ProblemSummary, Proof, error_at};
use crate::{
    api::passkeys::{Asked, PasskeysShown, Place},
    paths,
    ui::{Button, ButtonGroup, ButtonLook, Section, Table, TableLayout, TextField, VisuallyHidden},
};

/// `removing` is the id of the one that is to be removed; `typed` the name that was typed.
#[component]
pub fn Passkeys(
    shown: PasskeysShown,
    removing: String,
    typed: String,
    of_name: Problems,
    of_removal: Problems,
    /// What makes the id of the password's field another than those of other forms.
    proof_id: Option<&'static str>,
) -> impl IntoView {
    let PasskeysShown { passkeys, place, asked, now } = shown;
    let removed = passkeys.iter().find(|passkey| passkey.id.as_str() == removing).cloned();
    let (full, is_removing) = (passkeys.len() >= PASSKEYS_MOST, removed.is_some());
    let list = (!passkeys.is_empty()).then(|| view! { <List passkeys now/> });
    let removal = removed.map(|passkey| view! { <Removal passkey problems=of_removal proof_id/> });
    let asked = asked.filter(|_| place == Place::Here).map(|asked| view! { <Adding asked/> });
    let inputs = match (full, &place) {
        // One thing at a time.
        _ if is_removing => None,
        (true, _) => Some(view! { <p class="note">{format!("You have {PASSKEYS_MOST} passkeys, the most that are kept. Remove one before you add another.")}</p> }.into_any()),
        (false, Place::Here) => Some(view! { <Inputs typed problems=of_name/> }.into_any()),
        (false, _) => None,
    };
    view! {
        <Section title="Passkeys" id="passkeys"
            description="Your device or a security key asks for your finger, face or PIN, and tells the portal that it is you. It works at this portal alone, so nobody can lure it out of you elsewhere.">
            {list}
            {removal}
            <PasskeyPlace place path=paths::SECOND_FACTOR/>
            {asked}
            {inputs}
        </Section>
    }
}

#[component]
fn List(passkeys: Vec<PasskeySeen>, now: Timestamp) -> impl IntoView {
    let rows = passkeys.into_iter().map(|passkey| {
        let used = match passkey.used_at {
            Some(at) => view! { <Ago at now/> }.into_any(),
            None => "Never".into_any(),
        };
        let name = passkey.name.to_string();
        view! {
            <tr>
                <th scope="row" class="wrap">{name.clone()}</th>
                <td class="nowrap" data-label="Added"><Ago at=passkey.added_at now/></td>
                <td class="nowrap" data-label="Last used">{used}</td>
                <td class="actions">
                    <a class="button button-link" href=paths::remove_passkey(&passkey.id)>
                        <span>"Remove"<VisuallyHidden text=format!(" {name}")/></span>
                    </a>
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Table name="passkeys" caption="Passkeys, oldest first" layout=TableLayout::Stack>
            <thead>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col">"Added"</th>
                    <th scope="col">"Last used"</th>
                    <th scope="col"><VisuallyHidden text="What to do with it"/></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

/// The password before a passkey goes.
#[component]
fn Removal(passkey: PasskeySeen, problems: Problems, proof_id: Option<&'static str>) -> impl IntoView {
    let words = format!(
        "Remove “{}”? From then on it does not sign you in. Without another second factor, your password needs at least 15 characters.",
        passkey.name
    );
    view! {
        <form class="form" method="post" action=paths::action::REMOVE_PASSKEY novalidate>
            <p>{words}</p>
            <ProblemSummary problems=problems.clone()/>
            <input type="hidden" name="id" value=passkey.id.to_string()/>
            <Proof problems id=proof_id/>
            <ButtonGroup>
                <Button label="Remove passkey" look=ButtonLook::Danger/>
                <Button label="Keep it" href=paths::PASSKEYS/>
            </ButtonGroup>
        </form>
    }
}

/// The second step of adding one: the browser's.
#[component]
fn Adding(asked: Asked) -> impl IntoView {
    let name = asked.name.map(|name| name.to_string()).unwrap_or_default();
    view! {
        <p>"Your browser now asks where the passkey “"<b>{name}</b>"” is to be: on this device, on a phone, or on a security key. That is open for 5 minutes."</p>
        <PasskeyForm action=paths::action::ADD_PASSKEY label="Continue in the browser" options=asked.options/>
    }
}

/// The first step: its name.
#[component]
fn Inputs(typed: String, problems: Problems) -> impl IntoView {
    let error = error_at(&problems, Field::PasskeyName);
    view! {
        <form class="form" method="post" action=paths::action::BEGIN_PASSKEY novalidate>
            <ProblemSummary problems/>
            <TextField name=Field::PasskeyName.input() label=Field::PasskeyName.label() value=typed
                hint="Where it is, such as “Phone” or “Blue key”, so that you know later which one to remove."
                limit=u32::try_from(PASSKEY_NAME_MOST).unwrap_or(u32::MAX) error/>
            <div><Button label="Add a passkey"/></div>
        </form>
        <noscript>
            <p class="note">"Passkeys need JavaScript, which is off in this browser. An authenticator app works without it."</p>
        </noscript>
    }
}
