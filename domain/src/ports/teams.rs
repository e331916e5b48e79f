//! What the rules of teams and their links need from the database.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use jiff::Timestamp;

use super::StoreError;
use crate::{
    audit::Event,
    id::{ConnectionName, EnvironmentId, LinkId, PersonId, TeamId},
    link::Link,
    team::{Contact, Filter, Member, MemberPlace, Standing, Team, TeamCounted, TeamPlace},
};

/// What became of a change to a team's name and description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TeamEdit {
    Done,
    /// Another team has the name.
    Taken,
    /// The team is not what it was before any more, or is gone.
    Changed,
}

/// Teams and who is in them. Changes of one team take turns, so that none is lost, and a team that is gone takes none.
#[async_trait]
pub trait TeamStore: Send + Sync {
    /// A page of the teams by name, beginning after the first `from`, and how many there are in all: those that the
    /// filter lets through and, when somebody is named, in which they are.
    async fn teams(
        &self,
        filter: &Filter,
        of: Option<&PersonId>,
        from: i64,
        most: i64,
    ) -> Result<(Vec<TeamCounted>, i64), StoreError>;
    /// The teams whose name has the text from a place on, at most so many.
    async fn teams_after(
        &self,
        text: &str,
        of: Option<&PersonId>,
        place: Option<&TeamPlace>,
        most: i64,
    ) -> Result<Vec<TeamCounted>, StoreError>;
    async fn team(&self, id: &TeamId) -> Result<Option<Team>, StoreError>;
    /// The team of a name, in whatever case.
    async fn team_named(&self, name: &str) -> Result<Option<Team>, StoreError>;
    /// The names of the first teams by name, at most so many.
    async fn team_names(&self, most: i64) -> Result<Vec<String>, StoreError>;
    /// What somebody is in a team; `None` when they are not in it, or when there is no such team.
    async fn standing(&self, team: &TeamId, person: &PersonId) -> Result<Option<Standing>, StoreError>;
    /// The teams that somebody is in, by name.
    async fn teams_of(&self, person: &PersonId) -> Result<Vec<(Team, Standing)>, StoreError>;
    /// False when the name is taken.
    async fn add_team(&self, team: &Team, event: &Event) -> Result<bool, StoreError>;
    /// Gives another name and description to a team that still is what it was before.
    async fn edit_team(&self, before: &Team, after: &Team, event: &Event) -> Result<TeamEdit, StoreError>;
    /// Deletes a team with its members and links; false when it is gone.
    async fn delete_team(&self, id: &TeamId, event: &Event) -> Result<bool, StoreError>;

    /// A page of a team's members, owners first and then by name, and how many there are in all. The text is looked for
    /// in names and addresses, whatever its case.
    async fn members(&self, team: &TeamId, text: &str, from: i64, most: i64) -> Result<(Vec<Member>, i64), StoreError>;
    /// All members in the same order from a place on, at most so many.
    async fn members_after(
        &self,
        team: &TeamId,
        place: Option<&MemberPlace>,
        most: i64,
    ) -> Result<Vec<Member>, StoreError>;
    /// The owners who can sign in, by name.
    async fn owners(&self, team: &TeamId, most: i64) -> Result<Vec<Contact>, StoreError>;
    /// Adds people at the time of the event; whoever is in the team stays what they are. False when nobody was new, or
    /// when the team is gone.
    async fn add_members(
        &self,
        team: &TeamId,
        people: &[PersonId],
        standing: Standing,
        event: &Event,
    ) -> Result<bool, StoreError>;
    /// False when they are that already, or are not in the team.
    async fn set_standing(
        &self,
        team: &TeamId,
        person: &PersonId,
        standing: Standing,
        event: &Event,
    ) -> Result<bool, StoreError>;
    /// False when they are not in the team.
    async fn remove_member(&self, team: &TeamId, person: &PersonId, event: &Event) -> Result<bool, StoreError>;
}

/// The links of teams, and what people do with them.
#[async_trait]
pub trait LinkStore: Send + Sync {
    async fn link(&self, id: &LinkId) -> Result<Option<Link>, StoreError>;
    /// All links of a team, in their order.
    async fn links_of(&self, team: &TeamId) -> Result<Vec<Link>, StoreError>;
    /// All links to an environment with their teams, by the team's name.
    async fn links_to(
        &self,
        connection: &ConnectionName,
        environment: &EnvironmentId,
    ) -> Result<Vec<(Team, Link)>, StoreError>;
    /// The environments that some team has a link to.
    async fn linked(&self) -> Result<BTreeSet<(ConnectionName, EnvironmentId)>, StoreError>;
    /// All links of all teams that somebody is in, by the team's name and then in their order.
    async fn links_for(&self, person: &PersonId) -> Result<Vec<(Team, Link)>, StoreError>;
    /// Adds a link as the last one of its team. False when the team has that environment, or is gone.
    async fn add_link(&self, link: &Link, event: &Event) -> Result<bool, StoreError>;
    /// Changes label, section and environment of a link that still is what it was before. False when it is not, or when
    /// the team has that environment by another link.
    async fn edit_link(&self, before: &Link, after: &Link, event: &Event) -> Result<bool, StoreError>;
    /// Lets two links of one team change places; false when either stands somewhere else by now.
    async fn swap_links(&self, one: &Link, other: &Link, event: &Event) -> Result<bool, StoreError>;
    /// False when there is no such link.
    async fn remove_link(&self, link: &Link, event: &Event) -> Result<bool, StoreError>;

    /// Counts a click on its day, for nobody in particular, and keeps the link among those that the person opened last.
    async fn opened(&self, link: &LinkId, person: &PersonId, at: Timestamp) -> Result<(), StoreError>;
    /// The clicks of each link of a team from a day on; links without any are not there.
    async fn clicks(&self, team: &TeamId, from_day: i64) -> Result<BTreeMap<LinkId, i64>, StoreError>;
    /// The clicks of one link from a day on, by day.
    async fn clicks_by_day(&self, link: &LinkId, from_day: i64) -> Result<BTreeMap<i64, i64>, StoreError>;
    /// The links that somebody opened last, the newest first.
    async fn recent(&self, person: &PersonId) -> Result<Vec<LinkId>, StoreError>;

    // Favourites are a person's own, like drafts: no audit
    async fn favourites(&self, person: &PersonId) -> Result<BTreeSet<LinkId>, StoreError>;
    /// A favourite already is no error, and a link that is gone becomes none.
    async fn add_favourite(&self, person: &PersonId, link: &LinkId) -> Result<(), StoreError>;
    async fn remove_favourites(&self, person: &PersonId, links: &[LinkId]) -> Result<(), StoreError>;
}
