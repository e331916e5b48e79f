//! Deciding a request: approving the plan that is shown, changing it, declining it.

use domain::{
    Field, Problems,
    blueprint::Rules,
    change::SignIn,
    environment::EnvironmentForm,
    id::EnvironmentRequestId,
    request::{Approval, Kind, WORDS_MOST},
};
use leptos::prelude::*;

use super::{ChangeInputs, Exactly, ProblemSummary, SignInInputs, SuperuserAnswers, error_at};
use crate::{
    api::requests::RequestTyped,
    paths,
    ui::{Blocked, Button, ButtonGroup, ButtonLook, Details, DetailsState, Section, Slot, TextArea},
};

/// What is to be decided.
#[derive(Clone, Debug)]
pub struct Decision {
    pub id: EnvironmentRequestId,
    pub kind: Kind,
    /// Of the plan that the page shows: an approval is bound to it.
    pub digest: String,
    /// What the blueprint leaves free; nothing of an environment that none made.
    pub rules: Option<Rules>,
    pub answers: EnvironmentForm,
    /// How many tags there can be.
    pub room: usize,
    /// How much of how people sign in can be another one, and the words about the metadata document that there is.
    pub sign_in: SignIn,
    pub kept: Option<String>,
    pub approvals: Vec<Approval>,
    pub needed: u32,
    /// Why the reader cannot approve it now.
    pub blocked: Option<String>,
}

/// The forms for those who decide. What was typed into one of them stays in it.
#[component]
pub fn Decide(decision: Decision, typed: Option<RequestTyped>, problems: Problems) -> impl IntoView {
    let Decision { id, kind, digest, rules, answers, room, sign_in, kept, approvals, needed, blocked } = decision;
    let blocked = blocked.map(|why| Blocked::new("approve", why));
    let left = (needed as usize).saturating_sub(approvals.len());
    let (label, words) = match (left, kind) {
        (2.., _) => ("Approve", format!("{left} more people have to approve exactly what stands above.")),
        (_, Kind::Create) => {
            ("Approve and create", "With your approval the portal creates exactly the plan above.".to_owned())
        }
        (_, Kind::Delete) => (
            "Approve the deletion",
            "With your approval the time begins in which it can still be kept. Then the portal deletes it, with all that is in it.".to_owned(),
        ),
        (_, Kind::Extend) => ("Approve more time", "With your approval its end moves by the days above.".to_owned()),
        (_, Kind::Change) => (
            "Approve the change",
            "With your approval the portal changes exactly what stands above, if it is still as it was when it was asked for.".to_owned(),
        ),
    };
    let (amending, answers) = match &typed {
        Some(RequestTyped::Amend(form)) => (true, form.clone()),
        _ => (false, answers),
    };
    let (declining, said) = match &typed {
        Some(RequestTyped::Decline(words)) => (true, words.clone()),
        _ => (false, String::new()),
    };
    let of = |this: bool| if this { problems.clone() } else { Problems::default() };
    let (of_amending, of_declining) = (of(amending), of(declining));
    let state = |open: bool| if open { DetailsState::Open } else { DetailsState::Closed };
    let (amend_state, decline_state) = (state(amending), state(declining));
    // Each form takes its own.
    let [request, of_amend, of_decline] = std::array::from_fn(|_| id.to_string());
    let (plan, amended) = (digest.clone(), digest);
    // Of a deletion, and of more time, there is nothing to change.
    let (action, enctype) = match kind {
        Kind::Change => (paths::action::AMEND_CHANGE, Some("multipart/form-data")),
        _ => (paths::action::AMEND_REQUEST, None),
    };
    let superuser = rules.clone().filter(|_| kind == Kind::Create).map(|rules| {
        view! { <SuperuserAnswers rules answers=answers.clone() problems=of_amending.clone()/> }
    });
    let kept = Slot(kept.map(|words| view! { <p class="note">{words}</p> }.into_any()));
    let amend = matches!(kind, Kind::Create | Kind::Change).then(|| {
        view! {
            <Details summary="Change what was filled in" state=amend_state>
                <form class="form" method="post" action=action enctype=enctype novalidate>
                    <ProblemSummary problems=of_amending.clone()/>
                    <input type="hidden" name="id" value=of_amend/>
                    <input type="hidden" name="digest" value=amended/>
                    <ChangeInputs rules form=answers.clone() required=Vec::new() room problems=of_amending.clone()/>
                    {superuser}
                    <SignInInputs sign_in form=answers problems=of_amending kept/>
                    <ButtonGroup><Button label="Save the changed plan"/></ButtonGroup>
                </form>
            </Details>
        }
    });
    view! {
        <Section title="Decide" description=words>
            <form method="post" action=paths::action::APPROVE_REQUEST>
                <input type="hidden" name="id" value=request/>
                <input type="hidden" name="digest" value=plan/>
                <ButtonGroup><Button label look=ButtonLook::Primary blocked/></ButtonGroup>
            </form>
            {amend}
            <Details summary="Decline" state=decline_state>
                <form class="form" method="post" action=paths::action::DECLINE_REQUEST novalidate>
                    <input type="hidden" name="id" value=of_decline/>
                    <TextArea name=Field::Words.input() id="decline-words" label="Why, and what to do instead" value=said
                        limit=u32::try_from(WORDS_MOST).unwrap_or(u32::MAX) error=error_at(&of_declining, Field::Words)/>
                    <ButtonGroup><Button label="Decline the request" look=ButtonLook::Danger/></ButtonGroup>
                </form>
            </Details>
        </Section>
    }
}

/// Who approved so far.
#[component]
pub fn Approvals(approvals: Vec<Approval>, needed: u32) -> impl IntoView {
    let count = format!("{} of {needed}", approvals.len());
    let items = approvals.into_iter().map(|one| view! { <li>{one.who}", "<Exactly at=one.at/></li> });
    view! { {count}<ul>{items.collect_view()}</ul> }
}
