//! Teams: making, editing and deleting them, and one team with everything that is known of it.

use serde::{Deserialize, Serialize};

use super::{Paged, Portal, links::LinkSeen, paged::piece};
use crate::{
    Actor, Error, Field, Flaw, Problems,
    audit::{Action, Change, Event, Outcome},
    id::{PersonId, TeamId},
    may::{Deed, Facts, may},
    ports::TeamEdit,
    provider::{Label, TeamRule},
    team::{Contact, Filter, Member, Standing, Team, TeamCounted, TeamForm, TeamPlace},
};

/// Rows on a page of teams.
const TEAMS: usize = 50;
/// Rows of members, and of links, on the page of a team, which has both.
const ROWS: usize = 25;
/// Events on the page of a team.
const EVENTS: i64 = 20;
/// So many owners are named; whoever needs more looks at the members.
const OWNERS: i64 = 5;

/// One team, as everybody in it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamSeen {
    pub team: Team,
    /// What the reader is in it; `None` for those who see all teams.
    pub standing: Option<Standing>,
    /// Some owners who can sign in; none at all is worth a warning.
    pub owners: Vec<Contact>,
    pub members: Paged<Member>,
    /// The groups whose people are in it, with what people call their provider.
    pub rules: Vec<(Label, TeamRule)>,
    pub links: Paged<LinkSeen>,
    /// How many of all its environments nobody can sign in to now.
    pub down: usize,
    /// What was done to it, newest first.
    pub events: Vec<Event>,
}

impl Portal {
    /// A page of the teams by name: all of them for those who may see each, one's own for everybody else.
    pub async fn teams(&self, actor: &Actor, filter: &Filter, page: usize) -> Result<Paged<TeamCounted>, Error> {
        self.see(actor, Deed::SeeTeams, "This page")?;
        let of = teams_seen(actor);
        let read = |from, most| self.store().teams(filter, of, from, most);
        Paged::read(page, TEAMS, read).await.map_err(|e| self.failed(&e))
    }

    /// The same list a piece at a time from a place on, and whether there is more.
    pub async fn teams_after(
        &self,
        actor: &Actor,
        text: &str,
        place: Option<&TeamPlace>,
        most: usize,
    ) -> Result<(Vec<TeamCounted>, bool), Error> {
        self.see(actor, Deed::SeeTeams, "This list")?;
        let read = |most| self.store().teams_after(text, teams_seen(actor), place, most);
        piece(most, read).await.map_err(|e| self.failed(&e))
    }

    /// One team, with a page of its members in whom the text is found, and a page of its links.
    pub async fn team(
        &self,
        actor: &Actor,
        id: &TeamId,
        text: &str,
        members_page: usize,
        links_page: usize,
    ) -> Result<TeamSeen, Error> {
        let (team, standing) = self.seen_team(actor, id).await?;
        let read = |from, most| self.store().members(id, text, from, most);
        let members = Paged::read(members_page, ROWS, read).await.map_err(|e| self.failed(&e))?;
        let owners = self.store().owners(id, OWNERS).await.map_err(|e| self.failed(&e))?;
        let (links, down) = self.links_seen(id, links_page, ROWS).await?;
        let rules = self.store().rules_of_team(id).await.map_err(|e| self.failed(&e))?;
        let events = self.store().events(&object(id), EVENTS).await.map_err(|e| self.failed(&e))?;
        Ok(TeamSeen { team, standing, owners, members, rules, links, down, events })
    }

    /// The team that is meant by an id or a name, if it is there, for those who see all teams.
    pub(super) async fn team_meant(&self, actor: &Actor, asked: &str) -> Result<Option<Team>, Error> {
        may(actor, Deed::SeeTeam, Facts::default())?;
        let by_id = match TeamId::parse(asked) {
            Some(id) => self.store().team(&id).await,
            None => Ok(None),
        };
        match by_id {
            Ok(None) => self.store().team_named(asked).await,
            found => found,
        }
        .map_err(|e| self.failed(&e))
    }

    /// The teams of a person, for those who may see people.
    pub async fn teams_of(&self, actor: &Actor, person: &PersonId) -> Result<Vec<(Team, Standing)>, Error> {
        self.see(actor, Deed::SeePeople, "This person")?;
        self.store().teams_of(person).await.map_err(|e| self.failed(&e))
    }

    /// Makes a team. Nobody is in it yet.
    pub async fn make_team(&self, actor: &Actor, form: &TeamForm) -> Result<Team, Error> {
        let id = TeamId::from_bytes(self.chance());
        self.allow(actor, Deed::MakeTeam, "team").await?;
        let TeamForm { name, description } = form.parse().map_err(Error::Invalid)?;
        let team = Team { id, name, description, made_at: self.now() };
        let mut changes = vec![Change::added("Name", &team.name)];
        changes.extend((!team.description.is_empty()).then(|| Change::added("Description", &team.description)));
        let event = self.team_event(actor, Action::MakeTeam, &team, "is made").changing(changes);
        if !self.store().add_team(&team, &event).await.map_err(|e| self.failed(&e))? {
            return Err(taken(&team.name));
        }
        self.reread_team_names().await;
        Ok(team)
    }

