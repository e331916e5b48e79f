//! Asking for an environment: choosing a blueprint and a team, then filling in what is free.

use domain::{
    Field, Problems,
    blueprint::{BlueprintRow, Rules},
    id::{BlueprintId, TeamId},
    portal::{Filled, Left, Opening},
    request::WORDS_MOST,
    team::Team,
};
use leptos::prelude::*;

use crate::{
    api::requests::{RequestTyped, one_opening, openings},
    components::{AnswerInputs, PlanFacts, ProblemSummary, SuperuserAnswers, error_at},
    islands::LiveForm,
    page::{Content, asked, page},
    paths,
    ui::{
        Alert, Button, ButtonGroup, ButtonLook, Crumb, EmptyState, PageHeader, Section, Table, TableLayout, TextArea,
        Tone,
    },
};

pub fn new_request() -> impl IntoView {
    let (blueprint, team) = (BlueprintId::parse(&asked("blueprint")), TeamId::parse(&asked("team")));
    page(|visit| async move {
        let title = "Ask for an environment";
        let (Some(blueprint), Some(team)) = (blueprint, team.clone()) else {
            let mut open = openings().await?;
            if let Some(team) = team {
                open.retain(|(_, one)| one.id == team);
            }
            return Ok(Content::new(title, view! { <Choose open/> }));
        };
        let opening = one_opening(blueprint, team).await?;
        let rules = &opening.blueprint.rules;
        let begun = || visit.actor.as_ref().map(|actor| rules.empty_answers(actor)).unwrap_or_default();
        let filled = match visit.flash.typed() {
            Some(RequestTyped::Filled(filled)) => filled,
            _ => Filled { why: String::new(), form: begun() },
        };
        let problems = visit.problems();
        Ok(Content::new(
            title,
            view! {
                <PageHeader title crumbs=vec![Crumb::new("Requests", paths::REQUESTS)]
                    description="Once it is approved, the portal creates it and links it to the team."/>
                <AskForm opening filled problems id=None/>
            },
        ))
    })
}

#[component]
fn Choose(open: Vec<(BlueprintRow, Team)>) -> impl IntoView {
    let body = if open.is_empty() {
        view! {
            <EmptyState title="There is nothing to ask for"
                text="No blueprint is open to a team of yours. Ask an administrator to make one, or the owner of a team to add you."
                action=view! { <Button label="See your teams" href=paths::TEAMS/> }/>
        }
        .into_any()
    } else {
        let rows = open.into_iter().map(|(blueprint, team)| {
            let label = format!("{} for {}", blueprint.name, team.name);
            view! {
                <tr>
                    <th scope="row" class="wrap" data-label="What"><a href=paths::ask(&blueprint.id, &team.id)>{label}</a></th>
                    <td class="wrap" data-label="In words">{blueprint.words}</td>
                    <td data-label="Connection">{blueprint.connection}</td>
                </tr>
            }
        });
        view! {
            <Table name="openings" caption="What you may ask for" layout=TableLayout::Stack>
                <thead>
                    <tr><th scope="col">"What"</th><th scope="col">"In words"</th><th scope="col">"Connection"</th></tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </Table>
        }
        .into_any()
    };
    view! {
        <PageHeader title="Ask for an environment" crumbs=vec![Crumb::new("Requests", paths::REQUESTS)]
            description="Choose what you need, and for which of your teams."/>
        {body}
    }
}

/// The form of a new request, or of one that was kept for later.
#[component]
pub fn AskForm(opening: Opening, filled: Filled, problems: Problems, id: Option<String>) -> impl IntoView {
    let Opening { blueprint, team, left, is_automatic } = opening;
    let rules = blueprint.rules;
    let full = left
        .full()
        .map(|why| view! { <Alert tone=Tone::Warning title="Nothing is left of this blueprint">{why}</Alert> });
    let (action, ids) = if let Some(id) = id {
        (paths::action::SAVE_REQUEST, view! { <input type="hidden" name="id" value=id/> }.into_any())
    } else {
        let (blueprint, team) = (blueprint.id.to_string(), team.id.to_string());
        let ids = view! {
            <input type="hidden" name="blueprint" value=blueprint/>
            <input type="hidden" name="team" value=team/>
        };
        (paths::action::BEGIN_REQUEST, ids.into_any())
    };
    let why = error_at(&problems, Field::Why);
    let words = (!rules.words.is_empty()).then(|| view! { <p class="words">{rules.words.clone()}</p> });
    let title = format!("{} for {}", rules.name, team.name);
    let mut lines = rules.fixed_lines();
    lines.extend(limits(left, rules.days));
    lines.push(("Who decides".to_owned(), who_decides(&rules, is_automatic)));
    view! {
        {full}
        <form class="form" id="ask-form" data-live-form method="post" action=action novalidate>
            <ProblemSummary problems=problems.clone()/>
            {ids}
            // Enter in a field means the first button of the form: keeping what was typed.
            <button class="visually-hidden" tabindex="-1" aria-hidden="true" name="send" value="false"></button>
            <Section title>
                {words}
                <TextArea name=Field::Why.input() label=Field::Why.label() value=filled.why
                    limit=u32::try_from(WORDS_MOST).unwrap_or(u32::MAX)
                    hint="Who needs it, for what, and until when. Those who decide read it." error=why/>
                <AnswerInputs rules=rules.clone() answers=filled.form.clone() problems=problems.clone()/>
                <SuperuserAnswers rules answers=filled.form problems/>
            </Section>
            <Section title="What comes of it" description="The blueprint fixes this; whoever decides sees the whole plan.">
                <PlanFacts lines/>
            </Section>
            <ButtonGroup>
                <Button label="Ask" look=ButtonLook::Primary name="send" value="true"/>
                <Button label="Save for later" name="send" value="false"/>
                <Button label="Cancel" look=ButtonLook::Link href=paths::REQUESTS/>
            </ButtonGroup>
        </form>
        <LiveForm/>
    }
}

/// Whether somebody has to decide what is asked for now, and who.
fn who_decides(rules: &Rules, is_automatic: bool) -> String {
    let rule = rules.automatic_rule().unwrap_or_default();
    if is_automatic {
        return format!("Nobody has to: it is approved at once. {rule}");
    }
    let (who, count) = (rules.deciders.told(), rules.needed);
    let several = if count > 1 { format!(" {count} of them have to approve.") } else { String::new() };
    format!("{who}{several} {rule}").trim_end().to_owned()
}

/// How many there may be, and for how long.
fn limits(left: Left, days: u32) -> Vec<(String, String)> {
    let of = |has: usize, most: u32| (most > 0).then(|| format!("{has} of {most} in use"));
    let team = of(left.of_team, left.per_team).map(|words| ("Limit of the team".to_owned(), words));
    let person = of(left.of_person, left.per_person).map(|words| ("Your limit".to_owned(), words));
    let days = (days > 0).then(|| ("Lifetime".to_owned(), format!("{days} days")));
    [team, person, days].into_iter().flatten().collect()
}
