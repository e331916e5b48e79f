//! The environments of teams: what there is, what can be linked, and in the file beside it what is changed.

mod changes;

use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::{Paged, Portal};
use crate::{
    Actor, Error,
    check::Checks,
    environment::{Environment, Status},
    id::{ConnectionName, EnvironmentId, LinkId, TeamId},
    inventory::{Query, Ties},
    lifetime::Lifetime,
    link::{CLICK_DAYS, Link, Place, day},
    may::{Deed, Facts},
    request::Part,
    team::{Standing, Team},
};

/// So many environments are offered to choose from; more are found by words.
const CHOICES: usize = 50;

/// A link in its team's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkSeen {
    pub link: Link,
    /// Where it leads, as it was last seen; `None` when the portal does not know it any more.
    pub environment: Option<Environment>,
    /// What is decided about its life.
    pub lifetime: Option<Lifetime>,
    /// In the last [`CLICK_DAYS`] days.
    pub clicks: i64,
    /// Whether there is one before and one behind it in its section.
    pub can_go_up: bool,
    pub can_go_down: bool,
}

/// One link with everything about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkPage {
    pub link: Link,
    pub team: Team,
    /// What the reader is in the team.
    pub standing: Option<Standing>,
    pub environment: Option<Environment>,
    /// What is decided about its life.
    pub lifetime: Option<Lifetime>,
    /// What is known of the way into it.
    pub checks: Option<Checks>,
    /// What the reader is to the request of its deletion.
    pub part: Option<Part>,
    /// The clicks of the last [`CLICK_DAYS`] days, the oldest first.
    pub clicks: Vec<i64>,
}

/// What can be linked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkChoices {
    pub choices: Vec<LinkChoice>,
    /// How many more match, which only other words bring up.
    pub more: usize,
}

/// An environment to choose, with as much of it as owners of teams see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkChoice {
    pub connection: ConnectionName,
    pub environment: EnvironmentId,
    pub name: String,
    pub status: Status,
}

impl Portal {
    /// The team that somebody wants to link environments to, and the environments whose words match, without those that
    /// it has. Owners find every environment here by its name: how else could they choose?
    pub async fn link_choices(&self, actor: &Actor, id: &TeamId, text: &str) -> Result<(Team, LinkChoices), Error> {
        let standing = self.standing(actor, id).await?;
        let (team, _) = self.seen_team(actor, id).await?;
        self.see_given(actor, Deed::ManageTeam, Facts::in_team(standing), "This page")?;
        let linked = self.store().links_of(id).await.map_err(|e| self.failed(&e))?;
        let query = Query { text: text.to_owned(), page: 1, size: CHOICES, ..Query::default() };
        let page = self.inventory().page(&query, &Ties::default());
        let entries = page.entries.iter().map(|entry| &entry.environment);
        let choices = entries.filter(|environment| !linked.iter().any(|link| leads_to(link, environment)));
        let choices = choices.map(|environment| LinkChoice {
            connection: environment.connection.clone(),
            environment: environment.id.clone(),
            name: environment.name.clone(),
            status: environment.status.clone(),
        });
        Ok((team, LinkChoices { choices: choices.collect(), more: page.matching - page.entries.len() }))
    }

    /// One link, for those who see its team.
    pub async fn link(&self, actor: &Actor, id: &LinkId) -> Result<LinkPage, Error> {
        let (link, team, standing) = self.seen_link(actor, id).await?;
        let today = day(self.now());
        let from = today - CLICK_DAYS + 1;
        let counted = self.store().clicks_by_day(id, from).await.map_err(|e| self.failed(&e))?;
        let clicks = (from..=today).map(|day| counted.get(&day).copied().unwrap_or_default()).collect();
        let environment = self.target(&link);
        let lifetime = self.known_lifetime(&link.connection, &link.environment).await?;
        let asked = lifetime.as_ref().and_then(|one| one.deletion.as_ref()?.asked_in.as_ref());
        let part = self.part_in(actor, asked).await?;
        let checks = self.known_checks(&link.connection, &link.environment).await?;
        Ok(LinkPage { link, team, standing, environment, lifetime, checks, part, clicks })
    }

