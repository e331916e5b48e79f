//! Step 5: everything at a glance, and the button that creates it.

use domain::{
    Problems,
    environment::{EnvironmentForm, Mode, NewEnvironment, Step},
    error::Refusal,
    id::{ConnectionName, DraftId},
    operation::State,
    text::grouped,
};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::{
    api::drafts::Wizard,
    components::{CopyableCode, MetadataFacts, ReadBack, as_code},
    islands::{CopyButtons, LiveForm},
    paths,
    ui::{Alert, Blocked, Button, ButtonGroup, ButtonLook, Details, Fact, FactWidth, KeyValue, Section, Slot, Tone},
};

#[expect(clippy::needless_pass_by_value, reason = "the page gives the step what it needs of it")]
#[component]
pub fn Review(wizard: Wizard, form: EnvironmentForm) -> impl IntoView {
    let names: Vec<ConnectionName> = wizard.connections.iter().map(|connection| connection.name.clone()).collect();
    let parsed = form.parse(&names, &wizard.required_tags);
    // What FinSpace said is about what was sent: it says nothing of inputs that were corrected since.
    let refusal = wizard.operation.filter(|sent| parsed.as_ref() == Ok(&sent.plan)).and_then(|sent| match sent.state {
        State::Refused { refusal } => Some(refusal),
        _ => None,
    });
    let (metadata, now) = (wizard.metadata, wizard.now);
    let draft = wizard.draft.id.clone();
    let code = parsed.as_ref().ok().and_then(|new| {
        let connection = wizard.connections.iter().find(|connection| connection.name == new.connection)?;
        Some(view! { <AsCode cli=as_code::cli(new, connection) boto3=as_code::boto3(new, connection) template=as_code::cloudformation(new)/> })
    });
    let blocked = parsed.is_err().then(|| Blocked::new("create", "Correct the inputs above first."));
    view! {
        <CopyButtons/>
        {refusal.map(|refusal| view! { <Refused refusal/> })}
        {match parsed {
            Ok(new) => view! { <Whole new metadata draft=draft.clone() now/> }.into_any(),
            Err(problems) => view! { <Unfinished problems draft=draft.clone()/> }.into_any(),
        }}
        {code}
        <ButtonGroup>
            <Button label="Back" href=paths::step(&draft, Step::Extras)/>
            <form id="create-form" data-live-form method="post" action=paths::action::CREATE>
                <input type="hidden" name="draft" value=draft.to_string()/>
                <Button label="Create environment" look=ButtonLook::Primary blocked/>
            </form>
            <Button label="Leave for later" look=ButtonLook::Link href=paths::NEW_ENVIRONMENT/>
        </ButtonGroup>
        <LiveForm/>
    }
}

/// What FinSpace said to the last try.
#[component]
fn Refused(refusal: Refusal) -> impl IntoView {
    view! {
        <Alert tone=Tone::Danger title=refusal.kind.title() error_id=refusal.request_id.clone()>
            <p>{refusal.kind.advice()}</p>
            <p>{format!("FinSpace says: {}", refusal.said)}</p>
            <p>"Nothing was created. Everything you typed is still here."</p>
        </Alert>
    }
}

/// What is missing, each with the way to its step.
#[component]
fn Unfinished(problems: Problems, draft: DraftId) -> impl IntoView {
    let items: Vec<_> = problems
        .0
        .into_iter()
        .map(|problem| {
            let href = format!(
                "{}#{}",
                paths::step(&draft, Step::of(problem.field)),
                crate::ui::field_id(&problem.field.input())
            );
            view! { <li><a href=href>{problem.field.label()}</a>": " {problem.words}</li> }
        })
        .collect();
    view! {
        <Alert tone=Tone::Warning title="Not everything is filled in yet"><ul>{items}</ul></Alert>
    }
}

fn or_none(value: Option<String>) -> String {
    value.unwrap_or_else(|| "None".into())
}

fn edit(draft: &DraftId, step: Step) -> Slot {
    let label = format!("Edit {}", step.label().to_lowercase());
    Slot(Some(view! { <Button label look=ButtonLook::Link href=paths::step(draft, step)/> }.into_any()))
}