    /// Gives a team another name and description than the ones that the page showed.
    pub async fn edit_team(
        &self,
        actor: &Actor,
        id: &TeamId,
        shown: &TeamForm,
        form: &TeamForm,
    ) -> Result<Team, Error> {
        let before = self.managed_team(actor, id, Deed::ManageTeam).await?;
        let TeamForm { name, description } = form.parse().map_err(Error::Invalid)?;
        let after = Team { name, description, ..before.clone() };
        if after == before {
            return Ok(after);
        }
        // Browsers turn the ends of lines into their own.
        let was = shown.parse().ok();
        if was.as_ref() != Some(&TeamForm::of(&before)) {
            return Err(changed_meanwhile(&before));
        }
        let fields = [("Name", &before.name, &after.name), ("Description", &before.description, &after.description)];
        let changes = fields.into_iter().filter(|(_, before, after)| before != after);
        let changes = changes.map(|(field, before, after)| Change::new(field, Some(before), Some(after))).collect();
        let event = self.team_event(actor, Action::EditTeam, &before, "is edited").changing(changes);
        match self.store().edit_team(&before, &after, &event).await.map_err(|e| self.failed(&e))? {
            TeamEdit::Done => {
                self.reread_team_names().await;
                Ok(after)
            }
            TeamEdit::Taken => Err(taken(&after.name)),
            TeamEdit::Changed => Err(changed_meanwhile(&before)),
        }
    }

    /// Deletes a team. One in which somebody is, or which has links, needs its name typed: its links lead nowhere then.
    pub async fn delete_team(&self, actor: &Actor, id: &TeamId, typed_name: &str) -> Result<Team, Error> {
        let team = self.managed_team(actor, id, Deed::DeleteTeam).await?;
        let (_, members) = self.store().members(id, "", 0, 0).await.map_err(|e| self.failed(&e))?;
        let links = self.store().links_of(id).await.map_err(|e| self.failed(&e))?;
        if (members > 0 || !links.is_empty()) && typed_name.trim() != team.name {
            let flaw = Flaw::new(format!("Type “{}” exactly, to show that you mean this one.", team.name));
            return Err(Error::Invalid(Problems(vec![flaw.at(Field::ConfirmTeam)])));
        }
        let words = format!("is deleted, with {members} members and {} links", links.len());
        let event = self.team_event(actor, Action::DeleteTeam, &team, &words);
        if !self.store().delete_team(id, &event).await.map_err(|e| self.failed(&e))? {
            return Err(missing());
        }
        self.reread_team_names().await;
        Ok(team)
    }

    /// A team that somebody may see, and what they are in it.
    pub(super) async fn seen_team(&self, actor: &Actor, id: &TeamId) -> Result<(Team, Option<Standing>), Error> {
        let standing = self.standing(actor, id).await?;
        self.see_given(actor, Deed::SeeTeam, Facts::in_team(standing), "This team")?;
        let team = self.store().team(id).await.map_err(|e| self.failed(&e))?.ok_or_else(missing)?;
        Ok((team, standing))
    }

    /// A team that somebody may change. Strangers to it are refused alike whether it is there or not.
    pub(super) async fn managed_team(&self, actor: &Actor, id: &TeamId, deed: Deed) -> Result<Team, Error> {
        let standing = self.standing(actor, id).await?;
        self.allow_given(actor, deed, Facts::in_team(standing), &object(id)).await?;
        self.store().team(id).await.map_err(|e| self.failed(&e))?.ok_or_else(missing)
    }

    pub(super) async fn standing(&self, actor: &Actor, team: &TeamId) -> Result<Option<Standing>, Error> {
        self.store().standing(team, &actor.person).await.map_err(|e| self.failed(&e))
    }

    /// What somebody did to a team: its name, then the words.
    pub(super) fn team_event(&self, actor: &Actor, action: Action, team: &Team, words: &str) -> Event {
        let detail = format!("“{}” {words}", team.name);
        self.event(Some(actor), action, object(&team.id), Outcome::Done, detail)
    }
}

/// The object of an event about a team.
pub(super) fn object(id: &TeamId) -> String {
    format!("team/{id}")
}

/// Whose teams somebody sees in the list: their own, unless they may see each.
pub(super) fn teams_seen(actor: &Actor) -> Option<&PersonId> {
    may(actor, Deed::SeeTeam, Facts::default()).is_err().then_some(&actor.person)
}

pub(super) fn missing() -> Error {
    Error::NotFound("This team".into())
}

fn taken(name: &str) -> Error {
    let flaw = Flaw::new(format!("There is a team called “{name}” already. Choose another name."));
    Error::Invalid(Problems(vec![flaw.at(Field::Name)]))
}

fn changed_meanwhile(team: &Team) -> Error {
    Error::Conflict(format!(
        "Somebody else changed “{}” meanwhile. Nothing was saved. Look at what it says now, then decide.",
        team.name
    ))
}