    /// The teams that have an environment, for those who see all teams.
    pub async fn links_to(
        &self,
        actor: &Actor,
        connection: &ConnectionName,
        id: &EnvironmentId,
    ) -> Result<Vec<(Team, Link)>, Error> {
        self.see(actor, Deed::SeeTeam, "This environment")?;
        self.store().links_to(connection, id).await.map_err(|e| self.failed(&e))
    }

    /// A page of a team's links, and how many of all of them lead to something that is not up.
    pub(super) async fn links_seen(
        &self,
        team: &TeamId,
        page: usize,
        size: usize,
    ) -> Result<(Paged<LinkSeen>, usize), Error> {
        let seen = self.all_links(team).await?;
        let is_up = |seen: &LinkSeen| seen.environment.as_ref().is_some_and(|one| one.status == Status::Created);
        let down = seen.iter().filter(|seen| !is_up(seen)).count();
        Ok((Paged::cut(seen, page, size), down))
    }

    /// The links of a team that somebody may see, a piece at a time from a place on, and whether there are more.
    pub async fn links_after(
        &self,
        actor: &Actor,
        id: &TeamId,
        place: Option<&Place>,
        most: usize,
    ) -> Result<(Vec<LinkSeen>, bool), Error> {
        self.seen_team(actor, id).await?;
        let mut seen = self.all_links(id).await?;
        seen.retain(|seen| place.is_none_or(|place| Place::of(&seen.link) > *place));
        let more = seen.len() > most;
        seen.truncate(most);
        Ok((seen, more))
    }

    /// All links of a team in their order.
    async fn all_links(&self, team: &TeamId) -> Result<Vec<LinkSeen>, Error> {
        let links = self.store().links_of(team).await.map_err(|e| self.failed(&e))?;
        let since = day(self.now() - SignedDuration::from_hours(24 * (CLICK_DAYS - 1)));
        let clicks = self.store().clicks(team, since).await.map_err(|e| self.failed(&e))?;
        let lifetimes = self.store().lifetimes_in(team).await.map_err(|e| self.failed(&e))?;
        Ok(self.beside_each_other(links, &lifetimes, &clicks))
    }

    fn beside_each_other(
        &self,
        links: Vec<Link>,
        lifetimes: &[Lifetime],
        clicks: &BTreeMap<LinkId, i64>,
    ) -> Vec<LinkSeen> {
        let sections: Vec<String> = links.iter().map(|link| link.section.to_lowercase()).collect();
        let same = |one: usize, other: usize| sections.get(one).is_some_and(|one| Some(one) == sections.get(other));
        let seen = links.into_iter().enumerate().map(|(place, link)| LinkSeen {
            environment: self.target(&link),
            lifetime: lifetimes.iter().find(|one| one.is_of(&link)).cloned(),
            clicks: clicks.get(&link.id).copied().unwrap_or_default(),
            can_go_up: place > 0 && same(place - 1, place),
            can_go_down: same(place, place + 1),
            link,
        });
        seen.collect()
    }

    /// Where a link leads, as it was last seen.
    pub(super) fn target(&self, link: &Link) -> Option<Environment> {
        self.inventory().get(&link.connection, &link.environment).map(|entry| entry.environment.clone())
    }

    /// A link that somebody may see, with its team and what they are in it.
    pub(super) async fn seen_link(&self, actor: &Actor, id: &LinkId) -> Result<(Link, Team, Option<Standing>), Error> {
        let link = self.store().link(id).await.map_err(|e| self.failed(&e))?.ok_or_else(gone)?;
        let (team, standing) = self.seen_team(actor, &link.team).await.map_err(|error| match error {
            Error::NotFound(_) => gone(),
            error => error,
        })?;
        Ok((link, team, standing))
    }
}

fn leads_to(link: &Link, environment: &Environment) -> bool {
    (&link.connection, &link.environment) == (&environment.connection, &environment.id)
}

fn gone() -> Error {
    Error::NotFound("This link".into())
}
