//! Where a request stands: a badge for lists, and the news for its page.

use domain::{
    environment::{Environment, Status},
    id::{EnvironmentId, EnvironmentRequestId, LinkId},
    lifetime::Lifetime,
    operation::{Operation, State},
    portal::{RequestSeen, Whereabouts},
    request::{Request, Stage},
    tag::OPERATION,
};
use jiff::Timestamp;
use leptos::prelude::*;

use super::{Ago, Exactly, Rights, sign_in};
use crate::{
    paths,
    ui::{Alert, Badge, Blocked, Button, ButtonGroup, ButtonLook, Fact, FactWidth, KeyValue, Opens, Section, Tone},
};

/// The word for where a request stands.
#[component]
pub fn RequestBadge(stage: Stage, #[prop(optional_no_strip)] progress: Option<String>) -> impl IntoView {
    let (tone, label) = match (stage, progress.as_deref()) {
        (Stage::Approved, Some(word)) => progress_words(word),
        (Stage::Draft | Stage::Withdrawn | Stage::Lapsed | Stage::Kept, _) => (Tone::Neutral, stage.label()),
        (Stage::Asked, _) => (Tone::Info, stage.label()),
        (Stage::Approved, None) => (Tone::Success, stage.label()),
        (Stage::Declined, _) => (Tone::Warning, stage.label()),
    };
    view! { <Badge tone label/> }
}

/// The word of an operation's state, as people are told it.
fn progress_words(word: &str) -> (Tone, &'static str) {
    match word {
        "waiting" | "armed" => (Tone::Progress, "Approved, being sent"),
        "created" => (Tone::Progress, "Being built"),
        "ready" => (Tone::Success, "Ready"),
        "unknown" => (Tone::Warning, "Being looked for"),
        "undecided" | "stopped" => (Tone::Warning, "Needs a decision"),
        "refused" => (Tone::Danger, "Refused by FinSpace"),
        "failed" => (Tone::Danger, "Could not be built"),
        "stalled" => (Tone::Warning, "Takes too long"),
        "closed" => (Tone::Neutral, "Closed"),
        "cooling" => (Tone::Warning, "Approved, to be deleted"),
        "leaving" => (Tone::Progress, "Being deleted"),
        "gone" => (Tone::Success, "Deleted"),
        "stuck" => (Tone::Danger, "Could not be deleted"),
        "applied" => (Tone::Success, "Changed"),
        _ => (Tone::Neutral, "Approved"),
    }
}

/// Whether something still happens by itself that a page should follow.
#[must_use]
pub fn is_moving(seen: &RequestSeen) -> bool {
    if let Some(change) = &seen.change {
        return change.state.is_open();
    }
    if seen.asked.about.is_some() {
        let parting = seen.lifetime.as_ref().and_then(Lifetime::parting);
        return parting.is_some_and(|deletion| !deletion.can_be_kept());
    }
    match seen.operation.as_ref().map(|operation| &operation.state) {
        Some(State::Waiting { .. } | State::Armed | State::Unknown { .. } | State::Created { .. }) => true,
        Some(State::Ready { .. }) => seen.whereabouts.is_some_and(Whereabouts::is_passing),
        _ => false,
    }
}

/// What is going on, and what to do about it.
#[component]
pub fn RequestNews(
    request: Request,
    operation: Option<Operation>,
    environment: Option<Environment>,
    whereabouts: Option<Whereabouts>,
    rights: Rights,
    now: Timestamp,
) -> impl IntoView {
    match (request.stage, operation) {
        (Stage::Approved, Some(operation)) => {
            let up = move |request: &Request| up(request.link.as_ref(), environment, whereabouts);
            carried(&request, operation, up, &rights, now)
        }
        (Stage::Declined, _) => {
            view! { <Alert tone=Tone::Warning title="The request was declined">"Why stands below, in what happened. Ask again with what is missing, or say something to those who decide."</Alert> }
                .into_any()
        }
        (Stage::Kept, _) => told(
            Tone::Neutral,
            "The environment was kept",
            "Its deletion was called off after it had been approved. Who did that stands below, in what happened.",
        ),
        (Stage::Lapsed, _) => {
            view! { <Alert tone=Tone::Warning title="The request lapsed">"Nobody decided in time. Ask again, and tell those who decide."</Alert> }
                .into_any()
        }
        _ => ().into_any(),
    }
}

