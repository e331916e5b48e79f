//! What those who run environments see first: what needs them, and what goes on.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Portal;
use crate::{
    Actor, Error,
    connection::{Connection, Health},
    inventory::{Concern, Entry},
    may::{Deed, Facts, may},
    person,
    request::{Request, Whose},
    team,
};

/// So many of each are shown; the list has the rest.
const SOME: usize = 5;

/// Some of those in a list, and how many it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Few<T> {
    pub first: Vec<T>,
    pub all: usize,
}

/// What needs somebody, and what goes on. Each number is that of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dashboard {
    /// Requests that wait for the reader's decision.
    pub waiting: Few<Request>,
    /// Approved requests that do not go on by themselves.
    pub stuck: Few<Request>,
    /// Environments that are of concern, of each concern in its order.
    pub concerns: Vec<(Concern, Few<Arc<Entry>>)>,
    /// Connections that cannot be read.
    pub down: Vec<(Connection, Health)>,
    /// Teams that have no environment.
    pub bare_teams: usize,
    /// People who are in no team and see no environment for it; `None` for those who do not see people.
    pub lonely_people: Option<usize>,
    /// How many environments there are.
    pub environments: usize,
}

/// What needs those who look after teams: of the requests that they see, and of the environments of their teams. Each
/// number is that of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Oversight {
    /// Requests that wait for the reader's decision.
    pub waiting: usize,
    /// Approved requests that do not go on by themselves.
    pub stuck: Few<Request>,
    /// How many environments are of concern, of each concern that one of a team can be of.
    pub concerns: Vec<(Concern, usize)>,
}

impl Portal {
    /// What those who see all environments have before them.
    pub async fn dashboard(&self, actor: &Actor) -> Result<Dashboard, Error> {
        self.see(actor, Deed::SeeEnvironments, "This page")?;
        let (waiting, stuck) =
            (self.few_requests(actor, Whose::ToDecide).await?, self.few_requests(actor, Whose::Stuck).await?);
        let ties = self.ties().await?;
        let inventory = self.inventory();
        let few = |concern| {
            let mut found = inventory.of_concern(concern, &ties);
            let first: Vec<_> = found.by_ref().take(SOME).cloned().collect();
            let all = first.len() + found.count();
            (concern, Few { first, all })
        };
        let mut down = inventory.connections_seen();
        down.retain(|(_, health)| health.trouble.is_some());
        Ok(Dashboard {
            waiting,
            stuck,
            concerns: Concern::ALL.map(few).to_vec(),
            down,
            bare_teams: self.bare_teams().await?,
            lonely_people: self.lonely_people(actor).await?,
            environments: inventory.entries().len(),
        })
    }

    async fn bare_teams(&self) -> Result<usize, Error> {
        let filter = team::Filter { without_environment: true, ..team::Filter::default() };
        let (_, all) = self.store().teams(&filter, None, 0, 0).await.map_err(|e| self.failed(&e))?;
        Ok(usize::try_from(all).unwrap_or_default())
    }

    async fn lonely_people(&self, actor: &Actor) -> Result<Option<usize>, Error> {
        if may(actor, Deed::SeePeople, Facts::default()).is_err() {
            return Ok(None);
        }
        let filter = person::Filter { without_team: true, ..person::Filter::default() };
        let (_, all) = self.store().people(&filter, 0, 0).await.map_err(|e| self.failed(&e))?;
        Ok(Some(usize::try_from(all).unwrap_or_default()))
    }
}
