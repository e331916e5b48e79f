//! One sign-in provider: its settings, what it answers, and what its rules would give.

use domain::{
    Error, Field, Problems,
    id::PersonId,
    may::{Deed, Facts},
    provider::{GroupRules, ProviderField, ProviderForm, TeamRule, groups_of, rules_met, standings_in_words},
};
use leptos::prelude::*;

use crate::{
    api::providers::{ProviderShown, ProviderTyped, show},
    components::{CopyButtons, Copyable, GroupTeams, ProblemSummary, ProviderInputs, Rights},
    error::ApiError,
    page::{Content, asked, page, segment},
    paths,
    ui::{
        Alert, Badge, Blocked, Button, ButtonGroup, ButtonLook, Crumb, Face, Fact, KeyValue, Need, PageHeader, Section,
        TextArea, Tone,
    },
};

pub fn new_provider() -> impl IntoView {
    page(|visit| async move {
        let rights = visit.rights();
        if !rights.may(Deed::SeeSettings) {
            return Err(ApiError(Error::NotFound("This page".into())));
        }
        let form: ProviderForm = visit.flash.typed().unwrap_or_else(ProviderForm::fresh);
        let problems = visit.problems();
        let body = match rights.reason(Deed::ChangeSettings, Facts::default()) {
            Some(why) => view! {
                <Alert tone=Tone::Warning title="You cannot add a provider">{why}</Alert>
                <p><Button label="Back to the providers" href=paths::PROVIDERS/></p>
            }
            .into_any(),
            None => view! {
                <form class="form" method="post" action=paths::action::ADD_PROVIDER novalidate>
                    <ProblemSummary problems=problems.clone()/>
                    <ProviderInputs form problems has_secret=None/>
                    <ButtonGroup>
                        <Button label="Add provider" look=ButtonLook::Primary/>
                        <Button label="Cancel" look=ButtonLook::Link href=paths::PROVIDERS/>
                    </ButtonGroup>
                </form>
            }
            .into_any(),
        };
        Ok(Content::new(
            "Add a sign-in provider",
            view! {
                <PageHeader title="Add a sign-in provider" crumbs=vec![Crumb::new("Sign-in providers", paths::PROVIDERS)]
                    description="Register the portal at the provider as a web application first: it shows the client id and the secret. The redirect URI is this portal's address followed by /sign-in/back/ and the name that you choose here."/>
                {body}
            },
        ))
    })
}

pub fn provider() -> impl IntoView {
    let (name, pasted, person) = (segment("name"), asked("groups"), PersonId::parse(&asked("person")));
    page(|visit| async move {
        let shown = show(name, person).await?;
        let typed: Option<ProviderTyped> = visit.flash.typed();
        let pasted = if pasted.is_empty() { shown.groups.join("\n") } else { pasted };
        let title = shown.seen.name.to_string();
        let (problems, rights) = (visit.problems(), visit.rights());
        Ok(Content::new(title, view! { <Whole shown typed pasted problems rights/> }))
    })
}

