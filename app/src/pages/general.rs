//! General settings: how the portal shows itself, and which tags every environment must have.

use domain::{
    Field, Problems,
    house::{CONTACT_MOST, COOLING_OFF_MOST, HouseField, HouseForm, LAPSE_MOST, NAME_MOST, NOTICE_MOST, USUAL_NAME},
    may::Deed,
};
use leptos::prelude::*;

use crate::{
    api::house::{HouseShown, show},
    components::{ProblemSummary, SettingsTab, SettingsTabs, error_at},
    page::{Content, page},
    paths,
    ui::{Button, ButtonLook, Face, InputType, Need, PageHeader, Section, TextArea, TextField},
};

pub fn general() -> impl IntoView {
    page(|visit| async move {
        let HouseShown { form, version, fixed_tags } = show().await?;
        let form: HouseForm = visit.flash.typed().unwrap_or(form);
        let (problems, rights) = (visit.problems(), visit.rights());
        let blocked = rights.blocked("save", Deed::ChangeSettings);
        Ok(Content::new(
            "General settings",
            view! {
                <PageHeader title="General settings"
                    description="What everybody sees, and what every environment must have. Changes hold from the next page on."/>
                <SettingsTabs tab=SettingsTab::General rights/>
                <form class="form" method="post" action=paths::action::SAVE_HOUSE novalidate>
                    <ProblemSummary problems=problems.clone()/>
                    <input type="hidden" name="version" value=version.to_string()/>
                    <Inputs form problems fixed_tags/>
                    <div><Button label="Save settings" look=ButtonLook::Primary blocked/></div>
                </form>
            },
        ))
    })
}

#[component]
fn Inputs(form: HouseForm, problems: Problems, fixed_tags: Vec<String>) -> impl IntoView {
    let [in_name, in_notice, in_contact, in_keys, in_days, in_lapse] =
        HouseField::ALL.map(|field| error_at(&problems, Field::House(field)));
    let most = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let name = |field: HouseField| field.input();
    let fixed = (!fixed_tags.is_empty()).then(|| {
        format!(
            " The settings of the server require {} already; those cannot be taken away here.",
            fixed_tags.join(", ")
        )
    });
    let keys_hint = format!(
        "One on each line. The wizard and the tags page ask for them; environments that are there already are not \
         changed.{}",
        fixed.unwrap_or_default()
    );
    let name_hint = format!("At the top of every page and in its title. Left empty, it is “{USUAL_NAME}”.");
    view! {
        <Section title="Appearance" description="Also shown to people who have not signed in yet.">
            <TextField name=name(HouseField::Name) label=HouseField::Name.label() value=form.name need=Need::Optional
                limit=most(NAME_MOST) hint=name_hint error=in_name/>
            <TextField name=name(HouseField::Notice) label=HouseField::Notice.label() value=form.notice
                need=Need::Optional limit=most(NOTICE_MOST) error=in_notice
                hint="Above every page until it is emptied, for example when something is about to be down."/>
            <TextField name=name(HouseField::Contact) label=HouseField::Contact.label() value=form.contact
                need=Need::Optional limit=most(CONTACT_MOST) error=in_contact
                hint="Below every page: words, an email address, or a link that begins with https://."/>
        </Section>
        <Section title="Required tags" description="Every environment must have tags with these keys.">
            <TextArea name=name(HouseField::RequiredTags) label=HouseField::RequiredTags.label()
                value=form.required_tags need=Need::Optional face=Face::Code hint=keys_hint
                error=in_keys/>
        </Section>
        <Section title="Requests" description="Of people who ask for an environment, or for something about one.">
            <TextField name=name(HouseField::LapsesAfter) label=HouseField::LapsesAfter.label()
                value=form.lapses_after r#type=InputType::Number error=in_lapse
                hint=format!("From 1 to {LAPSE_MOST}. Those who decide are reminded before, and whoever asked is told when it lapses.")/>
        </Section>
        <Section title="Deletions" description="Of environments that somebody asked to have deleted, or whose lifetime is over.">
            <TextField name=name(HouseField::CoolingOff) label=HouseField::CoolingOff.label() value=form.cooling_off
                r#type=InputType::Number error=in_days
                hint=format!("From 0, which is at once, to {COOLING_OFF_MOST}. Meanwhile everybody who uses it is told, and it can be kept.")/>
        </Section>
    }
}
