//! The launchpad: all environments of one's teams, one tile each, out of the inventory.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Oversight, Paged, Portal, roster};
use crate::{
    Actor, Error,
    audit::{Action, Outcome},
    check::{Checks, Trouble, obstacle},
    environment::Environment,
    id::{ConnectionName, EnvironmentId, LinkId, PersonId},
    inventory::{Concern, Ties},
    lifetime::Lifetime,
    link::Link,
    may::{Deed, Facts, may},
    request::Whose,
    role::Role,
    team::{Contact, Joined, Standing, Team},
};

/// Tiles on a page: as many as leave it light.
const TILES: usize = 30;

/// Which tiles somebody looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sought {
    /// Each of its words is somewhere in what a tile says.
    pub text: String,
    pub concern: Option<Concern>,
}

/// What somebody sees of their teams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Launchpad {
    /// Favourites first, then by section.
    pub tiles: Paged<Tile>,
    /// How many there are when nothing is looked for.
    pub all: usize,
    /// What they opened last, the newest first; nobody else is told.
    pub recent: Vec<Recent>,
    /// The teams that they are in.
    pub teams: Vec<Team>,
    /// What needs them, when they look after teams; nobody else is told.
    pub oversight: Option<Oversight>,
}

/// An environment that somebody may use. Several teams can have it, and then it is one tile all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tile {
    /// What leads there: the first team's, by name.
    pub link: Link,
    /// As it was last seen; `None` when the portal does not know it any more.
    pub environment: Option<Environment>,
    /// What is decided about its life.
    pub lifetime: Option<Lifetime>,
    /// What keeps people from signing in, as far as checks find it.
    pub trouble: Option<Trouble>,
    pub is_favourite: bool,
    /// Why they see it: a team each.
    pub reasons: Vec<Reason>,
}

/// A team that has an environment, who gave it to them, and when; and how the person came into the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub team: Team,
    pub link: LinkId,
    pub added_at: Timestamp,
    pub added_by: String,
    /// `None` when they left it at this moment.
    pub joined: Option<Joined>,
}

/// Something that was opened lately.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    pub link: LinkId,
    pub title: String,
}

impl Tile {
    /// The word to show.
    #[must_use]
    pub fn title(&self) -> &str {
        self.link.title(self.environment.as_ref().map(|environment| environment.name.as_str()))
    }

    fn says(&self, word: &str) -> bool {
        let own = [self.title(), &self.link.name, &self.link.section];
        let environment = self.environment.iter();
        let described = environment.flat_map(|one| [Some(one.name.as_str()), one.description.as_deref()]).flatten();
        let teams = self.reasons.iter().map(|reason| reason.team.name.as_str());
        own.into_iter().chain(described).chain(teams).any(|text| text.to_lowercase().contains(word))
    }
}

impl Portal {
    /// One's own launchpad: a page of the tiles in which all words are found.
    pub async fn launchpad(&self, actor: &Actor, sought: &Sought, page: usize) -> Result<Launchpad, Error> {
        self.see(actor, Deed::SeeLaunchpad, "This page")?;
        let (tiles, teams) = self.tiles_of(&actor.person).await?;
        let waiting = self.looks_after(actor, &teams).await?;
        let near = self.near(sought, waiting.is_some()).await?;
        let oversight = match waiting {
            Some(waiting) => Some(self.oversight(actor, waiting, &tiles, &near).await?),
            None => None,
        };
        let ids = self.store().recent(&actor.person).await.map_err(|e| self.failed(&e))?;
        let tile_of = |id: &LinkId| tiles.iter().find(|tile| tile.reasons.iter().any(|reason| reason.link == *id));
        let mut recent: Vec<Recent> = Vec::new();
        for tile in ids.iter().filter_map(tile_of) {
            if !recent.iter().any(|known| known.link == tile.link.id) {
                recent.push(Recent { link: tile.link.id.clone(), title: tile.title().to_owned() });
            }
        }
        let launchpad = self.found(tiles, teams, sought, &near, page);
        Ok(Launchpad { recent, oversight, ..launchpad })
    }

    /// The launchpad of somebody else, as they see it but for what they opened: that is theirs. The log tells that it
    /// was looked at.
    pub async fn launchpad_of(
        &self,
        actor: &Actor,
        person: &PersonId,
        sought: &Sought,
        page: usize,
    ) -> Result<(Contact, Launchpad), Error> {
        self.see(actor, Deed::LookAsPerson, "This person")?;
        let person = self.known_person(person).await?.ok_or_else(|| Error::NotFound("This person".into()))?;
        let (object, words) = (roster::object(&person), "Looked at their launchpad");
        let event = self.event(Some(actor), Action::LookAsPerson, object, Outcome::Done, words);
        self.store().record(&event).await.map_err(|e| self.failed(&e))?;
        let (tiles, teams) = self.tiles_of(&person.id).await?;
        let launchpad = self.found(tiles, teams, sought, &self.near(sought, false).await?, page);
        Ok((Contact::from(&person), launchpad))
    }

