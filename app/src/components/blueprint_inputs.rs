//! The form of a blueprint: what is said of it, what people fill in, who decides, and what is fixed.

use domain::{
    Field, Problems,
    blueprint::{Automatic, BLUEPRINT_NAME_MOST, BLUEPRINT_WORDS_MOST, BlueprintField, BlueprintForm, Deciders},
    connection::Connection,
    environment::EnvironmentForm,
    tag,
    text::grouped,
};
use leptos::prelude::*;

use super::{
    Bundles, ConnectionCards, DescriptionInput, FederationInputs, KeyInput, ModeCards, SuperuserInputs, TagRows,
    error_at,
};
use crate::ui::{Checkbox, Choice, InputType, Need, RadioCards, Section, Slot, TextArea, TextField};

/// Empty rows that are always there, for browsers that cannot add some.
const SPARE_TAGS: usize = 2;

/// The half that is about asking and deciding.
#[component]
pub fn BlueprintInputs(form: BlueprintForm, problems: Problems) -> impl IntoView {
    let most = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    // Each section takes its own.
    let said = || {
        let problems = problems.clone();
        move |field| error_at(&problems, Field::Blueprint(field))
    };
    let error = said();
    let name = |field: BlueprintField| field.input();
    let about = view! {
        <Section title="What it is">
            <TextField name=name(BlueprintField::Name) label=BlueprintField::Name.label() value=form.name
                limit=most(BLUEPRINT_NAME_MOST) error=error(BlueprintField::Name) hint="By which people choose it."/>
            <TextArea name=name(BlueprintField::Words) label=BlueprintField::Words.label() value=form.words
                limit=most(BLUEPRINT_WORDS_MOST) need=Need::Optional error=error(BlueprintField::Words)
                hint="What it is good for, and when to take another one."/>
            <TextArea name=name(BlueprintField::Teams) label=BlueprintField::Teams.label() value=form.teams
                need=Need::Optional error=error(BlueprintField::Teams)
                hint="The name of a team a line. Leave it empty for every team."/>
        </Section>
    };
    let error = said();
    let asked = view! {
        <Section title="What people fill in" description="Everything else is fixed below. A tag that stands here and below begins with the value below, and they can change it.">
            <TextField name=name(BlueprintField::Prefix) label=BlueprintField::Prefix.label() value=form.prefix
                need=Need::Optional error=error(BlueprintField::Prefix)
                hint="Such as “test-”. Whoever asks chooses the rest of the name."/>
            <Checkbox name=name(BlueprintField::AsksDescription) label=BlueprintField::AsksDescription.label()
                checked=form.asks_description hint="They begin with the description below."/>
            <Checkbox name=name(BlueprintField::AsksSuperuser) label=BlueprintField::AsksSuperuser.label()
                checked=form.asks_superuser
                hint="They begin with the one below, or with themselves where there is none, and may leave it out."/>
            <TextArea name=name(BlueprintField::RequiredTags) label=BlueprintField::RequiredTags.label()
                value=form.required_tags need=Need::Optional error=error(BlueprintField::RequiredTags)
                hint="A key a line, such as “desk”. “desk = rates, bonds” lets them choose one of these."/>
            <TextArea name=name(BlueprintField::OptionalTags) label=BlueprintField::OptionalTags.label()
                value=form.optional_tags need=Need::Optional error=error(BlueprintField::OptionalTags)
                hint="In the same way. Without a value the environment does not get the tag."/>
        </Section>
    };
    let error = said();
    let limits = [
        (BlueprintField::PerTeam, form.per_team, "0 means no limit. What waits for a decision counts, too."),
        (BlueprintField::PerPerson, form.per_person, "0 means no limit."),
        (
            BlueprintField::Days,
            form.days,
            "0 means no end. The team is reminded 14, 3 and 1 days before, can ask for more time, and then the environment is deleted.",
        ),
    ];
    let limits = limits.map(|(field, value, hint)| {
        view! {
            <TextField name=field.input() label=field.label() value r#type=InputType::Number need=Need::Unmarked hint
                error=error(field)/>
        }
    });
    let deciders = Deciders::ALL.map(|who| Choice::new(who.as_str(), who.label()).hint(who.meaning()));
    let automatic = Automatic::ALL.map(|whose| Choice::new(whose.as_str(), whose.label()).hint(whose.meaning()));
    let error = said();
    let deciding = view! {
        <Section title="Limits">{limits.collect_view()}</Section>
        <Section title="Who decides" description="Nobody decides what they asked for themselves. Administrators can always decide.">
            <RadioCards name=name(BlueprintField::Deciders) label=BlueprintField::Deciders.label()
                choices=deciders.to_vec() value=form.deciders.as_str()/>
            <TextArea name=name(BlueprintField::People) label=BlueprintField::People.label() value=form.people
                need=Need::Optional error=error(BlueprintField::People)
                hint="The addresses that they sign in with, one a line. Only for “Named people”."/>
            <TextArea name=name(BlueprintField::Steps) label=BlueprintField::Steps.label() value=form.steps
                need=Need::Optional error=error(BlueprintField::Steps)
                hint="A line each: an address, the name of a team, or “team” for the approvers of the team that asks. Only for “One after the other”."/>
            <TextField name=name(BlueprintField::Needed) label=BlueprintField::Needed.label() value=form.needed
                r#type=InputType::Number need=Need::Unmarked error=error(BlueprintField::Needed)
                hint="So many different people have to approve the same plan. One after the other, everybody has to."/>
            <RadioCards name=name(BlueprintField::Automatic) label=BlueprintField::Automatic.label()
                choices=automatic.to_vec() value=form.automatic.as_str()
                hint="What fits this blueprint and its limits. The blueprint approves that then, not whoever asks."/>
            <TextField name=name(BlueprintField::AutomaticUpTo) label=BlueprintField::AutomaticUpTo.label()
                value=form.automatic_up_to r#type=InputType::Number need=Need::Unmarked
                error=error(BlueprintField::AutomaticUpTo)
                hint="Environments of the team, the new one among them. Beyond that somebody decides. 0 means as many as the limits let."/>
        </Section>
    };
    view! { {about.into_any()}{asked.into_any()}{deciding.into_any()} }
}

