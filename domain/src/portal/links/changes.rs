//! Linking environments, ordering the links, and putting another environment in the place of one.

use super::gone;
use crate::{
    Actor, Error, Field, Flaw, Portal, Problems,
    audit::{Action, Change},
    environment::Environment,
    id::{LinkId, TeamId},
    link::{Direction, Link, LinkForm},
    may::{Deed, Facts},
    portal::teams::object,
    team::Team,
};

impl Portal {
    /// Links an environment to a team, as the last one.
    pub async fn add_link(&self, actor: &Actor, id: &TeamId, form: &LinkForm) -> Result<Link, Error> {
        let team = self.managed_team(actor, id, Deed::ManageTeam).await?;
        let mut problems = Problems::default();
        let words = form.parse_words(&mut problems);
        let environment = self.chosen(form, &mut problems);
        let (Some((label, section)), Some(environment)) = (words, environment) else {
            return Err(Error::Invalid(problems));
        };
        let link = Link {
            id: LinkId::from_bytes(self.chance()),
            team: id.clone(),
            connection: environment.connection,
            environment: environment.id,
            name: environment.name,
            label,
            section,
            place: 0,
            added_at: self.now(),
            added_by: actor.email.clone(),
        };
        let change = Change::added("Environment", &format!("{} ({}/{})", link.name, link.connection, link.environment));
        let words = format!("gains the environment “{}”", link.name);
        let event = self.team_event(actor, Action::AddLink, &team, &words).changing(vec![change]);
        if self.store().add_link(&link, &event).await.map_err(|e| self.failed(&e))? {
            return Ok(link);
        }
        Err(linked_already(&link.name))
    }

    /// Gives a link another label and section than the ones that the page showed.
    pub async fn edit_link(
        &self,
        actor: &Actor,
        id: &LinkId,
        shown: &LinkForm,
        form: &LinkForm,
    ) -> Result<Link, Error> {
        let (before, team) = self.managed_link(actor, id).await?;
        let mut problems = Problems::default();
        let Some((label, section)) = form.parse_words(&mut problems) else { return Err(Error::Invalid(problems)) };
        let after = Link { label, section, ..before.clone() };
        let as_shown = (&before.label, &before.section) == (&shown.label, &shown.section);
        self.change_link(actor, &team, &before, after, as_shown).await
    }

    /// Makes a link lead to another environment than the one that the page showed. Its address stays.
    pub async fn replace_link(
        &self,
        actor: &Actor,
        id: &LinkId,
        shown: &LinkForm,
        form: &LinkForm,
    ) -> Result<Link, Error> {
        let (before, team) = self.managed_link(actor, id).await?;
        let mut problems = Problems::default();
        let Some(environment) = self.chosen(form, &mut problems) else { return Err(Error::Invalid(problems)) };
        let Environment { connection, id: environment, name, .. } = environment;
        let as_shown = shown.environment == format!("{}/{}", before.connection, before.environment);
        let after = Link { connection, environment, name, ..before.clone() };
        self.change_link(actor, &team, &before, after, as_shown).await
    }

    async fn change_link(
        &self,
        actor: &Actor,
        team: &Team,
        before: &Link,
        after: Link,
        as_shown: bool,
    ) -> Result<Link, Error> {
        let changes = after.changes_from(before);
        if changes.is_empty() {
            return Ok(after);
        }
        let meanwhile = || {
            let words = "Somebody else changed this link meanwhile. Nothing was saved. Look at it now, then decide.";
            Error::Conflict(words.into())
        };
        if !as_shown {
            return Err(meanwhile());
        }
        let words = format!("has its link to “{}” changed", before.name);
        let event = self.team_event(actor, Action::EditLink, team, &words).changing(changes);
        if self.store().edit_link(before, &after, &event).await.map_err(|e| self.failed(&e))? {
            return Ok(after);
        }
        let others = self.store().links_of(&before.team).await.map_err(|e| self.failed(&e))?;
        let has_it = |link: &Link| {
            link.id != after.id && (&link.connection, &link.environment) == (&after.connection, &after.environment)
        };
        if others.iter().any(has_it) { Err(linked_already(&after.name)) } else { Err(meanwhile()) }
    }

    /// Moves a link by one place within its section. One that stands at the end stays there.
    pub async fn move_link(&self, actor: &Actor, id: &LinkId, direction: Direction) -> Result<Link, Error> {
        let (link, team) = self.managed_link(actor, id).await?;
        let all = self.store().links_of(&link.team).await.map_err(|e| self.failed(&e))?;
        let same = |other: &&Link| other.section.to_lowercase() == link.section.to_lowercase();
        let section: Vec<&Link> = all.iter().filter(same).collect();
        let here = section.iter().position(|other| other.id == link.id);
        let there = here.and_then(|here| match direction {
            Direction::Up => here.checked_sub(1),
            Direction::Down => Some(here + 1),
        });
        let Some(other) = there.and_then(|there| section.get(there)) else { return Ok(link) };
        let words = match direction {
            Direction::Up => format!("has “{}” before “{}”", link.name, other.name),
            Direction::Down => format!("has “{}” behind “{}”", link.name, other.name),
        };
        let event = self.team_event(actor, Action::EditLink, &team, &words);
        // When somebody else moved one of the two meanwhile, the page shows where they stand now.
        self.store().swap_links(&link, other, &event).await.map_err(|e| self.failed(&e))?;
        Ok(link)
    }

    /// Takes an environment from a team: the link's address leads nowhere from then on. Says which team it was.
    pub async fn remove_link(&self, actor: &Actor, id: &LinkId) -> Result<Link, Error> {
        let (link, team) = self.managed_link(actor, id).await?;
        let change = Change::new("Environment", Some(&link.name), None);
        let words = format!("loses the environment “{}”", link.name);
        let event = self.team_event(actor, Action::RemoveLink, &team, &words).changing(vec![change]);
        if self.store().remove_link(&link, &event).await.map_err(|e| self.failed(&e))? { Ok(link) } else { Err(gone()) }
    }

    fn chosen(&self, form: &LinkForm, problems: &mut Problems) -> Option<Environment> {
        let (connection, id) = form.parse_environment(problems)?;
        let known = self.inventory().get(&connection, &id).map(|entry| entry.environment.clone());
        let unknown = || Flaw::new("The portal does not know this environment any more. Choose another one.");
        problems.keep(Field::Environment, known.ok_or_else(unknown))
    }

    /// A link that somebody may change. Strangers to its team are refused alike whether it is there or not.
    async fn managed_link(&self, actor: &Actor, id: &LinkId) -> Result<(Link, Team), Error> {
        let link = self.store().link(id).await.map_err(|e| self.failed(&e))?;
        let standing = match &link {
            Some(link) => self.standing(actor, &link.team).await?,
            None => None,
        };
        let named = link.as_ref().map_or_else(|| format!("link/{id}"), |link| object(&link.team));
        self.allow_given(actor, Deed::ManageTeam, Facts::in_team(standing), &named).await?;
        let link = link.ok_or_else(gone)?;
        let team = self.store().team(&link.team).await.map_err(|e| self.failed(&e))?.ok_or_else(gone)?;
        Ok((link, team))
    }
}

fn linked_already(name: &str) -> Error {
    let flaw = Flaw::new(format!("The team has “{name}” already, or is gone. Choose another environment."));
    Error::Invalid(Problems(vec![flaw.at(Field::Environment)]))
}
