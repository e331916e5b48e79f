//! One request: what is asked for, what is decided, and what becomes of it.

use domain::{
    Error, Problems,
    blueprint::{Rules, without_blueprint},
    change::{SignIn, Wanted},
    id::EnvironmentRequestId,
    may::{Deed, Facts},
    portal::{Filled, Opening, RequestSeen, Turn},
    request::{Asked, Kind, Part, Request, Stage},
    tag::ROOM,
};
use leptos::prelude::*;

use super::new_request::AskForm;
use crate::{
    api::{
        requests::{RequestShown, RequestTyped, one_opening, show},
        visit::Visit,
    },
    components::{
        Ago, Approvals, BlueprintDifference, ChangeNews, ComingBack, Comments, Decide, Decision, Events, Exactly,
        Following, Ground, LifetimeButtons, LifetimeNews, Live, MetadataChange, PlanFacts, RequestBadge, RequestNews,
        WantedChange, is_moving, kept_in,
    },
    error::ApiError,
    page::{Content, asked, page, segment},
    paths,
    ui::{Alert, Button, Crumb, Details, Fact, FactWidth, KeyValue, PageHeader, Section, Slot, Tone},
};

pub fn request() -> impl IntoView {
    let id = EnvironmentRequestId::parse(&segment("id"));
    let number = asked("page").parse().unwrap_or(1);
    page(move |visit| async move {
        let id = id.ok_or_else(|| ApiError(Error::NotFound("This request".into())))?;
        let shown = show(id, number).await?;
        let request = shown.seen.asked.request.clone();
        let name = request.shown_name().to_owned();
        if request.stage == Stage::Draft {
            let opening = one_opening(request.blueprint.clone(), request.team.clone()).await;
            return Ok(Content::new(name.clone(), view! { <Draft name asked=shown.seen.asked opening visit/> }));
        }
        Ok(Content::new(name.clone(), view! { <Whole name shown visit/> }))
    })
}

fn crumbs() -> Vec<Crumb> {
    vec![Crumb::new("Requests", paths::REQUESTS)]
}

/// What its author goes on with. What is not open any more is said, and what was typed is still to be read.
#[component]
fn Draft(name: String, asked: Asked, opening: Result<Opening, ApiError>, visit: Visit) -> impl IntoView {
    let problems = visit.problems();
    let filled = match visit.flash.typed() {
        Some(RequestTyped::Filled(filled)) => filled,
        _ => Filled { why: asked.why, form: asked.answers },
    };
    let id = asked.request.id.to_string();
    let body = match opening {
        Ok(opening) => view! { <AskForm opening filled problems id=Some(id.clone())/> }.into_any(),
        Err(_) => view! {
            <Alert tone=Tone::Warning title="This cannot be sent any more">
                "The blueprint is not open to the team any more, or you have left the team. Ask an administrator what to use instead."
            </Alert>
            <Section title="What you typed"><p class="words">{filled.why}</p></Section>
        }
        .into_any(),
    };
    view! {
        <PageHeader title=name crumbs=crumbs() description="Only you see this draft."
            status=view! { <RequestBadge stage=Stage::Draft/> } actions=view! { <Withdraw id label="Throw the draft away"/> }/>
        {body}
    }
}

#[component]
fn Withdraw(id: String, label: &'static str) -> impl IntoView {
    view! {
        <form method="post" action=paths::action::WITHDRAW_REQUEST>
            <input type="hidden" name="id" value=id/>
            <Button label/>
        </form>
    }
}

