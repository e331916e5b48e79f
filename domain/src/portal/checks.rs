//! Checking the way into the environments that teams have: which are due, one check, and one that somebody asks for.

use std::collections::BTreeSet;

use futures::future::join;

use super::{Portal, environment_object};
use crate::{
    Actor, Error,
    audit::{Action, Change, Event, Outcome},
    check::{Checks, Seen, Turn, Way, metadata, obstacle},
    environment::{Environment, Mode},
    id::{ConnectionName, EnvironmentId},
    may::{Deed, Facts},
};

impl Portal {
    /// What is known of the way into an environment, for those who see environments.
    pub async fn checks(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
    ) -> Result<Option<Checks>, Error> {
        self.see(actor, Deed::SeeEnvironments, "This environment")?;
        self.known_checks(connection, id).await
    }

    pub(super) async fn known_checks(
        &self,
        connection: &ConnectionName,
        id: &EnvironmentId,
    ) -> Result<Option<Checks>, Error> {
        self.store().checks_of(connection, id).await.map_err(|e| self.failed(&e))
    }

    /// The checks that are due, each to be given to [`Portal::check`]. What no team has any more or is gone is forgotten,
    /// and what is new is added; what is not up for a while waits.
    pub async fn checks_due(&self) -> Result<Vec<Checks>, Error> {
        let mut linked = self.store().linked().await.map_err(|e| self.failed(&e))?;
        let inventory = self.inventory();
        let environment = |(connection, id): &(ConnectionName, EnvironmentId)| {
            inventory.get(connection, id).map(|entry| &entry.environment)
        };
        linked.retain(|place| environment(place).is_some());
        let (now, mut known, mut due) = (self.now(), BTreeSet::new(), Vec::new());
        for one in self.store().checks().await.map_err(|e| self.failed(&e))? {
            let place = (one.connection.clone(), one.environment.clone());
            if !linked.contains(&place) {
                self.store().forget_checks(&one).await.map_err(|e| self.failed(&e))?;
                continue;
            }
            if one.is_due(now) && obstacle(environment(&place), true).is_none() {
                due.push(one);
            }
            known.insert(place);
        }
        for place in linked.difference(&known).filter(|place| obstacle(environment(place), true).is_none()) {
            let new = Checks::new(place.0.clone(), place.1.clone(), now, self.roll());
            self.store().save_checks(&new, &[]).await.map_err(|e| self.failed(&e))?;
        }
        due.sort_by_key(|one| one.next_at);
        Ok(due)
    }

    /// Makes one check, unless somebody else does or did so since it was read.
    pub async fn check(&self, before: Checks) -> Result<Option<Checks>, Error> {
        let inventory = self.inventory();
        match inventory.get(&before.connection, &before.environment) {
            Some(entry) => self.check_for(&entry.environment, before, None).await,
            None => Ok(None),
        }
    }

    /// Has an environment checked now: for owners of a team that has it, operators and administrators. Says what it is
    /// called, and what was found.
    pub async fn check_now(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
    ) -> Result<(String, Checks), Error> {
        let links = self.store().links_to(connection, id).await.map_err(|e| self.failed(&e))?;
        let mut standing = None;
        for (team, _) in &links {
            standing = standing.max(self.standing(actor, &team.id).await?);
        }
        let object = environment_object(connection, id);
        self.allow_given(actor, Deed::CheckEnvironment, Facts::in_team(standing), &object).await?;
        let entry = self.inventory().get(connection, id).cloned();
        let entry = entry.ok_or_else(|| Error::NotFound("This environment".into()))?;
        let environment = &entry.environment;
        if let Some(why) = obstacle(Some(environment), !links.is_empty()) {
            return Err(Error::Conflict(why.into()));
        }
        let mut known = self.known_checks(connection, id).await?;
        if known.is_none() {
            let new = Checks::new(connection.clone(), id.clone(), self.now(), self.roll());
            // When the job adds them at the same time, that is what is there.
            self.store().save_checks(&new, &[]).await.map_err(|e| self.failed(&e))?;
            known = self.known_checks(connection, id).await?;
        }
        let meanwhile =
            || Error::Conflict("It is being checked right now. Load the page again in a few seconds.".into());
        let before = known.ok_or_else(meanwhile)?;
        if let Some(why) = before.too_soon(self.now()) {
            return Err(Error::Conflict(why));
        }
        let checked = self.check_for(environment, before, Some(actor)).await?;
        Ok((environment.name.clone(), checked.ok_or_else(meanwhile)?))
    }

    /// Claims, looks, and writes what was seen; `None` when somebody else was quicker. Whoever ends in between leaves a
    /// check that is due again.
    async fn check_for(
        &self,
        environment: &Environment,
        before: Checks,
        actor: Option<&Actor>,
    ) -> Result<Option<Checks>, Error> {
        let claim = before.taken(self.now());
        if !self.store().save_checks(&claim, &[]).await.map_err(|e| self.failed(&e))? {
            return Ok(None);
        }
        let (way, metadata) = join(self.way_into(environment), self.look_at_metadata(environment)).await;
        let after = claim.clone().after(way, metadata, self.now(), self.roll());
        let turns = after.turns(&claim);
        let mut events: Vec<Event> = turns.iter().map(|turn| self.turn_event(environment, turn)).collect();
        if let Some(actor) = actor {
            let object = environment_object(&environment.connection, &environment.id);
            let words = format!("“{}”: {}", environment.name, after.in_words());
            events.insert(0, self.event(Some(actor), Action::CheckEnvironment, object, Outcome::Done, words));
        }
        if !self.store().save_checks(&after, &events).await.map_err(|e| self.failed(&e))? {
            return Ok(None);
        }
        if !turns.is_empty() {
            self.inner.ports.bell.ring();
        }
        Ok(Some(after))
    }

    /// Only ever the address that FinSpace gave the environment.
    async fn way_into(&self, environment: &Environment) -> Way {
        let Some(page) = environment.sign_in_url() else {
            return Way::nothing("FinSpace gives no sign-in address for it.");
        };
        let connection = self.connections().iter().find(|known| known.name == environment.connection);
        let endpoint = connection.and_then(|known| known.endpoint_url.as_deref());
        self.inner.ports.prober.probe(&page, endpoint).await
    }

    /// The inventory is without documents, so that of a federated environment is read.
    async fn look_at_metadata(&self, environment: &Environment) -> Seen {
        if environment.mode == Mode::Local {
            return metadata(environment, self.now());
        }
        match self.finspace().get(&environment.connection, &environment.id).await {
            Ok(whole) => metadata(&whole, self.now()),
            Err(_) => Seen::Unseen("FinSpace could not be asked for the metadata.".into()),
        }
    }

    fn turn_event(&self, environment: &Environment, turn: &Turn) -> Event {
        let Turn { kind, before, after } = turn;
        let object = environment_object(&environment.connection, &environment.id);
        let name = &environment.name;
        let (outcome, words) = if after.needs_somebody(*kind) {
            let whose = kind.whose().label();
            let words = format!("“{name}”: {} {} Whose job it is: {whose}.", after.said(), kind.advice());
            (Outcome::Failed, words)
        } else {
            (Outcome::Done, format!("“{name}”: “{}” is in order again", kind.label()))
        };
        let change = Change::new(kind.label(), Some(before.label()), Some(after.state.label()));
        self.event(None, Action::CheckEnvironment, object, outcome, words).changing(vec![change])
    }

    /// Any number, drawn by chance.
    fn roll(&self) -> u8 {
        self.inner.ports.chance.bytes()[0]
    }
}