/// The half that is about the environment.
#[component]
pub fn FixedInputs(
    form: EnvironmentForm,
    connections: Vec<Connection>,
    problems: Problems,
    /// The characters of the metadata document that is kept.
    kept: Option<usize>,
) -> impl IntoView {
    let region = connections.iter().find(|one| one.name.as_str() == form.connection).map(|one| one.region.clone());
    let region = region.unwrap_or_else(|| "us-east-1".into());
    let kept = kept.map(|characters| {
        let words = format!(
            "A SAML metadata document of {} characters is kept. It stays unless you give another one.",
            grouped(characters)
        );
        view! { <p class="note">{words}</p> }.into_any()
    });
    let of_tags = problems.of(Field::Tags).map(|problem| view! { <p class="field-error">{problem.words.clone()}</p> });
    // Each section takes its own.
    let [place, fixed, sign_in, superuser, bundles] = std::array::from_fn(|_| (form.clone(), problems.clone()));
    let first = view! {
        <Section title="Where" description="The account and region of every environment of this blueprint.">
            <ConnectionCards connections value=place.0.connection problems=place.1/>
        </Section>
        <Section title="What is fixed">
            <DescriptionInput value=fixed.0.description problems=fixed.1.clone()/>
            <KeyInput value=fixed.0.kms_key problems=fixed.1/>
        </Section>
    };
    let sign_in = view! {
        <Section title="Sign-in mode"><ModeCards mode=form.mode/></Section>
        <div class="federated-only">
            <Section title="Identity provider">
                <FederationInputs form=sign_in.0.federation problems=sign_in.1 kept=Slot(kept)/>
            </Section>
        </div>
    };
    let last = view! {
        <Section title="Superuser" description="Fill in all three fields, or none. People can change it where you let them above.">
            <SuperuserInputs form=superuser.0 problems=superuser.1/>
        </Section>
        <Section title="Data bundles">
            <Bundles region chosen=bundles.0.data_bundles problems=bundles.1/>
        </Section>
        <Section title="Tags" id="field-form-tags-" description="Every environment gets these. Those that people fill in, too, begin with these values.">
            {of_tags}
            <TagRows rows=form.tags.rows required=Vec::new() problems spare=SPARE_TAGS most=tag::ROOM/>
        </Section>
    };
    view! { {first.into_any()}{sign_in.into_any()}{last.into_any()} }
}