fn carried(
    request: &Request,
    operation: Operation,
    up: impl FnOnce(&Request) -> AnyView,
    rights: &Rights,
    now: Timestamp,
) -> AnyView {
    let id = request.id.clone();
    match operation.state.clone() {
        State::Waiting { refusal: None } | State::Armed => told(
            Tone::Info,
            "The environment is being created",
            "The portal sends the call to FinSpace. This takes seconds.",
        ),
        State::Waiting { refusal: Some(refusal) } => {
            let words = format!("FinSpace said: {}. The portal tries again by itself.", refusal.said);
            told(Tone::Warning, refusal.kind.title(), words)
        }
        State::Unknown { .. } => told(
            Tone::Warning,
            "No answer came from FinSpace",
            "The environment may or may not have been created. The portal looks for it for a quarter of an hour and sends no second call by itself.",
        ),
        State::Created { .. } => {
            told(Tone::Info, "The environment is being built", "FinSpace builds it. On AWS this took up to an hour.")
        }
        State::Ready { .. } => up(request),
        State::Stalled { .. } => told(
            Tone::Warning,
            "It takes longer than it should",
            "FinSpace has been building the environment for more than two hours. The portal goes on looking. An operator can ask AWS.",
        ),
        State::Failed { status: Status::Deleted, .. } => told(
            Tone::Danger,
            "The environment is gone",
            "It was deleted at FinSpace before it was up. Ask for another one if it is still needed.",
        ),
        State::Failed { .. } => told(
            Tone::Danger,
            "FinSpace could not build the environment",
            "Nobody can use it. An operator can delete it and ask AWS why; then ask for another one.",
        ),
        State::Closed => told(
            Tone::Neutral,
            "Closed",
            "A person decided that nothing comes of this request. Ask again if it is needed still.",
        ),
        State::Refused { refusal } => {
            let words = format!("{} FinSpace said: {}", refusal.kind.advice(), refusal.said);
            view! {
                <Alert tone=Tone::Danger title=refusal.kind.title() error_id=refusal.request_id>
                    <p>{words}</p>
                    <p>"Nothing was created."</p>
                </Alert>
                {again(&id, rights, true, true)}
            }
            .into_any()
        }
        State::Undecided { found, lost } => {
            let (tag, several) = (format!("{OPERATION}={}", operation.id), !found.is_empty());
            let connection = &operation.plan.connection;
            let link = |id: &EnvironmentId| {
                view! { <li><a href=paths::environment(connection, id)><code>{id.to_string()}</code></a></li> }
            };
            let there = if several {
                view! { <ul>{found.iter().map(link).collect_view()}</ul> }.into_any()
            } else {
                "None".into_any()
            };
            let words = if several {
                "Several environments carry the tag of this request. Look at each of them, and delete those that are too many: the one that is left is taken over by itself."
            } else {
                "No reading of FinSpace found an environment with the tag of this request. Send the call again only when you are sure that nothing was created: if the first call did arrive, there will be two."
            };
            let why = lost.unwrap_or_else(|| match operation.arms {
                0 => "This portal knows of no call: its database may be older than the call.".into(),
                _ => "The portal came to an end before an answer reached it.".into(),
            });
            let next = operation.next_run_at.map(|at| view! { <Fact label="Looked for again at"><Exactly at/></Fact> });
            view! {
                <Alert tone=Tone::Warning title="A person has to decide">{words}</Alert>
                <Section title="What is known">
                    <KeyValue>
                        <Fact label="Sent"><Ago at=operation.armed_at now/></Fact>
                        <Fact label="Calls sent so far">{operation.arms}</Fact>
                        <Fact label="Why no answer is known" width=FactWidth::Full>{why}</Fact>
                        <Fact label="Readings that did not find it">{operation.sweeps}</Fact>
                        {next}
                        <Fact label="Environments with its tag">{there}</Fact>
                        <Fact label="Its tag" width=FactWidth::Full><code>{tag}</code></Fact>
                    </KeyValue>
                </Section>
                {again(&id, rights, !several, true)}
            }
            .into_any()
        }
    }
}

fn told(tone: Tone, title: &'static str, words: impl Into<String>) -> AnyView {
    let words = words.into();
    view! { <Alert tone title>{words}</Alert> }.into_any()
}

/// The environment was up: the way to it, or what is in the way and what to do about it.
fn up(link: Option<&LinkId>, environment: Option<Environment>, whereabouts: Option<Whereabouts>) -> AnyView {
    let way = environment.as_ref().map_or(Err("The portal reads it from FinSpace in a moment."), sign_in);
    match (whereabouts, way, link.map(paths::go)) {
        (Some(Whereabouts::Gone), ..) => told(
            Tone::Neutral,
            "The environment is gone",
            "FinSpace does not have it any more. Ask for another one if it is still needed.",
        ),
        (Some(Whereabouts::Unconnected), ..) => told(
            Tone::Warning,
            "The portal cannot reach the environment any more",
            "Its connection is not set up any more. Ask an administrator where it is now.",
        ),
        (Some(Whereabouts::TeamGone), ..) => told(
            Tone::Warning,
            "The environment is up, and its team is gone",
            "The team was deleted, so nobody has a link to it. Ask an administrator to link it to another team, or to delete it.",
        ),
        (Some(Whereabouts::Unlinked), ..) => told(
            Tone::Warning,
            "The environment is up, and no link leads to it",
            "Somebody took the link of the team away, or lets it lead to another environment. Ask an owner of the team to link it again.",
        ),
        (_, Err(why), _) => told(Tone::Info, "Nobody can sign in right now", why),
        (_, Ok(_), Some(go)) => view! {
            <Alert tone=Tone::Success title="The environment is ready"
                actions=view! { <Button label="Sign in" look=ButtonLook::Primary href=go opens=Opens::NewTab/> }>
                "The link is permanent. It stands on the launchpads of the team as well."
            </Alert>
        }
        .into_any(),
        (_, Ok(_), None) => told(Tone::Success, "The environment is ready", "It is being linked to the team."),
    }
}

/// What administrators and operators can do about a call that came to nothing, or to too much.
fn again(id: &EnvironmentRequestId, rights: &Rights, may_send: bool, may_close: bool) -> AnyView {
    let why = rights.reason(domain::may::Deed::DecideLostOperation, domain::may::Facts::default());
    let blocked = |id: &'static str| why.clone().map(|why| Blocked::new(id, why));
    let sending = may_send.then(|| {
        view! {
            <form method="post" action=paths::action::SEND_REQUEST_AGAIN>
                <input type="hidden" name="id" value=id.to_string()/>
                <Button label="Send the call again" look=ButtonLook::Danger blocked=blocked("send-again")/>
            </form>
        }
    });
    let closing = may_close.then(|| {
        view! {
            <form method="post" action=paths::action::CLOSE_REQUEST>
                <input type="hidden" name="id" value=id.to_string()/>
                <Button label="Close without an environment" blocked=blocked("close")/>
            </form>
        }
    });
    view! { <ButtonGroup>{sending}{closing}</ButtonGroup> }.into_any()
}
