//! Who is in a team, and who owns it.

use super::{Portal, paged::piece, teams::object};
use crate::{
    Actor, Error, Field, Flaw, Problems,
    audit::{Action, Change},
    id::{PersonId, TeamId},
    may::{Deed, Denied},
    team::{Contact, Member, MemberPlace, Standing, addresses},
};

impl Portal {
    /// The members of a team that somebody may see, a piece at a time from a place on, and whether there are more.
    pub async fn members_after(
        &self,
        actor: &Actor,
        id: &TeamId,
        place: Option<&MemberPlace>,
        most: usize,
    ) -> Result<(Vec<Member>, bool), Error> {
        self.seen_team(actor, id).await?;
        piece(most, |most| self.store().members_after(id, place, most)).await.map_err(|e| self.failed(&e))
    }

    /// Adds the people of these addresses, all of them or nobody. Whoever is in the team stays what they are. Says who
    /// is new.
    pub async fn add_members(
        &self,
        actor: &Actor,
        id: &TeamId,
        typed: &str,
        standing: Standing,
    ) -> Result<Vec<Contact>, Error> {
        let team = self.managed_team(actor, id, Deed::ManageTeam).await?;
        let wrong = |flaw: Flaw| Error::Invalid(Problems(vec![flaw.at(Field::Members)]));
        let (mut new, mut unknown, mut disabled) = (Vec::new(), Vec::new(), Vec::new());
        for email in addresses(typed).map_err(wrong)? {
            let found = self.store().credentials(&email).await.map_err(|e| self.failed(&e))?;
            match found.as_ref().map(|(person, _)| Contact::from(person)) {
                None => unknown.push(email),
                Some(contact) if contact.is_disabled => disabled.push(email),
                Some(contact) => {
                    let is_in = self.store().standing(id, &contact.person).await.map_err(|e| self.failed(&e))?;
                    new.extend(is_in.is_none().then_some(contact));
                }
            }
        }
        if !unknown.is_empty() {
            let words = "Nobody here signs in with";
            let next = "Ask an administrator to invite them first, then add them again.";
            return Err(wrong(Flaw::new(format!("{words} {}. {next}", unknown.join(", ")))));
        }
        if !disabled.is_empty() {
            let words = format!("{} cannot sign in. Ask an administrator to enable them first.", disabled.join(", "));
            return Err(wrong(Flaw::new(words)));
        }
        if new.is_empty() {
            return Ok(new);
        }
        let words = match new.as_slice() {
            [one] => format!("gains {}", one.email),
            many => format!("gains {} people", many.len()),
        };
        let changes = new.iter().map(|contact| Change::added(standing.label(), &contact.email)).collect();
        let event = self.team_event(actor, Action::AddMember, &team, &words).changing(changes);
        let people: Vec<PersonId> = new.iter().map(|contact| contact.person.clone()).collect();
        // When others were quicker with each of them, they are in the team all the same.
        self.store().add_members(id, &people, standing, &event).await.map_err(|e| self.failed(&e))?;
        Ok(new)
    }

    /// Makes a member an owner, or an owner a member. Who is that already is no error.
    pub async fn set_standing(
        &self,
        actor: &Actor,
        id: &TeamId,
        person: &PersonId,
        standing: Standing,
    ) -> Result<Contact, Error> {
        let team = self.managed_team(actor, id, Deed::ManageTeam).await?;
        let (contact, before) = self.member(id, person).await?.ok_or_else(nobody)?;
        if before == standing {
            return Ok(contact);
        }
        if standing == Standing::Member {
            self.not_by_group(actor, id, &contact, Standing::Owner).await?;
        }
        let words = match standing {
            Standing::Owner => format!("is owned by {} from now on", contact.email),
            Standing::Member => format!("is owned by {} no more; they stay a member", contact.email),
        };
        let change = Change::new(contact.email.as_str(), Some(before.label()), Some(standing.label()));
        let event = self.team_event(actor, Action::ChangeStanding, &team, &words).changing(vec![change]);
        self.store().set_standing(id, person, standing, &event).await.map_err(|e| self.failed(&e))?;
        Ok(contact)
    }

    /// Takes somebody out of a team. Who is not in it any more is no error.
    pub async fn remove_member(&self, actor: &Actor, id: &TeamId, person: &PersonId) -> Result<(), Error> {
        let team = self.managed_team(actor, id, Deed::ManageTeam).await?;
        let Some((contact, before)) = self.member(id, person).await? else { return Ok(()) };
        self.not_by_group(actor, id, &contact, Standing::Member).await?;
        let change = Change::new(before.label(), Some(&contact.email), None);
        let words = format!("loses {}", contact.email);
        let event = self.team_event(actor, Action::RemoveMember, &team, &words).changing(vec![change]);
        self.store().remove_member(id, person, &event).await.map_err(|e| self.failed(&e))?;
        Ok(())
    }

    /// What a group gives, nobody takes by hand: it would be back at their next sign-in.
    async fn not_by_group(
        &self,
        actor: &Actor,
        team: &TeamId,
        contact: &Contact,
        least: Standing,
    ) -> Result<(), Error> {
        let by_group = self.store().by_group(team, &contact.person).await.map_err(|e| self.failed(&e))?;
        let Some(by_group) = by_group.filter(|by_group| by_group.standing >= least) else { return Ok(()) };
        Err(self.refuse(actor, Deed::ManageTeam, &object(team), Denied::by_group(&by_group)).await)
    }

    async fn member(&self, team: &TeamId, person: &PersonId) -> Result<Option<(Contact, Standing)>, Error> {
        let standing = self.store().standing(team, person).await.map_err(|e| self.failed(&e))?;
        let Some(standing) = standing else { return Ok(None) };
        let person = self.known_person(person).await?.ok_or_else(nobody)?;
        Ok(Some((Contact::from(&person), standing)))
    }
}

fn nobody() -> Error {
    Error::NotFound("This member".into())
}
