//! Where the environment is that a request brought about, and whether its team has a way to it still.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::{Few, Portal, SOME};
use crate::{
    Actor, Error,
    environment::Status,
    id::{ConnectionName, EnvironmentId},
    operation::{IN_FLIGHT_SECONDS, Operation, State},
    request::{Filter, Request},
};

/// What is true of an environment that was up once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whereabouts {
    /// The portal did not read it since it was made.
    Unread,
    /// The portal links it to its team in a moment.
    Linking,
    /// A link of its team leads to it.
    Linked,
    /// Somebody took the link away, or lets it lead to another one.
    Unlinked,
    /// Its team was deleted.
    TeamGone,
    /// FinSpace does not have it any more.
    Gone,
    /// Its connection is not set up any more.
    Unconnected,
}

impl Whereabouts {
    /// Whether it becomes another by itself.
    #[must_use]
    pub fn is_passing(self) -> bool {
        matches!(self, Self::Unread | Self::Linking)
    }
}

impl Portal {
    /// The newest requests about an environment that somebody may see, the one that it came of among them.
    pub async fn requests_about(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
    ) -> Result<Few<Request>, Error> {
        self.few(actor, Filter { environment: Some(format!("{connection}/{id}")), ..Filter::default() }, SOME).await
    }

    /// What became of the environment of a request, once it was up. The request has a link afterwards when there is one.
    pub(super) async fn whereabouts(
        &self,
        request: &mut Request,
        operation: Option<&Operation>,
    ) -> Result<Option<Whereabouts>, Error> {
        let noted = request.link.clone();
        let ready = operation.and_then(|one| match &one.state {
            State::Ready { environment } => Some((one, environment)),
            _ => None,
        });
        let Some((operation, id)) = ready else {
            // A link that is gone leads nobody anywhere.
            if let Some(link) = noted {
                request.link = self.store().link(&link).await.map_err(|e| self.failed(&e))?.map(|link| link.id);
            }
            return Ok(None);
        };
        let connection = &operation.plan.connection;
        let links = self.store().links_to(connection, id).await.map_err(|e| self.failed(&e))?;
        request.link = links.into_iter().find(|(team, _)| team.id == request.team).map(|(_, link)| link.id);
        if !self.connection_names().contains(connection) {
            return Ok(Some(Whereabouts::Unconnected));
        }
        let inventory = self.inventory();
        let entry = inventory.get(connection, id);
        if entry.is_none() {
            // What was created is in every reading that began after its call.
            let called = operation.armed_at + SignedDuration::from_secs(IN_FLIGHT_SECONDS);
            let was_read = inventory.health.get(connection).and_then(|health| health.synced_at);
            let is_gone = was_read.is_some_and(|at| at > called);
            return Ok(Some(if is_gone { Whereabouts::Gone } else { Whereabouts::Unread }));
        }
        if entry.is_some_and(|entry| entry.environment.status == Status::Deleted) {
            return Ok(Some(Whereabouts::Gone));
        }
        let team = self.store().team(&request.team).await.map_err(|e| self.failed(&e))?;
        Ok(Some(match (&request.link, noted, team) {
            (Some(_), _, _) => Whereabouts::Linked,
            (None, _, None) => Whereabouts::TeamGone,
            (None, Some(_), Some(_)) => Whereabouts::Unlinked,
            (None, None, Some(_)) => Whereabouts::Linking,
        }))
    }
}
