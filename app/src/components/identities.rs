//! How somebody signs in at providers.

use domain::{
    id::PersonId,
    may::{Deed, Facts},
    portal::IdentitySeen,
    role::{Role, Roles},
};
use jiff::Timestamp;
use leptos::prelude::*;

use super::{Ago, Rights};
use crate::{
    paths,
    ui::{Blocked, Button, ButtonLook, Details, MaybeText, Section, Table, TableLayout, VisuallyHidden},
};

/// What a page needs that lets administrators unlink.
#[derive(Clone, Debug)]
pub struct Unlinking {
    pub person: PersonId,
    pub is_last_admin: bool,
    /// What they are by hand.
    pub given: Roles,
    pub rights: Rights,
}

/// The links, and nothing at all where there is none.
#[component]
pub fn Identities(
    identities: Vec<IdentitySeen>,
    now: Timestamp,
    #[prop(into)] description: MaybeText,
    #[prop(optional_no_strip)] unlinking: Option<Unlinking>,
) -> impl IntoView {
    if identities.is_empty() {
        return ().into_any();
    }
    let head = unlinking.is_some().then(|| view! { <th scope="col"><VisuallyHidden text="What to do with it"/></th> });
    let rows = identities.into_iter().map(|seen| view! { <Row seen now unlinking=unlinking.clone()/> }).collect_view();
    view! {
        <Section title="Single sign-on" id="sign-ins" description>
            <Table name="sign-ins" caption="Linked sign-ins" layout=TableLayout::Stack>
                <thead>
                    <tr>
                        <th scope="col">"Provider"</th>
                        <th scope="col">"Known there as"</th>
                        <th scope="col">"Roles by its rules"</th>
                        <th scope="col">"Linked"</th>
                        <th scope="col">"Last sign-in"</th>
                        {head}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </Section>
    }
    .into_any()
}

#[component]
fn Row(seen: IdentitySeen, now: Timestamp, unlinking: Option<Unlinking>) -> impl IntoView {
    let label = seen.provider_label();
    let name = seen.provider.map(|(name, _)| name);
    let identity = seen.identity;
    let groups = match identity.groups.len() {
        0 => view! { <span class="none">"No groups"</span> }.into_any(),
        count => {
            let summary = if count == 1 { "1 group".to_owned() } else { format!("{count} groups") };
            let list = identity.groups.iter().map(|group| view! { <li>{group.clone()}</li> }).collect_view();
            view! { <Details summary><ul>{list}</ul></Details> }.into_any()
        }
    };
    let actions = unlinking.map(|Unlinking { person, is_last_admin, given, rights }| {
        let hangs_on = is_last_admin && identity.rule_roles.has(Role::Admin) && !given.has(Role::Admin);
        let facts = Facts { takes_last_admin: hangs_on, ..Facts::default() };
        let blocked = rights.reason(Deed::UnlinkSignIn, facts);
        let blocked = blocked.map(|why| Blocked::new(format!("unlink-{}", identity.id), why));
        let try_rules = name.map(|name| {
            let href = paths::provider_for(&name, &person);
            view! { <Button label="Try the rules" look=ButtonLook::Link href/> }
        });
        view! {
            <td class="actions">
                {try_rules}
                <form method="post" action=paths::action::UNLINK>
                    <input type="hidden" name="id" value=person.to_string()/>
                    <input type="hidden" name="identity" value=identity.id.to_string()/>
                    <Button label="Unlink" look=ButtonLook::Link blocked/>
                </form>
            </td>
        }
    });
    let email = identity.email.clone().unwrap_or_else(|| "No address told".into());
    view! {
        <tr>
            <th scope="row" class="wrap">{label}</th>
            <td class="wrap" data-label="Known there as">
                <div>{email}<p class="row-id">{format!("Subject {}", identity.subject)}</p></div>
            </td>
            <td data-label="Roles by its rules"><div>{identity.rule_roles.labels()}{groups}</div></td>
            <td class="nowrap" data-label="Linked"><Ago at=identity.linked_at now/></td>
            <td class="nowrap" data-label="Last sign-in"><Ago at=identity.signed_in_at now/></td>
            {actions}
        </tr>
    }
}
