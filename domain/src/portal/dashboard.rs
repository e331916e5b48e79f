//! What those who run environments see first: what needs them, and what goes on.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Portal;
use crate::{
    Actor, Error,
    connection::{Connection, Health},
    inventory::{Concern, Entry},
    may::Deed,
    request::{Request, Whose},
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
            environments: inventory.entries().len(),
        })
    }
}
