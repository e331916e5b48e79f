//! The teams into which a provider's groups put people.

use domain::{
    Field, Problems,
    provider::{ProviderField, TeamRule, TeamRuleForm},
    team::Standing,
};
use leptos::prelude::*;

use super::{ProblemSummary, error_at};
use crate::{
    paths,
    ui::{Blocked, Button, ButtonLook, Choice, Section, Select, Table, TableLayout, TextField, VisuallyHidden},
};

/// The rules with what can be done about each, and a form for one more. `why` says why the reader may change nothing.
#[component]
pub fn GroupTeams(
    provider: String,
    rules: Vec<TeamRule>,
    #[prop(optional_no_strip)] typed: Option<TeamRuleForm>,
    problems: Problems,
    #[prop(optional_no_strip)] why: Option<String>,
) -> impl IntoView {
    let count = rules.len() as u64;
    let table = (!rules.is_empty()).then(|| {
        let rows = rules.into_iter().map(|rule| row(&provider, rule, why.clone())).collect_view();
        view! {
            <Table name="team-rules" caption="Rules about teams, by team" layout=TableLayout::Stack>
                <thead>
                    <tr>
                        <th scope="col">"Group"</th>
                        <th scope="col">"Team"</th>
                        <th scope="col">"As"</th>
                        <th scope="col"><VisuallyHidden text="What to do with it"/></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        }
    });
    let form = typed.unwrap_or_default();
    let at = |field| error_at(&problems, Field::Provider(field));
    let (group, team) = (at(ProviderField::RuleGroup), at(ProviderField::RuleTeam));
    let choices = Standing::ALL.map(|standing| Choice::new(standing.as_str(), standing.label())).into();
    let blocked = why.map(|why| Blocked::new("add-team-rule", why));
    view! {
        <Section title="Teams by group" id="teams" count
            description="Whoever is in the group is in the team, from their next sign-in on until the first one without it.">
            {table}
            <form class="form" method="post" action=paths::action::ADD_TEAM_RULE novalidate>
                <ProblemSummary problems/>
                <input type="hidden" name="provider" value=provider/>
                <TextField name=ProviderField::RuleGroup.input() label=ProviderField::RuleGroup.label() value=form.group
                    hint="Letter by letter as the provider sends it." error=group/>
                <TextField name=ProviderField::RuleTeam.input() label=ProviderField::RuleTeam.label() value=form.team
                    hint="The name of the team, as the list of teams has it." error=team/>
                <Select name="form[standing]" label="As" choices value=form.standing.as_str()/>
                <div><Button label="Add rule" blocked/></div>
            </form>
        </Section>
    }
}

fn row(provider: &str, rule: TeamRule, why: Option<String>) -> impl IntoView + use<> {
    let blocked = why.map(|why| Blocked::new(format!("remove-{}", rule.id), why));
    view! {
        <tr>
            <th scope="row" class="wrap"><code>{rule.group}</code></th>
            <td class="wrap" data-label="Team"><a href=paths::team(&rule.team)>{rule.team_name}</a></td>
            <td data-label="As">{rule.standing.label()}</td>
            <td class="actions">
                <form method="post" action=paths::action::REMOVE_TEAM_RULE>
                    <input type="hidden" name="provider" value=provider.to_owned()/>
                    <input type="hidden" name="rule" value=rule.id.to_string()/>
                    <Button label="Remove" look=ButtonLook::Link blocked/>
                </form>
            </td>
        </tr>
    }
}