#[component]
fn Whole(new: NewEnvironment, metadata: Option<ReadBack>, draft: DraftId, now: Timestamp) -> impl IntoView {
    let tags =
        new.tags.iter().map(|(key, value)| view! { <li><code>{format!("{key} = {value}")}</code></li> }).collect_view();
    let bundles = new.data_bundles.iter().map(|arn| view! { <li><code>{arn.to_string()}</code></li> }).collect_view();
    let superuser = new
        .superuser
        .as_ref()
        .map_or_else(|| "None".to_owned(), |user| format!("{} {} ({})", user.first_name, user.last_name, user.email));
    let (connection, name) = (new.connection.to_string(), new.name.to_string());
    let description = or_none(new.description.as_ref().map(ToString::to_string));
    let key = new.kms_key.as_ref().map_or_else(|| "AWS’s own key".to_owned(), ToString::to_string);
    let document = metadata.filter(|_| new.mode == Mode::Federated).map(|metadata| view! { <Document metadata now/> });
    let file = paths::draft_metadata(&draft);
    let (no_tags, no_bundles) = (new.tags.is_empty(), new.data_bundles.is_empty());
    view! {
        <Section title=Step::Basics.label() actions=edit(&draft, Step::Basics)>
            <KeyValue>
                <Fact label="Connection">{connection}" (fixed)"</Fact>
                <Fact label="Name">{name}</Fact>
                <Fact label="Description" width=FactWidth::Full>{description}</Fact>
                <Fact label="KMS key" width=FactWidth::Full>{key}" (fixed)"</Fact>
            </KeyValue>
        </Section>
        <Section title=Step::SignIn.label() actions=edit(&draft, Step::SignIn)>
            <SignInFacts new file/>
            {document}
        </Section>
        <Section title=Step::Superuser.label() actions=edit(&draft, Step::Superuser)>
            <KeyValue><Fact label="Superuser" width=FactWidth::Full>{superuser}" (fixed)"</Fact></KeyValue>
        </Section>
        <Section title=Step::Extras.label() actions=edit(&draft, Step::Extras)>
            <KeyValue>
                <Fact label="Data bundles" width=FactWidth::Full>
                    {if no_bundles { "None (fixed)".into_any() } else { view! { <ul>{bundles}</ul> }.into_any() }}
                </Fact>
                <Fact label="Tags" width=FactWidth::Full>
                    {if no_tags { "None".into_any() } else { view! { <ul>{tags}</ul> }.into_any() }}
                </Fact>
            </KeyValue>
        </Section>
        <p class="note">"What is marked as fixed cannot be changed once the environment is created. On AWS, creation took 50 to 60 minutes."</p>
    }
}

/// What the document says, for those too who sent it without seeing it read back.
#[component]
fn Document(metadata: ReadBack, now: Timestamp) -> impl IntoView {
    match metadata {
        Ok(read) => view! { <MetadataFacts metadata=Ok(read) now/> }.into_any(),
        Err(why) => view! {
            <Alert tone=Tone::Warning title="The document is not SAML metadata that can be read">
                <p>{why.words()}</p>
                <p>"It can be sent as it is, but nobody can sign in by it. Choose another document under Edit sign-in first."</p>
            </Alert>
        }
        .into_any(),
    }
}

#[component]
fn SignInFacts(new: NewEnvironment, file: String) -> impl IntoView {
    let federation = new.federation;
    if new.mode == Mode::Local {
        return view! { <KeyValue><Fact label="Sign-in mode">"Local"</Fact></KeyValue> }.into_any();
    }
    let document = federation.metadata_document.map(|document| {
        let size = format!("{} characters. ", grouped(document.chars().count()));
        view! { {size}<a href=file download>"Download it"</a> }
    });
    let document = document.map_or_else(|| "None".into_any(), IntoAny::into_any);
    let map = federation.attributes.iter().map(|(key, claim)| format!("{key}: {claim}")).collect::<Vec<_>>().join(", ");
    view! {
        <KeyValue>
            <Fact label="Sign-in mode">"Federated"</Fact>
            <Fact label="Identity provider name">{or_none(federation.provider_name)}</Fact>
            <Fact label="SAML metadata document">{document}</Fact>
            <Fact label="SAML metadata URL" width=FactWidth::Full>{or_none(federation.metadata_url)}</Fact>
            <Fact label="Attribute map" width=FactWidth::Full>{or_none(Some(map).filter(|map| !map.is_empty()))}</Fact>
            <Fact label="Federation URN">{federation.urn.unwrap_or_else(|| "Given by FinSpace after creation".into())}</Fact>
            <Fact label="Application callback URL">{federation.callback_url.unwrap_or_else(|| "Given by FinSpace after creation".into())}</Fact>
        </KeyValue>
    }
    .into_any()
}

#[component]
fn AsCode(cli: String, boto3: String, template: String) -> impl IntoView {
    view! {
        <Details summary="The same call as code">
            <p class="note">"The portal adds a tag of its own to what it creates; these do not have it. A metadata document is read from metadata.xml."</p>
            <CopyableCode label="AWS CLI" text=cli/>
            <CopyableCode label="boto3" text=boto3/>
            <CopyableCode label="CloudFormation" text=template/>
        </Details>
    }
}