    /// Marks what a link of one's own leads to as a favourite, or takes the mark away. Nobody else sees it.
    pub async fn set_favourite(&self, actor: &Actor, id: &LinkId, is_favourite: bool) -> Result<(), Error> {
        self.see(actor, Deed::SeeLaunchpad, "This page")?;
        let (tiles, _) = self.tiles_of(&actor.person).await?;
        let mine = |tile: &&Tile| tile.reasons.iter().any(|reason| reason.link == *id);
        let tile = tiles.iter().find(mine).ok_or_else(|| Error::NotFound("This link".into()))?;
        let changed = if is_favourite {
            self.store().add_favourite(&actor.person, &tile.link.id).await
        } else {
            let links: Vec<LinkId> = tile.reasons.iter().map(|reason| reason.link.clone()).collect();
            self.store().remove_favourites(&actor.person, &links).await
        };
        changed.map_err(|e| self.failed(&e))
    }

    /// All tiles of somebody in their order, and their teams.
    async fn tiles_of(&self, person: &PersonId) -> Result<(Vec<Tile>, Vec<(Team, Standing)>), Error> {
        let teams = self.store().teams_of(person).await.map_err(|e| self.failed(&e))?;
        let links = self.store().links_for(person).await.map_err(|e| self.failed(&e))?;
        let favourites = self.store().favourites(person).await.map_err(|e| self.failed(&e))?;
        let lifetimes = self.store().lifetimes_for(person).await.map_err(|e| self.failed(&e))?;
        let checks = self.store().checks_for(person).await.map_err(|e| self.failed(&e))?;
        let joined = self.store().joined(person).await.map_err(|e| self.failed(&e))?;
        let mut places: BTreeMap<(ConnectionName, EnvironmentId), usize> = BTreeMap::new();
        let mut tiles: Vec<Tile> = Vec::new();
        for (team, link) in links {
            let is_favourite = favourites.contains(&link.id);
            let (added_at, added_by) = (link.added_at, link.added_by.clone());
            let joined = joined.get(&team.id).cloned();
            let reason = Reason { team, link: link.id.clone(), added_at, added_by, joined };
            let place = (link.connection.clone(), link.environment.clone());
            if let Some(tile) = places.get(&place).and_then(|place| tiles.get_mut(*place)) {
                tile.is_favourite |= is_favourite;
                tile.reasons.push(reason);
            } else {
                places.insert(place, tiles.len());
                let environment = self.target(&link);
                let lifetime = lifetimes.iter().find(|one| one.is_of(&link)).cloned();
                let is_checked = obstacle(environment.as_ref(), true).is_none();
                let of_it = checks.iter().find(|one| is_checked && one.is_of(&link));
                let trouble = of_it.and_then(Checks::trouble);
                tiles.push(Tile { link, environment, lifetime, trouble, is_favourite, reasons: vec![reason] });
            }
        }
        // Within a section the order of the teams, and of their links, stays.
        tiles.sort_by_cached_key(|tile| (!tile.is_favourite, tile.link.section.to_lowercase()));
        Ok((tiles, teams))
    }

    /// Whether somebody looks after teams, and then how many requests wait for them. Who sees all environments has the
    /// dashboard.
    async fn looks_after(&self, actor: &Actor, teams: &[(Team, Standing)]) -> Result<Option<usize>, Error> {
        if may(actor, Deed::SeeEnvironments, Facts::default()).is_ok() {
            return Ok(None);
        }
        let waiting = self.few_requests(actor, Whose::ToDecide).await?.all;
        let owns = teams.iter().any(|(_, standing)| *standing == Standing::Owner);
        Ok((owns || actor.roles.has(Role::Approver) || waiting > 0).then_some(waiting))
    }

    /// What those who look after teams have before them.
    async fn oversight(&self, actor: &Actor, waiting: usize, tiles: &[Tile], near: &Ties) -> Result<Oversight, Error> {
        let stuck = self.few_requests(actor, Whose::Stuck).await?;
        let count = |concern| (concern, tiles.iter().filter(|tile| self.is_of(tile, concern, near)).count());
        Ok(Oversight { waiting, stuck, concerns: Concern::OF_TEAMS.map(count).to_vec() })
    }

    /// As much as the concerns of teams have to know beside the inventory: nothing for most people, who look for none and
    /// are told of none.
    async fn near(&self, sought: &Sought, all: bool) -> Result<Ties, Error> {
        if !all && !sought.concern.is_some_and(Concern::needs_ties) {
            return Ok(Ties::default());
        }
        Ok(Ties { ending: self.ending_soon().await?, ..Ties::default() })
    }

    fn is_of(&self, tile: &Tile, concern: Concern, near: &Ties) -> bool {
        let inventory = self.inventory();
        let entry = inventory.get(&tile.link.connection, &tile.link.environment);
        entry.is_some_and(|entry| concern.is_of(entry, near))
    }

    fn found(
        &self,
        mut tiles: Vec<Tile>,
        teams: Vec<(Team, Standing)>,
        sought: &Sought,
        near: &Ties,
        page: usize,
    ) -> Launchpad {
        let all = tiles.len();
        let words: Vec<String> = sought.text.to_lowercase().split_whitespace().map(str::to_owned).collect();
        tiles.retain(|tile| {
            words.iter().all(|word| tile.says(word))
                && sought.concern.is_none_or(|concern| self.is_of(tile, concern, near))
        });
        let teams = teams.into_iter().map(|(team, _)| team).collect();
        Launchpad { tiles: Paged::cut(tiles, page, TILES), all, recent: Vec::new(), teams, oversight: None }
    }
}
