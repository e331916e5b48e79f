//! What happened to something, newest first.

use domain::audit::{Action, Event, Outcome};
use leptos::prelude::*;

use super::Exactly;
use crate::ui::{Badge, EmptyState, Table, TableLayout, Tone};

/// The events as they were recorded.
#[component]
pub fn Events(events: Vec<Event>) -> impl IntoView {
    if events.is_empty() {
        return view! {
            <EmptyState title="Nothing has happened through this portal yet"
                text="What people create, change, tag and delete here is recorded with who, when and how it ended. What happens past the portal is not seen."/>
        }
        .into_any();
    }
    let rows = events.into_iter().map(|event| {
        let (tone, word) = outcome(event.outcome);
        view! {
            <tr>
                <td class="nowrap" data-label="When"><Exactly at=event.at/></td>
                <td data-label="What">{action(event.action)}</td>
                <td data-label="Outcome"><Badge tone label=word/></td>
                <td class="wrap" data-label="Who">{event.who}</td>
                <td class="wrap" data-label="In words">{event.detail}</td>
            </tr>
        }
    });
    view! {
        <Table name="events" caption="Events, newest first" layout=TableLayout::Stack>
            <thead>
                <tr>
                    <th scope="col">"When"</th>
                    <th scope="col">"What"</th>
                    <th scope="col">"Outcome"</th>
                    <th scope="col">"Who"</th>
                    <th scope="col">"In words"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </Table>
    }
    .into_any()
}

fn action(action: Action) -> &'static str {
    match action {
        Action::SetUp => "Set up the portal",
        Action::AddPerson => "Add a person",
        Action::SignIn => "Sign in",
        Action::SignOut => "Sign out",
        Action::CreateEnvironment => "Create",
        Action::UpdateEnvironment => "Edit",
        Action::DeleteEnvironment => "Delete",
        Action::TagEnvironment => "Change tags",
        Action::AdoptEnvironment => "Find again",
        Action::Refresh => "Read FinSpace again",
        Action::InvitePerson => "Invite",
        Action::RenewInvitation => "Make a new invitation link",
        Action::WithdrawInvitation => "Withdraw the invitation",
        Action::AcceptInvitation => "Come in by an invitation",
        Action::ChangeRoles => "Change roles",
        Action::DisablePerson => "Disable",
        Action::EnablePerson => "Enable",
        Action::ChangeName => "Change the name",
        Action::ChangePassword => "Change the password",
        Action::EndSession => "End sessions",
    }
}

/// An intention is written before a call goes out, so that one whose end nobody noted is not forgotten.
fn outcome(outcome: Outcome) -> (Tone, &'static str) {
    match outcome {
        Outcome::Intended => (Tone::Info, "Sent"),
        Outcome::Done => (Tone::Success, "Done"),
        Outcome::Refused => (Tone::Warning, "Refused"),
        Outcome::Failed => (Tone::Danger, "Failed"),
        Outcome::Unknown => (Tone::Warning, "No answer"),
    }
}
