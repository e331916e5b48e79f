//! The inputs of federation: what an identity provider needs to be told of, and what it tells.

use domain::{
    Field, Problems,
    environment::{AttributeRow, CLAIMS, DOCUMENT_LEAST, FederationForm, PROVIDER_NAME_MOST},
};
use leptos::prelude::*;

use crate::{
    components::{ROW, Rows, error_at, offer_at},
    ui::{
        Checkbox, Details, DetailsState, Face, FieldGroup, FileField, InputType, Need, Slot, TextArea, TextField,
        field_id, grouped,
    },
};

/// FinSpace names no limit; nobody has so many.
const ATTRIBUTES_MOST: usize = 50;

/// The six parameters. `kept` shows the document that is there already: it is not sent to the browser and back, so its
/// box is empty and means "as before".
#[component]
pub fn FederationInputs(
    form: FederationForm,
    problems: Problems,
    #[prop(optional, into)] kept: Slot,
    #[prop(optional)] comes_back: bool,
) -> impl IntoView {
    let given_later = if form.federation_urn.is_empty() && form.callback_url.is_empty() {
        DetailsState::Closed
    } else {
        DetailsState::Open
    };
    let metadata = form.clone();
    view! {
        <TextField name=Field::ProviderName.input() label=Field::ProviderName.label() value=form.provider_name
            need=Need::Optional limit=u32::try_from(PROVIDER_NAME_MOST).unwrap_or(u32::MAX)
            hint="What people see on the sign-in button, such as Okta or Entra ID."
            error=error_at(&problems, Field::ProviderName) suggestion=offer_at(&problems, Field::ProviderName)/>
        <MetadataInputs form=metadata problems=problems.clone() kept comes_back removable=true/>
        <AttributeRows rows=form.attributes problems=problems.clone()/>
        <Details summary="URN and callback URL" state=given_later>
            <p>"FinSpace gives both values once the environment is created; the environment's page then shows them with copy buttons, ready for the identity provider. Fill them in only if AWS told you which ones to use."</p>
            <TextField name=Field::FederationUrn.input() label=Field::FederationUrn.label() value=form.federation_urn
                face=Face::Code need=Need::Optional error=error_at(&problems, Field::FederationUrn)/>
            <TextField name=Field::CallbackUrl.input() label=Field::CallbackUrl.label() value=form.callback_url
                r#type=InputType::Url face=Face::Code need=Need::Optional error=error_at(&problems, Field::CallbackUrl)/>
        </Details>
    }
}

/// The identity provider's metadata, as a document and as an address.
#[component]
pub fn MetadataInputs(
    form: FederationForm,
    problems: Problems,
    kept: Slot,
    /// Whether what was typed into the box is kept nowhere else, so that it comes back.
    comes_back: bool,
    /// Whether the document that is there can be taken away.
    removable: bool,
) -> impl IntoView {
    let has_kept = kept.0.is_some();
    let document = if has_kept { "Another SAML metadata document" } else { Field::MetadataDocument.label() };
    let least = grouped(u64::try_from(DOCUMENT_LEAST).unwrap_or_default());
    view! {
        {kept.0}
        {(has_kept && removable).then(|| view! {
            <Checkbox name="form[federation][without_document]" label="Remove this document" checked=form.without_document
                hint="Takes effect when you go on."/>
        })}
        <FileField name="file" label="Metadata file" need=Need::Optional accept=".xml,text/xml,application/xml,application/samlmetadata+xml"
            hint="The identity provider offers it as “IdP metadata” or “federation metadata”. A file wins over a pasted text."/>
        <TextArea name=Field::MetadataDocument.input() label=document face=Face::Code rows=5 need=Need::Optional
            hint=format!("Or paste its text here: XML of {least} to 10,000,000 characters.")
            value=if has_kept && !comes_back { String::new() } else { form.metadata_document }
            error=error_at(&problems, Field::MetadataDocument)/>
        // Filled by the island, as soon as there is a document.
        <div class="peek" data-peek data-file=field_id("file") data-text=field_id(&Field::MetadataDocument.input()) hidden>
            <p class="note"></p>
            <div class="stack"></div>
        </div>
        <TextField name=Field::MetadataUrl.input() label=Field::MetadataUrl.label() value=form.metadata_url
            r#type=InputType::Url face=Face::Code need=Need::Optional
            hint="Where FinSpace itself can read the metadata. It is passed on as it is: this portal fetches nothing from it."
            error=error_at(&problems, Field::MetadataUrl)/>
    }
}

/// FinSpace's attribute and the claim that carries it. `Email` is the one that FinSpace documents.
#[component]
fn AttributeRows(rows: Vec<AttributeRow>, problems: Problems) -> impl IntoView {
    let mut rows = rows;
    while rows.last().is_some_and(|row| row.key.trim().is_empty() && row.value.trim().is_empty()) {
        rows.pop();
    }
    if rows.is_empty() {
        rows.push(AttributeRow { key: "Email".into(), value: String::new() });
    }
    rows.push(AttributeRow::default());
    let inputs = |i, row, problems: &Problems| view! { <AttributeInputs i row problems=problems.clone()/> }.into_any();
    let template = inputs(ROW, AttributeRow::default(), &Problems::default());
    let inputs: Vec<_> = rows.into_iter().enumerate().map(|(i, row)| inputs(i, row, &problems)).collect();
    view! {
        <FieldGroup name="form[federation][attributes]" label="Attribute map" need=Need::Optional
            hint="FinSpace wants to know which claim carries the email address: usually Email and one of the offered claims.">
            <Rows of="attributes" noun="attribute" most=ATTRIBUTES_MOST rows=inputs template/>
        </FieldGroup>
        <datalist id="claims">{CLAIMS.map(|claim| view! { <option value=claim></option> }).collect_view()}</datalist>
    }
}

#[component]
fn AttributeInputs(i: usize, row: AttributeRow, problems: Problems) -> impl IntoView {
    let (key, value) = (Field::AttributeKey(i), Field::AttributeValue(i));
    view! {
        <fieldset class="row">
            <legend class="visually-hidden">{format!("Attribute {}", i + 1)}</legend>
            <TextField name=key.input() label=key.label() value=row.key need=Need::Unmarked error=error_at(&problems, key)/>
            <TextField name=value.input() label=value.label() value=row.value face=Face::Code need=Need::Unmarked
                list="claims" error=error_at(&problems, value)/>
        </fieldset>
    }
}
