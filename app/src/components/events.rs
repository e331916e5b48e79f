//! What happened to something, newest first, and the pieces that every table of events has.

use domain::{
    audit::{Action, Change, Event, Outcome},
    id::{ConnectionName, EnvironmentId},
};
use leptos::prelude::*;

use super::Exactly;
use crate::ui::{Badge, Details, EmptyState, Table, TableLayout, Tone};

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
        let (tone, word) = outcome_words(event.outcome);
        view! {
            <tr>
                <td class="nowrap" data-label="When"><Exactly at=event.at/></td>
                <td data-label="What">{action_words(event.action)}</td>
                <td data-label="Outcome"><Badge tone label=word/></td>
                <td class="wrap" data-label="Who">{event.who.clone()}</td>
                <td class="wrap" data-label="In words"><div><EventWords event/></div></td>
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

/// The words of an event, and on demand what it changed and where it is found again: in the log, by its position, and in
/// the server's own log, by its request.
#[component]
pub fn EventWords(event: Event, #[prop(optional_no_strip)] position: Option<i64>) -> impl IntoView {
    let Event { detail, changes, request, .. } = event;
    let line = position.map(|position| format!("Line {position} of the log"));
    let request = request.map(|request| format!("Request {request}"));
    let found = [line, request].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let summary = match changes.len() {
        0 => "Details".to_owned(),
        1 => "1 change".to_owned(),
        count => format!("{count} changes"),
    };
    let more = (!changes.is_empty() || !found.is_empty()).then(|| {
        let list = (!changes.is_empty()).then(|| {
            view! { <ul class="changes difference">{changes.into_iter().map(change).collect_view()}</ul> }
        });
        let found = (!found.is_empty()).then(|| view! { <p class="row-id">{found}</p> });
        view! { <Details summary>{list}{found}</Details> }
    });
    view! { {detail}{more} }
}

fn change(change: Change) -> impl IntoView {
    let Change { field, before, after } = change;
    let (said, between) = match (&before, &after) {
        (Some(_), Some(_)) => (" changed from ", Some(" to ")),
        (None, _) => (" added: ", None),
        (_, None) => (" removed: ", None),
    };
    let before = before.map(|before| view! { <del>{before}</del> });
    let after = after.map(|after| view! { <ins>{after}</ins> });
    view! { <li><b>{field}</b>{said}{before}{between}{after}</li> }
}

/// The environment that an object of the log is.
#[must_use]
pub fn environment_of(object: &str) -> Option<(ConnectionName, EnvironmentId)> {
    let (connection, id) = object.strip_prefix("environment/")?.split_once('/')?;
    Some((ConnectionName::parse(connection).ok()?, EnvironmentId::parse(id).ok()?))
}

/// What somebody did.
pub fn action_words(action: Action) -> &'static str {
    match action {
        Action::AddFactor => "Set a second factor up",
        Action::RemoveFactor => "Take a second factor away",
        Action::MakeRecoveryCodes => "Make recovery codes",
        Action::AddPasskey => "Add a passkey",
        Action::RemovePasskey => "Remove a passkey",
        Action::SetUp => "Set up the portal",
        Action::AddPerson => "Add a person",
        Action::SignIn => "Sign in",
        Action::SignOut => "Sign out",
        Action::CreateEnvironment => "Create",
        Action::UpdateEnvironment => "Edit",
        Action::DeleteEnvironment => "Delete",
        Action::TagEnvironment => "Change tags",
        Action::AdoptEnvironment => "Find again",
        Action::ExportLog => "Export the log",
        Action::Refresh => "Read FinSpace again",
        Action::CheckConnection => "Connection checked",
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
        Action::MakeTeam => "Make a team",
        Action::EditTeam => "Edit the team",
        Action::DeleteTeam => "Delete the team",
        Action::AddMember => "Add to the team",
        Action::RemoveMember => "Remove from the team",
        Action::ChangeStanding => "Change who owns the team",
        Action::AddLink => "Link an environment",
        Action::EditLink => "Change a link",
        Action::RemoveLink => "Remove a link",
        Action::LookAsPerson => "Look as this person",
        Action::ChangeSettings => "Change settings",
        Action::LinkSignIn => "Link a sign-in",
        Action::UnlinkSignIn => "Unlink a sign-in",
        Action::MakeToken => "Make an API token",
        Action::WithdrawToken => "Withdraw an API token",
        Action::SaveBlueprint => "Save the blueprint",
        Action::RetireBlueprint => "Retire or reopen the blueprint",
        Action::AskEnvironment => "Ask for an environment",
        Action::AmendRequest => "Change the request",
        Action::ApproveRequest => "Approve",
        Action::DeclineRequest => "Decline",
        Action::WithdrawRequest => "Withdraw the request",
        Action::RemindRequest => "Remind of the decision",
        Action::LapseRequest => "Lapse",
        Action::CommentRequest => "Comment",
        Action::AskDeletion => "Ask for deletion",
        Action::AskTime => "Ask for more time",
        Action::AskChange => "Ask for a change",
        Action::ApplyChange => "Apply the change",
        Action::RemindEnd => "Remind of the end",
        Action::BeginEnd => "Settle the deletion",
        Action::KeepEnvironment => "Keep the environment",
        Action::SetEnd => "Set the end",
        Action::CheckEnvironment => "Check the environment",
    }
}

/// How it ended. An intention is written before a call goes out, so that one whose end nobody noted is not forgotten.
pub fn outcome_words(outcome: Outcome) -> (Tone, &'static str) {
    match outcome {
        Outcome::Intended => (Tone::Info, "Sent"),
        Outcome::Done => (Tone::Success, "Done"),
        Outcome::Refused => (Tone::Warning, "Refused"),
        Outcome::Failed => (Tone::Danger, "Failed"),
        Outcome::Unknown => (Tone::Warning, "No answer"),
    }
}
