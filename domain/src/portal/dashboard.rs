//! What those who run environments see first: what needs them, and what goes on.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Portal;
use crate::{
    Actor, Error,
    connection::{Connection, Health},
    inventory::{Concern, Entry},
    may::Deed,
    request::{Filter, Request, Whose},
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
    /// How many environments there are.
    pub environments: usize,
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
            let first = inventory.of_concern(concern, &ties).take(SOME).cloned().collect();
            (concern, Few { first, all: inventory.of_concern(concern, &ties).count() })
        };
        let mut down = inventory.connections_seen();
        down.retain(|(_, health)| health.trouble.is_some());
        Ok(Dashboard {
            waiting,
            stuck,
            concerns: Concern::ALL.map(few).to_vec(),
            down,
            environments: inventory.entries().len(),
        })
    }

    /// The newest requests that somebody may see, of some kind.
    pub async fn few_requests(&self, actor: &Actor, whose: Whose) -> Result<Few<Request>, Error> {
        let filter = Filter { whose, ..Filter::default() };
        let requests = self.requests(actor, &filter, 1).await?;
        let all = requests.matching;
        Ok(Few { first: requests.rows.into_iter().take(SOME).collect(), all })
    }
}