#[component]
fn Whole(
    shown: ProviderShown,
    typed: Option<ProviderTyped>,
    pasted: String,
    problems: Problems,
    rights: Rights,
) -> impl IntoView {
    let ProviderShown { seen, redirect, team_rules, .. } = shown;
    let (typed, rule) = match typed {
        Some(ProviderTyped::Provider(form)) => (Some(form), None),
        Some(ProviderTyped::Rule(form)) => (None, Some(form)),
        None => (None, None),
    };
    let of_rule = |field| [ProviderField::RuleGroup, ProviderField::RuleTeam].map(Field::Provider).contains(&field);
    let (wrong_rule, problems) = problems.0.into_iter().partition(|problem| of_rule(problem.field));
    let (wrong_rule, problems) = (Problems(wrong_rule), Problems(problems));
    let (tone, word) = if seen.form.enabled { (Tone::Success, "On the sign-in page") } else { (Tone::Neutral, "Off") };
    let name = seen.name.to_string();
    // Name, issuer and rules are tried as they are kept, not as they are being typed.
    let kept = seen.form.clone();
    let form = typed.map_or(seen.form, |typed| ProviderForm { name: kept.name, issuer: kept.issuer, ..typed });
    let blocked = |id| rights.blocked(id, Deed::ChangeSettings);
    let (save, check, remove) = (blocked("save"), blocked("check"), blocked("remove"));
    let way = view! { <Way name=name.clone() redirect check/> };
    let why = rights.reason(Deed::ChangeSettings, Facts::default());
    let teams = view! {
        <GroupTeams provider=name.clone() rules=team_rules.clone() typed=rule problems=wrong_rule why/>
    };
    let try_rules = view! { <TryRules name=name.clone() rules=kept.rules team_rules pasted/> };
    let removing = view! { <Removing name=name.clone() remove/> };
    view! {
        <CopyButtons/>
        <PageHeader title=name.clone() crumbs=vec![Crumb::new("Sign-in providers", paths::PROVIDERS)]
            status=view! { <Badge tone label=word/> }/>
        {way.into_any()}
        <form class="form" method="post" action=paths::action::SAVE_PROVIDER novalidate>
            <ProblemSummary problems=problems.clone()/>
            <input type="hidden" name="name" value=name/>
            <input type="hidden" name="version" value=seen.version.to_string()/>
            <ProviderInputs form problems has_secret=Some(seen.has_secret)/>
            <div><Button label="Save provider" look=ButtonLook::Primary blocked=save/></div>
        </form>
        {teams.into_any()}
        {try_rules.into_any()}
        {removing.into_any()}
    }
}

/// What the provider has to know of the portal, and whether it answers.
#[component]
fn Way(name: String, redirect: String, check: Option<Blocked>) -> impl IntoView {
    view! {
        <Section title="At the provider" description="Register the portal there as a web application with this redirect URI.">
            <KeyValue>
                <Fact label="Redirect URI"><Copyable value=redirect what="the redirect URI"/></Fact>
            </KeyValue>
            <form method="post" action=paths::action::CHECK_PROVIDER>
                <input type="hidden" name="name" value=name/>
                <Button label="Check" blocked=check/>
                <span class="note">" Reads the provider's discovery document and its keys, and says what it found."</span>
            </form>
        </Section>
    }
}

#[component]
fn Removing(name: String, remove: Option<Blocked>) -> impl IntoView {
    view! {
        <Section title="Removing it" description="Nobody signs in with it any more, and the roles and teams that its rules gave are gone at once. Who the people are there is kept, so that it finds them again when you add it again.">
            <form method="post" action=paths::action::REMOVE_PROVIDER>
                <input type="hidden" name="name" value=name/>
                <Button label="Remove provider" look=ButtonLook::Danger blocked=remove/>
            </form>
        </Section>
    }
}

/// What somebody with these groups would get. It only looks, so the groups stand in the address.
#[component]
fn TryRules(name: String, rules: String, team_rules: Vec<TeamRule>, pasted: String) -> impl IntoView {
    let groups = groups_of(&pasted);
    let answer = (!groups.is_empty()).then(|| {
        let rules: GroupRules = rules.parse().unwrap_or_default();
        let roles = rules.roles_for(&groups);
        let known = |group: &str| {
            rules.0.iter().any(|rule| rule.group == group) || team_rules.iter().any(|rule| rule.group == group)
        };
        let unknown = groups.iter().filter(|group| !known(group)).count();
        let teams = match standings_in_words(&rules_met(team_rules.clone(), &groups)) {
            words if words.is_empty() => "No team.".to_owned(),
            words => format!("Teams: {words}."),
        };
        let words = match unknown {
            0 => "Every group has a rule.".to_owned(),
            1 => "One group has no rule.".to_owned(),
            count => format!("{count} groups have no rule."),
        };
        let title = format!("They would get: {}", roles.labels());
        view! { <Alert tone=Tone::Info title><p>{teams}</p><p>{words}</p></Alert> }
    });
    view! {
        <Section title="What would a person get?" id="try" description="Tries the rules as they are saved. Nothing is changed.">
            {answer}
            <form class="form" method="get" action=format!("{}#try", paths::provider(&name))>
                <TextArea name="groups" label="Groups" value=pasted rows=3 face=Face::Code need=Need::Optional
                    hint="One a line, letter by letter as the provider sends them."/>
                <div><Button label="Try"/></div>
            </form>
        </Section>
    }
}
