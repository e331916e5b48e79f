//! The list of environments: a page of it, a piece of it, all of it.

use std::{collections::BTreeSet, sync::Arc};

use super::Portal;
use crate::{
    Actor, Error,
    id::{ConnectionName, EnvironmentId},
    inventory::{Concern, Entry, Inventory, Page, Place, Query, Ties},
    lifetime::{REMINDERS, days},
    may::Deed,
    team::TEAM_NAME_MOST,
};

impl Portal {
    /// A page of the list, the inventory it was taken from, and the query as far as it can be meant.
    pub async fn environments(&self, actor: &Actor, query: &Query) -> Result<(Page, Arc<Inventory>, Query), Error> {
        self.see(actor, Deed::SeeEnvironments, "This page")?;
        let (query, ties) = self.with_ties(actor, query).await?;
        let inventory = self.inventory();
        let meant = inventory.meant(&query);
        Ok((inventory.page(&meant, &ties), inventory, meant))
    }

    /// All that the filters of the list let through, in its order, and the inventory that they were taken from. A file that
    /// is taken away has no place to say that a team is not there: it is refused.
    pub async fn all_environments(
        &self,
        actor: &Actor,
        query: &Query,
    ) -> Result<(Vec<Arc<Entry>>, Arc<Inventory>), Error> {
        self.see(actor, Deed::SeeEnvironments, "This page")?;
        let (query, ties) = self.with_ties(actor, query).await?;
        known_team(&query, &ties)?;
        let inventory = self.inventory();
        Ok((inventory.all_matching(&inventory.meant(&query), &ties), inventory))
    }

    /// The same list by name, a piece at a time from a place on, and whether there is more.
    pub async fn environments_after(
        &self,
        actor: &Actor,
        query: &Query,
        place: Option<&Place>,
        most: usize,
    ) -> Result<(Vec<Arc<Entry>>, bool), Error> {
        self.see(actor, Deed::SeeEnvironments, "This list")?;
        let (query, ties) = self.with_ties(actor, query).await?;
        known_team(&query, &ties)?;
        Ok(self.inventory().after(&query, &ties, place, most))
    }

    /// What a query has to know beside the inventory, which is nothing most of the time, and the query with its team
    /// called by its name.
    async fn with_ties(&self, actor: &Actor, query: &Query) -> Result<(Query, Ties), Error> {
        let (mut query, mut ties) = (query.clone(), Ties::default());
        if query.concern.is_some_and(Concern::needs_ties) {
            ties = self.ties().await?;
        }
        if let Some(asked) = &query.team
            && let Some(team) = self.team_meant(actor, asked).await?
        {
            let links = self.store().links_of(&team.id).await.map_err(|e| self.failed(&e))?;
            ties.of_team = Some(links.into_iter().map(|link| (link.connection, link.environment)).collect());
            query.team = Some(team.name);
        }
        Ok((query, ties))
    }

    /// Which environments teams have, and which operations this portal knows.
    pub(in crate::portal) async fn ties(&self) -> Result<Ties, Error> {
        let linked = self.store().linked().await.map_err(|e| self.failed(&e))?;
        let operations = self.store().operation_ids().await.map_err(|e| self.failed(&e))?;
        Ok(Ties { linked, ending: self.ending_soon().await?, operations, of_team: None })
    }

    /// The environments whose end is near, or whose deletion is settled and not done.
    pub(in crate::portal) async fn ending_soon(&self) -> Result<BTreeSet<(ConnectionName, EnvironmentId)>, Error> {
        let soon = self.now() + days(REMINDERS[0]);
        self.store().ending(soon).await.map_err(|e| self.failed(&e))
    }
}

/// Refuses what asks for the environments of a team that is not there.
fn known_team(query: &Query, ties: &Ties) -> Result<(), Error> {
    match &query.team {
        Some(asked) if ties.of_team.is_none() => {
            let asked: String = asked.chars().take(TEAM_NAME_MOST).collect();
            Err(Error::NotFound(format!("The team “{asked}”")))
        }
        _ => Ok(()),
    }
}
