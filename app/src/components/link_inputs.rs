//! What is typed about a link, and the link itself to be taken along.

use domain::{
    Field, Problems,
    id::LinkId,
    link::{LABEL_MOST, LinkForm},
    portal::LinkChoices,
};
use leptos::prelude::*;

use super::{Copyable, error_at};
use crate::{
    paths,
    ui::{Choice, Need, Select, TextField},
};

/// Label and section.
#[component]
pub fn LinkWords(form: LinkForm, problems: Problems) -> impl IntoView {
    let limit = u32::try_from(LABEL_MOST).unwrap_or(u32::MAX);
    view! {
        <TextField name=Field::Label.input() label=Field::Label.label() value=form.label need=Need::Optional limit
            hint="What the team calls it. Without one it goes by the environment's own name."
            error=error_at(&problems, Field::Label)/>
        <TextField name=Field::Section.input() label=Field::Section.label() value=form.section need=Need::Optional limit
            hint="The heading under which it stands on the launchpad. Sections stand in the order of the alphabet."
            error=error_at(&problems, Field::Section)/>
    }
}

/// The environments to choose from.
#[component]
pub fn EnvironmentChoice(choices: LinkChoices, chosen: String, problems: Problems) -> impl IntoView {
    let hint = match choices.more {
        0 => "Environments that the team has already are left out.".to_owned(),
        1 => "One more matches. Find by more words to see it.".to_owned(),
        more => format!("{more} more match. Find by more words to see them."),
    };
    let choices = choices.choices.into_iter().map(|choice| {
        let label = format!("{} ({}, {})", choice.name, choice.connection, choice.status.label());
        Choice::new(format!("{}/{}", choice.connection, choice.environment), label)
    });
    let choices = std::iter::once(Choice::new("", "Choose one")).chain(choices).collect::<Vec<_>>();
    view! {
        <Select name=Field::Environment.input() label=Field::Environment.label() choices value=chosen hint
            error=error_at(&problems, Field::Environment)/>
    }
}

/// The address that stays, to be copied or scanned. An image in closed details is only fetched when they open.
#[component]
pub fn PermanentLink(id: LinkId, origin: String) -> impl IntoView {
    let address = format!("{origin}{}", paths::go(&id));
    view! {
        <Copyable value=address what="the permanent link"/>
        <img class="qr" src=paths::qr(&id) alt="QR code of the permanent link" width="176" height="176" loading="lazy"/>
    }
}
