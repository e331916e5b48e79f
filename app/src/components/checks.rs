//! What checks find out about the way into an environment: a line on a tile, and a section with all of it.

use domain::{
    check::{Checks, Finding, Kind, State, Trouble},
    id::{ConnectionName, EnvironmentId},
};
use jiff::Timestamp;
use leptos::prelude::*;

use super::{Ago, WhomToAsk, ago::span};
use crate::{
    paths,
    ui::{Badge, Blocked, Button, Glyph, Section, Table, TableLayout, Tone},
};

/// What keeps people from signing in, whose job it is, and whom to ask; nothing while all is well.
#[component]
pub fn TroubleLine(trouble: Option<Trouble>, contact: String, now: Timestamp) -> impl IntoView {
    let trouble = trouble?;
    let tone = if trouble.state == State::Wrong { Tone::Danger } else { Tone::Warning };
    let since = trouble.since.filter(|_| trouble.state == State::Wrong);
    let since = since.map(|at| view! { " It began "<Ago at now/>"." });
    let good = match trouble.good_at {
        Some(at) => view! { " It was last good "<Ago at now/>"." }.into_any(),
        None => " It was never seen good.".into_any(),
    };
    Some(view! {
        <p class="small">
            <Badge tone label=trouble.state.label()/>" "{trouble.says()}"."{since}{good}" "{trouble.kind.whose().told()}" "
            <WhomToAsk contact/>
        </p>
    })
}

/// All checks of one environment, with the button that has them made now.
#[component]
pub fn ChecksSection(
    connection: ConnectionName,
    environment: EnvironmentId,
    checks: Option<Checks>,
    /// Why it is not checked.
    obstacle: Option<&'static str>,
    /// Why the reader may not have it checked.
    why: Option<String>,
    /// The page that this is on.
    back: String,
    now: Timestamp,
) -> impl IntoView {
    let blocked = why.or(obstacle.map(Into::into)).map(|why| Blocked::new("check-now", why));
    let actions = view! {
        <form method="post" action=paths::action::CHECK_NOW>
            <input type="hidden" name="connection" value=connection.to_string()/>
            <input type="hidden" name="id" value=environment.to_string()/>
            <input type="hidden" name="back" value=back/>
            <Button label="Check now" icon=Glyph::Check blocked/>
        </form>
    };
    let body = match (obstacle, checks) {
        (Some(why), _) => view! { <p class="none">{why}</p> }.into_any(),
        (None, Some(checks)) if checks.checked_at.is_some() => view! { <Findings checks now/> }.into_any(),
        (None, _) => view! { <p class="none">"Not checked yet. The first check comes within a minute."</p> }.into_any(),
    };
    view! {
        <Section title="Checks" id="checks" actions
            description="Whether people get to the sign-in page, and whether they will be let in. The portal looks every 15 minutes.">
            {body}
        </Section>
    }
}

#[component]
fn Findings(checks: Checks, now: Timestamp) -> impl IntoView {
    let rows = Kind::ALL.map(|kind| row(kind, &checks.finding(kind), now)).collect_view();
    let checked = checks.checked_at.map(|at| view! { "Checked "<Ago at now/>". " });
    let wait = checks.next_at.duration_since(now).as_secs();
    let next =
        if wait > 0 { format!("The next check comes in {}.", span(wait)) } else { "The next check comes now.".into() };
    view! {
        <Table name="checks" caption="Checks" layout=TableLayout::Stack>
            <thead>
                <tr>
                    <th scope="col">"Check"</th>
                    <th scope="col">"State"</th>
                    <th scope="col">"Last good"</th>
                    <th scope="col">"Whose job it is"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
        <p class="soft small">{checked}{next}</p>
    }
}

fn row(kind: Kind, finding: &Finding, now: Timestamp) -> AnyView {
    let (tone, word) = mark(finding);
    let since = finding.since.filter(|_| finding.state == State::Wrong);
    let since = since.map(|at| view! { " It began "<Ago at now/>"." });
    let good = match finding.good_at {
        Some(at) => view! { <Ago at now/> }.into_any(),
        None if finding.state == State::Inapplicable => view! { <span class="none">"None"</span> }.into_any(),
        None => view! { <span class="none">"Never"</span> }.into_any(),
    };
    let advice = finding.needs_somebody(kind).then(|| view! { <p class="small">{kind.advice()}</p> });
    view! {
        <tr>
            <th scope="row" data-label="Check">{kind.label()}</th>
            <td class="wrap" data-label="State"><div><Badge tone label=word/>" "{finding.said()}{since}</div></td>
            <td data-label="Last good">{good}</td>
            <td class="wrap" data-label="Whose job it is"><div>{kind.whose().label()}{advice}</div></td>
        </tr>
    }
    .into_any()
}

/// The tone of a finding, and its word. What is not settled says so.
fn mark(finding: &Finding) -> (Tone, &'static str) {
    match finding.state {
        _ if finding.is_doubtful() => (Tone::Warning, "Failed once"),
        State::Good | State::Soon if finding.is_stale() => (Tone::Neutral, "Not looked at"),
        State::Good => (Tone::Success, State::Good.label()),
        State::Soon => (Tone::Warning, State::Soon.label()),
        State::Wrong => (Tone::Danger, State::Wrong.label()),
        state @ (State::Unchecked | State::Inapplicable) => (Tone::Neutral, state.label()),
    }
}
