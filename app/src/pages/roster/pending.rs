//! Invitations that wait, and the link of the one that was made just now.

use domain::invitation::{INVITATION_HOURS, Invitation};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::{
    components::{Ago, CopyButtons, Copyable, Exactly},
    paths,
    ui::{Alert, Badge, Blocked, Button, ButtonGroup, ButtonLook, Section, Table, TableLayout, Tone, VisuallyHidden},
};

/// The link, this once.
#[component]
pub fn Made(link: String, invitation: Option<Invitation>) -> impl IntoView {
    let title = match invitation {
        Some(invitation) => format!("Send this link to {}", invitation.email),
        None => "Send this link to the person you invited".into(),
    };
    view! {
        <CopyButtons/>
        <Alert tone=Tone::Success title>
            <p>{format!("It is shown this once: when you leave this page, only a new link helps. It works once, within {INVITATION_HOURS} hours, and lets in whoever has it.")}</p>
            <Copyable value=link what="the invitation link"/>
        </Alert>
    }
}

/// Everybody who was invited and has not come in yet.
#[expect(clippy::needless_pass_by_value, reason = "a component owns its props")]
#[component]
pub fn Pending(
    invitations: Vec<Invitation>,
    /// Why the reader may invite nobody.
    why: Option<String>,
    now: Timestamp,
) -> impl IntoView {
    let count = invitations.len() as u64;
    let rows = invitations.into_iter().map(|invitation| view! { <Row invitation why=why.clone() now/> });
    let rows = rows.collect_view();
    let body = if count == 0 {
        view! { <p class="none">"Nobody is invited. Whoever you invite stands here until they come in."</p> }.into_any()
    } else {
        view! {
            <Table name="invitations" caption="Invitations, newest first" layout=TableLayout::Stack>
                <thead>
                    <tr>
                        <th scope="col">"Email address"</th>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Roles"</th>
                        <th scope="col">"Invited"</th>
                        <th scope="col">"Link works until"</th>
                        <th scope="col"><VisuallyHidden text="What to do with it"/></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        }
        .into_any()
    };
    view! { <Section title="Invitations" id="invitations" count>{body}</Section> }
}

#[component]
fn Row(invitation: Invitation, why: Option<String>, now: Timestamp) -> impl IntoView {
    let blocked = |what: &str| why.clone().map(|why| Blocked::new(format!("{what}-{}", invitation.id), why));
    let until = if invitation.is_open(now) {
        view! { <Exactly at=invitation.expires_at/> }.into_any()
    } else {
        view! { <Badge tone=Tone::Warning label="Expired"/> }.into_any()
    };
    let (renew, withdraw) = (blocked("renew"), blocked("withdraw"));
    let (id, roles) = (invitation.id.to_string(), invitation.roles.labels());
    let name = if invitation.name.is_empty() { "Not given".to_owned() } else { invitation.name };
    view! {
        <tr>
            <th scope="row" class="wrap">{invitation.email}</th>
            <td class="wrap" data-label="Name">{name}</td>
            <td data-label="Roles">{roles}</td>
            <td class="nowrap" data-label="Invited"><Ago at=invitation.invited_at now/></td>
            <td class="nowrap" data-label="Link works until">{until}</td>
            <td class="actions">
                <ButtonGroup>
                    <form method="post" action=paths::action::RENEW_INVITATION>
                        <input type="hidden" name="id" value=id.clone()/>
                        <Button label="New link" look=ButtonLook::Link blocked=renew/>
                    </form>
                    <form method="post" action=paths::action::WITHDRAW_INVITATION>
                        <input type="hidden" name="id" value=id/>
                        <Button label="Withdraw" look=ButtonLook::Link blocked=withdraw/>
                    </form>
                </ButtonGroup>
            </td>
        </tr>
    }
}