#[component]
fn Whole(name: String, shown: RequestShown, visit: Visit) -> impl IntoView {
    let RequestShown { seen, metadata, now, .. } = shown;
    let rights = visit.rights();
    let facts = Facts::in_request(seen.part);
    // Only those who see environments are told of changes; for others the page loads itself again.
    let moving = is_moving(&seen);
    let listens = rights.may(Deed::SeeEnvironments);
    let comes_back = moving && !listens;
    let stays = visit.here.contains(paths::STAY);
    let follows = match (moving, listens) {
        (true, true) => Some(view! { <Live every=5/><Following here=visit.here.clone()/> }.into_any()),
        (true, false) => Some(view! { <ComingBack here=visit.here.clone()/> }.into_any()),
        (false, _) => None,
    };
    let aside = (comes_back && !stays).then(|| {
        let and = if visit.here.contains('?') { '&' } else { '?' };
        format!("{}{and}{}#comments", visit.here, paths::STAY)
    });
    let typed = visit.flash.typed::<RequestTyped>();
    let problems = visit.problems();
    let decide = deciding(&seen, rights.reason(Deed::DecideRequest, facts), typed.clone(), &problems);
    let comment = match typed {
        Some(RequestTyped::Comment(words)) => Some(words),
        _ => None,
    };
    let why = rights.reason(Deed::CommentRequest, facts);
    let rule = seen.approved_by_blueprint().map(str::to_owned);
    let RequestSeen {
        asked,
        blueprint,
        part,
        approvals,
        turn,
        comments,
        events,
        happened,
        operation,
        environment,
        whereabouts,
        lifetime,
        change,
        moved,
        lapses_at,
    } = seen;
    let request = asked.request.clone();
    let withdraw = (part == Some(Part::Asker) && request.stage == Stage::Asked)
        .then(|| view! { <Withdraw id=request.id.to_string() label="Withdraw"/> });
    let status = view! { <RequestBadge stage=request.stage progress=request.progress.clone()/> };
    let id = request.id.clone();
    // Nobody else would read what its author says of a draft that was thrown away.
    let said = request.was_sent().then(|| view! { <Comments id comments why typed=comment problems aside/> });
    let ground = Ground { rights: rights.clone(), part, back: paths::request(&request.id) };
    let life = lifetime.filter(|_| shows_lifetime(&request)).map(|one| {
        // Whose deletion it is, has the buttons: what the reader is to this request, they are to that.
        let is_of_this = one.deletion.as_ref().is_some_and(|deletion| deletion.asked_in.as_ref() == Some(&request.id));
        let buttons = is_of_this.then(|| view! { <LifetimeButtons lifetime=one.clone() ground/> });
        view! { <LifetimeNews lifetime=one now/>{buttons} }
    });
    let change = change.map(|change| view! { <ChangeNews change rights=rights.clone()/> });
    let news =
        view! { <RequestNews request=request.clone() operation environment whereabouts rights now/>{life}{change} };
    let older = (happened > events.len())
        .then(|| view! { <Button label="See all that happened" href=paths::request_history(&request.id)/> }.into_any());
    let older = Slot(older);
    let wanted = asked.about.as_ref().and_then(|about| about.wanted.as_ref()).map(Wanted::changes);
    let wanted = wanted.map(|wanted| view! { <WantedChange wanted moved/> });
    let file = paths::request_metadata(&request.id);
    let metadata = metadata.map(|metadata| view! { <MetadataChange metadata file now/> });
    view! {
        <PageHeader title=name crumbs=crumbs() description=request.kind.label() actions=withdraw/>
        {follows}
        <div id="request-news" data-live><p>{status}</p>{news}</div>
        <Wish asked=asked.clone() blueprint=blueprint.rules.clone() approvals rule turn lapses_at now/>
        <Plan asked rules=blueprint.rules/>
        {wanted}
        {metadata}
        {decide}
        {said}
        <Section title="What happened" count=happened as u64 actions=older
            description="To the request, and to its environment while it is carried out. Newest first. It is kept for good.">
            <Events events/>
        </Section>
    }
}

