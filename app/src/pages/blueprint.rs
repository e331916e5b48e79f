//! One blueprint: a form for administrators, and what it says for those who may only read it.

use domain::{
    Error, Problems,
    blueprint::BlueprintForm,
    environment::EnvironmentForm,
    id::BlueprintId,
    may::{Deed, Facts},
    portal::BlueprintSeen,
};
use leptos::prelude::*;

use crate::{
    api::blueprints::{BlueprintShown, BlueprintTyped, show},
    components::{BlueprintInputs, CopyButtons, Events, FixedInputs, PlanFacts, ProblemSummary},
    error::ApiError,
    islands::LiveForm,
    page::{Content, page, segment},
    paths,
    ui::{Alert, Badge, Button, ButtonGroup, ButtonLook, Crumb, PageHeader, Section, Tone},
};

pub fn new_blueprint() -> impl IntoView {
    page(|visit| async move {
        let shown = show(None).await?;
        let why = visit.rights().reason(Deed::ChangeBlueprints, Facts::default());
        let (typed, problems) = (visit.flash.typed(), visit.problems());
        let body = match why {
            Some(why) => view! {
                <Alert tone=Tone::Warning title="You cannot make a blueprint">{why}</Alert>
                <p><Button label="Back to the blueprints" href=paths::BLUEPRINTS/></p>
            }
            .into_any(),
            None => view! { <Inputs shown typed problems/> }.into_any(),
        };
        Ok(Content::new(
            "Make a blueprint",
            view! {
                <PageHeader title="Make a blueprint" crumbs=crumbs()
                    description="Afterwards members of its teams find it under “Ask for an environment”."/>
                {body}
            },
        ))
    })
}

pub fn blueprint() -> impl IntoView {
    let id = BlueprintId::parse(&segment("id"));
    page(|visit| async move {
        let id = id.ok_or_else(|| ApiError(Error::NotFound("This blueprint".into())))?;
        let mut shown = show(Some(id)).await?;
        let missing = || ApiError(Error::NotFound("This blueprint".into()));
        let BlueprintSeen { blueprint, events, form } = shown.seen.take().ok_or_else(missing)?;
        let title = blueprint.rules.name.clone();
        let why = visit.rights().reason(Deed::ChangeBlueprints, Facts::default());
        let retired = blueprint.retired_at.is_some();
        let status = retired.then(|| view! { <Badge tone=Tone::Neutral label="Retired"/> });
        let body = if let Some(why) = why {
            view! {
                <Alert tone=Tone::Info title="You can read this blueprint, not change it">{why}</Alert>
                <Section title="What it says"><PlanFacts lines=blueprint.told()/></Section>
            }
            .into_any()
        } else {
            let id = blueprint.id.to_string();
            let (typed, problems) = (visit.flash.typed(), visit.problems());
            let seen = BlueprintSeen { blueprint, events: Vec::new(), form };
            let shown = BlueprintShown { seen: Some(seen), ..shown };
            view! { <Inputs shown typed problems/><Retiring id retired/> }.into_any()
        };
        Ok(Content::new(
            title.clone(),
            view! {
                <PageHeader title crumbs=crumbs() status/>
                {body}
                <Section title="What happened" description="Changes of this blueprint, newest first."><Events events/></Section>
            },
        ))
    })
}

fn crumbs() -> Vec<Crumb> {
    vec![Crumb::new("Requests", paths::REQUESTS), Crumb::new("Blueprints", paths::BLUEPRINTS)]
}

#[component]
fn Inputs(shown: BlueprintShown, typed: Option<BlueprintTyped>, problems: Problems) -> impl IntoView {
    let BlueprintShown { seen, connections, .. } = shown;
    let only = match connections.as_slice() {
        [only] => only.name.to_string(),
        _ => String::new(),
    };
    let (id, version) =
        seen.as_ref().map_or_else(Default::default, |seen| (seen.blueprint.id.to_string(), seen.blueprint.version));
    // A document of megabytes is not sent to the browser and back: an empty box keeps it.
    let kept = seen.as_ref().map(|seen| seen.blueprint.rules.fixed.federation.metadata_document.chars().count());
    let kept = kept.filter(|characters| *characters > 0);
    let (form, fixed, version) = match (typed, seen) {
        // What was typed was typed over the version that the page showed then.
        (Some(typed), _) => (typed.blueprint, typed.form, typed.version),
        (None, Some(seen)) => (seen.form, seen.blueprint.rules.fixed, version),
        (None, None) => (BlueprintForm::fresh(), EnvironmentForm { connection: only, ..EnvironmentForm::default() }, 0),
    };
    view! {
        <CopyButtons/>
        <form class="form" id="blueprint-form" data-live-form method="post" action=paths::action::SAVE_BLUEPRINT
            enctype="multipart/form-data" novalidate>
            <ProblemSummary problems=problems.clone()/>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="version" value=version.to_string()/>
            <BlueprintInputs form problems=problems.clone()/>
            <FixedInputs form=fixed connections problems kept/>
            <ButtonGroup>
                <Button label="Save blueprint" look=ButtonLook::Primary/>
                <Button label="Cancel" look=ButtonLook::Link href=paths::BLUEPRINTS/>
            </ButtonGroup>
        </form>
        <LiveForm/>
    }
}

#[component]
fn Retiring(id: String, retired: bool) -> impl IntoView {
    let (title, words, label) = if retired {
        ("Use it again", "Members of its teams find it again.", "Use this blueprint again")
    } else {
        (
            "Retire it",
            "Nobody can ask with it any more. Requests that were made with it go on.",
            "Retire this blueprint",
        )
    };
    view! {
        <Section title description=words>
            <form method="post" action=paths::action::RETIRE_BLUEPRINT>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="retired" value=(!retired).to_string()/>
                <Button label/>
            </form>
        </Section>
    }
}
