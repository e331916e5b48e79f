//! What a team can ask for about an environment that it has: that it goes, or more time.

use domain::{
    Field, Problems,
    lifetime::Lifetime,
    link::Link,
    may::{Deed, Facts},
    portal::DAYS_MOST,
    request::WORDS_MOST,
    team::Standing,
};
use leptos::prelude::*;

use super::{ProblemSummary, Rights, error_at};
use crate::{
    api::lifetimes::EndTyped,
    paths,
    ui::{Blocked, Button, ButtonGroup, ButtonLook, Details, DetailsState, InputType, TextArea, TextField},
};

/// The two forms. What was typed into one of them stays in it.
#[component]
pub fn EndingForms(
    link: Link,
    lifetime: Option<Lifetime>,
    typed: Option<EndTyped>,
    problems: Problems,
    rights: Rights,
    standing: Option<Standing>,
) -> impl IntoView {
    let can_be_prolonged = lifetime.as_ref().is_some_and(Lifetime::can_be_prolonged);
    let can_be_deleted = lifetime.is_none_or(|one| one.deletion.is_none());
    let facts = Facts::in_team(standing);
    let blocked = |id: &'static str, deed| rights.reason(deed, facts).map(|why| Blocked::new(id, why));
    let none = Problems::default;
    let (days, of_time, why_longer) = match &typed {
        Some(EndTyped::Time { days, why }) => (days.clone(), problems.clone(), why.clone()),
        _ => (String::new(), none(), String::new()),
    };
    let (of_deletion, why_gone) = match &typed {
        Some(EndTyped::Deletion { why }) => (problems, why.clone()),
        _ => (none(), String::new()),
    };
    let state = |open: bool| if open { DetailsState::Open } else { DetailsState::Closed };
    let (time_state, deletion_state) =
        (state(matches!(typed, Some(EndTyped::Time { .. }))), state(matches!(typed, Some(EndTyped::Deletion { .. }))));
    // The summary of what is wrong leads to the input that has its usual id.
    let is_time = matches!(typed, Some(EndTyped::Time { .. }));
    let longer_id = (!is_time).then(|| "why-longer".to_owned());
    let gone_id = is_time.then(|| "why-gone".to_owned());
    let limit = u32::try_from(WORDS_MOST).unwrap_or(u32::MAX);
    let id = link.id.to_string();
    let time = can_be_prolonged.then(|| {
        let (id, of_days, of_why) = (id.clone(), error_at(&of_time, Field::Days), error_at(&of_time, Field::Why));
        let not = blocked("ask-time", Deed::AskForTime);
        view! {
            <Details summary="Ask for more time" state=time_state>
                <form class="form" method="post" action=paths::action::ASK_TIME novalidate>
                    <ProblemSummary problems=of_time.clone()/>
                    <input type="hidden" name="link" value=id/>
                    <TextField name=Field::Days.input() label=Field::Days.label() r#type=InputType::Number value=days
                        error=of_days hint=format!("From 1 to {DAYS_MOST}. They count from its end.")/>
                    <TextArea name=Field::Why.input() id=longer_id label="What it is still needed for"
                        value=why_longer limit error=of_why/>
                    <ButtonGroup><Button label="Ask for more time" blocked=not/></ButtonGroup>
                </form>
            </Details>
        }
    });
    let deletion = can_be_deleted.then(|| {
        let error = error_at(&of_deletion, Field::Why);
        let not = blocked("ask-deletion", Deed::AskForDeletion);
        view! {
            <Details summary="Ask for its deletion" state=deletion_state>
                <form class="form" method="post" action=paths::action::ASK_DELETION novalidate>
                    <ProblemSummary problems=of_deletion.clone()/>
                    <input type="hidden" name="link" value=id/>
                    <TextArea name=Field::Why.input() id=gone_id label="Why it can go" value=why_gone limit error
                        hint="Somebody decides. Then some days pass in which it can still be kept, and all that is in it is lost."/>
                    <ButtonGroup><Button label="Ask for deletion" look=ButtonLook::Danger blocked=not/></ButtonGroup>
                </form>
            </Details>
        }
    });
    view! { {time}{deletion} }
}