/// The forms for those who decide, or who does.
fn deciding(
    seen: &RequestSeen,
    why: Option<String>,
    typed: Option<RequestTyped>,
    problems: &Problems,
) -> Option<AnyView> {
    let asked = &seen.asked;
    if asked.request.stage != Stage::Asked {
        return None;
    }
    let is_made = asked.request.blueprint != without_blueprint();
    let wanted = asked.about.as_ref().and_then(|about| about.wanted.as_ref());
    if let Some(why) = why {
        let who = if is_made { seen.blueprint.rules.deciders.told() } else { "Administrators." };
        let words = format!("{why} Who decides: {who}");
        return Some(view! { <Section title="Decide"><p class="note">{words}</p></Section> }.into_any());
    }
    let turn = seen.turn.as_ref().filter(|turn| !turn.is_yours).map(|turn| format!("It waits for {} now.", turn.whom));
    let moved = || "What is to be changed is not as it was when this was asked for. Decline it.".to_owned();
    let blocked = turn.or((!seen.moved.is_empty()).then(moved));
    let rules = is_made.then(|| seen.blueprint.rules.clone());
    let decision = Decision {
        id: asked.request.id.clone(),
        kind: asked.request.kind,
        digest: asked.digest.clone(),
        sign_in: wanted.map_or(SignIn::Fixed, |wanted| wanted.sign_in(rules.as_ref())),
        kept: wanted.and_then(kept_in),
        rules,
        answers: asked.answers.clone(),
        room: wanted.map_or(ROOM, |wanted| wanted.room),
        approvals: seen.approvals.clone(),
        needed: asked.needed,
        blocked,
    };
    let problems = problems.clone();
    Some(view! { <Decide decision typed problems/> }.into_any())
}

/// Whether its page tells of the life of an environment: of the one that was made, or that it is about.
fn shows_lifetime(request: &Request) -> bool {
    match request.kind {
        Kind::Create => request.stage == Stage::Approved,
        Kind::Delete | Kind::Extend => matches!(request.stage, Stage::Asked | Stage::Approved),
        Kind::Change => false,
    }
}

#[component]
fn Wish(
    asked: Asked,
    blueprint: Rules,
    approvals: Vec<domain::request::Approval>,
    /// By which rule the blueprint approved it, if no person did.
    rule: Option<String>,
    turn: Option<Turn>,
    lapses_at: Option<jiff::Timestamp>,
    now: jiff::Timestamp,
) -> impl IntoView {
    let Asked { request, why, about, needed, .. } = asked;
    let by = (request.blueprint != without_blueprint())
        .then(|| view! { <Fact label="Blueprint">{blueprint.name.clone()}</Fact> });
    let about = about.map(|about| {
        let more = (request.kind == Kind::Extend).then(|| view! { <Fact label="Days more">{about.days}</Fact> });
        let name = request.name.clone();
        let link = request.link.as_ref().map(|link| view! { <a href=paths::link(link)>{name}</a>", " });
        let environment = format!("{}/{}", about.connection, about.environment);
        view! {
            {more}
            <Fact label="Environment">{link}{environment}</Fact>
        }
    });
    let label = match request.kind {
        Kind::Create | Kind::Extend => "What it is for",
        Kind::Delete => "Why it can go",
        Kind::Change => "Why it is to be changed",
    };
    let asked = request.asked_at.map(|at| view! { <Fact label="Asked"><Ago at now/></Fact> });
    let lapses = lapses_at.map(|at| view! { <Fact label="Lapses"><Exactly at/></Fact> });
    let shows = matches!(request.stage, Stage::Asked | Stage::Approved);
    let approvals = shows.then(|| match rule {
        Some(rule) => view! { <Fact label="Approvals" width=FactWidth::Full>{rule}</Fact> }.into_any(),
        None => view! { <Fact label="Approvals"><Approvals approvals needed/></Fact> }.into_any(),
    });
    let turn = turn.map(|turn| view! { <Fact label="Waits for">{turn.whom}</Fact> });
    view! {
        <Section title="What is asked for">
            <KeyValue>
                <Fact label="Asked by">{request.who}</Fact>
                <Fact label="Team">{request.team_name}</Fact>
                {by}{about}{asked}{lapses}{approvals}{turn}
                <Fact label=label width=FactWidth::Full><span class="words">{why}</span></Fact>
            </KeyValue>
        </Section>
    }
}

/// The whole plan, and first what of it somebody chose.
#[component]
fn Plan(asked: Asked, rules: Rules) -> impl IntoView {
    asked.plan.map(|plan| {
        let changes = rules.differences(&plan);
        let lines = plan.recorded().into_iter().filter_map(|line| line.after.map(|after| (line.field, after)));
        let lines: Vec<_> = lines.collect();
        view! {
            <Section title="The plan" description="Exactly this is created. Whatever is not in the blueprint stands first.">
                <BlueprintDifference changes/>
                <Details summary="The whole plan"><PlanFacts lines/></Details>
            </Section>
        }
    })
}
