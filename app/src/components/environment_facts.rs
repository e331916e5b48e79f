//! Everything that the API tells of one environment.

use domain::{
    connection::Connection,
    environment::{Environment, Mode},
};
use jiff::Timestamp;
use leptos::prelude::*;

use super::{Ago, Copyable, StatusBadge, copy::CopyButton};
use crate::{
    paths,
    ui::{Fact, FactWidth, KeyValue},
};

/// The twelve members of the API, and where and since when the portal knows them.
#[component]
pub fn EnvironmentFacts(
    environment: Environment,
    connection: Connection,
    first_seen: Option<Timestamp>,
    now: Timestamp,
) -> impl IntoView {
    let Environment {
        id, name, arn, status, account, description, notebook_url, kms_key, service_account, mode, ..
    } = environment.clone();
    let url = environment.sign_in_url();
    let provider = environment.federation.provider_name.clone().unwrap_or_else(|| "Without a name".into());
    let federation = match mode {
        Mode::Local => none("None: people sign in with passwords of the environment itself"),
        Mode::Federated => {
            let href = paths::federation(&environment.connection, &id);
            view! { <a href=href>{provider}</a> }.into_any()
        }
    };
    let notebook = match environment.notebook_address() {
        Some(url) => view! { <OpenedOrCopied url what="Notebook URL"/> }.into_any(),
        None => copied(notebook_url, "Notebook URL", "FinSpace gives it once the environment is created"),
    };
    let first_seen = match first_seen {
        Some(at) => view! { <Ago at now/> }.into_any(),
        None => none("Just now"),
    };
    view! {
        <KeyValue>
            <Fact label="Name">{name}</Fact>
            <Fact label="Environment ID"><Copyable value=id.to_string() what="Environment ID"/></Fact>
            <Fact label="Status"><StatusBadge status/></Fact>
            <Fact label="Sign-in mode">{mode.label()}</Fact>
            <Fact label="ARN" width=FactWidth::Full><Copyable value=arn what="ARN"/></Fact>
            <Fact label="Description" width=FactWidth::Full>{text(description)}</Fact>
            <Fact label="Sign-in URL" width=FactWidth::Full>{copied(url, "Sign-in URL", "FinSpace gives it once the environment is created")}</Fact>
            <Fact label="Notebook URL" width=FactWidth::Full>{notebook}</Fact>
            <Fact label="AWS account">{copied(account, "AWS account", "Not told")}</Fact>
            <Fact label="Dedicated service account">{copied(service_account, "Dedicated service account", "Not told")}</Fact>
            <Fact label="KMS key">{copied(kms_key, "KMS key", "Not told")}</Fact>
            <Fact label="Federation">{federation}</Fact>
            <Fact label="Connection">{format!("{} ({})", connection.name, connection.region)}</Fact>
            <Fact label="First seen by this portal">{first_seen}</Fact>
        </KeyValue>
    }
}

/// An address to open in a new tab, or to copy.
#[component]
fn OpenedOrCopied(url: String, what: &'static str) -> impl IntoView {
    let href = url.clone();
    view! {
        <span class="copy">
            <a href=href target="_blank" rel="noopener noreferrer">
                <code class="copy-value">{url}</code>
                <span class="visually-hidden">" (opens in a new tab)"</span>
            </a>
            <CopyButton what/>
        </span>
    }
}

fn none(words: &'static str) -> AnyView {
    view! { <span class="none">{words}</span> }.into_any()
}

fn text(value: Option<String>) -> AnyView {
    value.filter(|value| !value.is_empty()).map_or_else(|| none("None"), IntoAny::into_any)
}

fn copied(value: Option<String>, what: &'static str, missing: &'static str) -> AnyView {
    match value.filter(|value| !value.is_empty()) {
        Some(value) => view! { <Copyable value what/> }.into_any(),
        None => none(missing),
    }
}

/// What a person can still decide, and what was decided for good.
#[component]
pub fn WhatCanChange() -> impl IntoView {
    view! {
        <KeyValue>
            <Fact label="Can be changed at any time once it is created">
                "Name, description (it cannot be emptied again), sign-in mode, all of federation, tags."
            </Fact>
            <Fact label="Fixed at creation">"AWS account and region, KMS key, superuser, data bundles."</Fact>
            <Fact label="Given by FinSpace">
                "Environment ID, ARN, both URLs, the dedicated service account, and for federation the URN and callback URL."
            </Fact>
        </KeyValue>
    }
}
