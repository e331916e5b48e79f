//! Everything that happened to a request: at it, at its operation, and at the environment while it was carried out.

use jiff::{SignedDuration, Timestamp};

use super::Portal;
use crate::{
    Actor, Error,
    audit::{Action, Beside, Event, Trail},
    change::{Change, State},
    id::{ConnectionName, EnvironmentId, EnvironmentRequestId},
    lifetime::Lifetime,
    operation::Operation,
    portal::{Paged, create, environment_object},
    request::{Asked, Kind, Request, Stage},
};

/// The line of what an approval brings about is written in the moment after it.
const MOMENT: SignedDuration = SignedDuration::from_secs(1);

/// What came of a request, as far as that says which events belong to it.
pub(super) struct Came<'c> {
    pub operation: Option<&'c Operation>,
    pub lifetime: Option<&'c Lifetime>,
    pub change: Option<&'c Change>,
}

impl Came<'_> {
    /// The word for how far it is, as lists have it. It becomes another one by itself, so that a page takes all it says of
    /// that from one look.
    pub fn progress(&self, request: &EnvironmentRequestId) -> Option<&'static str> {
        let parting =
            self.lifetime.filter(|one| one.deletion.as_ref().is_some_and(|d| d.asked_in.as_ref() == Some(request)));
        let made = self.operation.map(|one| one.state.as_str());
        made.or_else(|| parting.map(Lifetime::stage)).or_else(|| self.change.map(|one| one.state.as_str()))
    }
}

impl Portal {
    /// A page of what happened to a request, newest first, and the request.
    pub async fn request_history(
        &self,
        actor: &Actor,
        id: &EnvironmentRequestId,
        page: usize,
    ) -> Result<(Request, Paged<Event>), Error> {
        let (asked, _, _) = self.seen_request(actor, id).await?;
        let operation = self.store().operation_of(&id.draft()).await.map_err(|e| self.failed(&e))?;
        let lifetime = match place(&asked, operation.as_ref()) {
            Some((connection, id)) => self.known_lifetime(connection, id).await?,
            None => None,
        };
        let change = self.store().change_of(id).await.map_err(|e| self.failed(&e))?;
        let came = Came { operation: operation.as_ref(), lifetime: lifetime.as_ref(), change: change.as_ref() };
        let history = self.along(&trail(&asked, &came), page).await?;
        Ok((asked.request, history))
    }
}

/// The environment that a request is about, or that it made.
pub(super) fn place<'p>(
    asked: &'p Asked,
    operation: Option<&'p Operation>,
) -> Option<(&'p ConnectionName, &'p EnvironmentId)> {
    let made = operation.and_then(|made| Some((&made.plan.connection, made.state.environment()?)));
    asked.about.as_ref().map(|about| (&about.connection, &about.environment)).or(made)
}

/// The events of a request. Whoever may see it need not see its environment: of the lines about that, those count that
/// tell how the request was carried out.
pub(super) fn trail(asked: &Asked, came: &Came<'_>) -> Trail {
    let request = &asked.request;
    let operation = came.operation.map(create::object);
    let objects = std::iter::once(Request::object(&request.id)).chain(operation).collect();
    let carried = request.decided_at.filter(|_| matches!(request.stage, Stage::Approved | Stage::Kept));
    let beside = carried.zip(place(asked, came.operation)).map(|(from, (connection, id))| {
        let (actions, until): (&[Action], _) = match request.kind {
            Kind::Create => (&[Action::CreateEnvironment, Action::AdoptEnvironment], None),
            Kind::Delete => (&[Action::BeginEnd, Action::DeleteEnvironment], deleted(&request.id, from, came)),
            Kind::Extend => (&[Action::SetEnd], Some(from + MOMENT)),
            Kind::Change => (&[Action::UpdateEnvironment, Action::TagEnvironment], applied(came.change)),
        };
        let by_portal = matches!(request.kind, Kind::Create | Kind::Change);
        Beside { object: environment_object(connection, id), actions: actions.to_vec(), from, until, by_portal }
    });
    Trail { objects, beside }
}

/// When a deletion is over that another one has taken the place of: then its own end is not known any more.
fn deleted(request: &EnvironmentRequestId, from: Timestamp, came: &Came<'_>) -> Option<Timestamp> {
    let deletion = came.lifetime?.deletion.as_ref()?;
    (deletion.asked_in.as_ref() != Some(request)).then_some(from + MOMENT)
}

fn applied(change: Option<&Change>) -> Option<Timestamp> {
    match change?.state {
        State::Applied { at } => Some(at),
        State::Waiting { .. } | State::Armed | State::Stopped { .. } => None,
    }
}

#[cfg(test)]
mod tests;
