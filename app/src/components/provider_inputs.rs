//! The form of a sign-in provider.

use domain::{
    Field, Problems,
    provider::{Entry, ProviderField, ProviderForm},
};
use leptos::prelude::*;

use super::{RoleBoxes, error_at, offer_at};
use crate::ui::{Access, Checkbox, Choice, Face, InputType, Need, RadioCards, Section, TextArea, TextField};

/// All inputs. Name and issuer of a provider that is there already cannot be changed.
#[component]
pub fn ProviderInputs(
    form: ProviderForm,
    problems: Problems,
    /// Whether there is a client secret already; `None` for a provider that is not there yet.
    has_secret: Option<bool>,
) -> impl IntoView {
    let said = || {
        let problems = problems.clone();
        move |field| error_at(&problems, Field::Provider(field))
    };
    let offer = offer_at(&problems, Field::Provider(ProviderField::Scopes));
    let access = if has_secret.is_some() { Access::ReadOnly } else { Access::Editable };
    let secret_hint = match has_secret {
        Some(true) => "One is kept, and never shown. Leave this empty to keep it.",
        Some(false) => "None is kept. Enter the one that the provider shows.",
        None => "The one that the provider shows. It is kept sealed and never shown again.",
    };
    let entries = Entry::ALL.map(|entry| Choice::new(entry.as_str(), entry.label()).hint(entry.meaning()));
    let name = |field: ProviderField| field.input();
    let error = said();
    let first = view! {
        <Section title="The provider">
            <TextField name=name(ProviderField::Name) label=ProviderField::Name.label() value=form.name access
                face=Face::Code error=error(ProviderField::Name)
                hint="Lower-case letters, digits and hyphens, like “okta”. It is the end of the redirect URI, so it stays."/>
            <TextField name=name(ProviderField::Label) label=ProviderField::Label.label() value=form.label
                error=error(ProviderField::Label) hint="What follows “Sign in with” on the sign-in page."/>
            <TextField name=name(ProviderField::Issuer) label=ProviderField::Issuer.label() value=form.issuer access
                face=Face::Code r#type=InputType::Url error=error(ProviderField::Issuer)
                hint="As the provider writes it. People are known by it, so it stays: add another provider for another issuer."/>
            <TextField name=name(ProviderField::ClientId) label=ProviderField::ClientId.label() value=form.client_id
                face=Face::Code error=error(ProviderField::ClientId)/>
            <TextField name=name(ProviderField::ClientSecret) label=ProviderField::ClientSecret.label()
                r#type=InputType::Password need=Need::Optional autocomplete="new-password" hint=secret_hint
                error=error(ProviderField::ClientSecret)/>
            <TextField name=name(ProviderField::Scopes) label=ProviderField::Scopes.label() value=form.scopes
                face=Face::Code error=error(ProviderField::Scopes)
                suggestion=offer
                hint="What the portal asks for. Some providers list groups only when “groups” is among it."/>
            <Checkbox name=name(ProviderField::Enabled) label=ProviderField::Enabled.label() checked=form.enabled
                hint="Without it nobody signs in with this provider. Who is signed in stays so until their session ends."/>
        </Section>
    };
    let error = said();
    let second = view! {
        <Section title="Who comes in">
            <RadioCards name=name(ProviderField::Entry) label=ProviderField::Entry.label() choices=entries.to_vec()
                value=form.entry error=error(ProviderField::Entry)/>
            <Checkbox name=name(ProviderField::MatchEmail) label=ProviderField::MatchEmail.label() checked=form.match_email
                hint="At their first sign-in, people are linked to the account or invitation of their address, if the provider says that it has verified the address. Later the address does not count. Untick it for a provider whose addresses you do not trust."/>
            <RoleBoxes roles=form.roles/>
        </Section>
    };
    let error = said();
    let third = view! {
        <Section title="Roles by groups" description="Read again at every sign-in. Roles that somebody gave by hand stay.">
            <TextField name=name(ProviderField::GroupClaim) label=ProviderField::GroupClaim.label() value=form.group_claim
                face=Face::Code need=Need::Optional error=error(ProviderField::GroupClaim)
                hint="The claim in which the provider lists a person's groups, often “groups”."/>
            <TextArea name=name(ProviderField::Rules) label=ProviderField::Rules.label() value=form.rules rows=5
                face=Face::Code need=Need::Optional error=error(ProviderField::Rules)
                hint="A rule a line: the group, an equals sign, the roles (admin, operator, approver, auditor, member). For example: finspace-desk = operator auditor"/>
        </Section>
    };
    view! { {first.into_any()}{second.into_any()}{third.into_any()} }
}
