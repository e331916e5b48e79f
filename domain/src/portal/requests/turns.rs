//! Whose turn it is, where approvers decide one after the other.

use serde::{Deserialize, Serialize};

use super::Portal;
use crate::{
    Actor, Error,
    blueprint::{Approver, Blueprint, Deciders},
    id::{PersonId, TeamId},
    may::{Deed, Denied, Facts, may},
    request::{Approval, Asked},
    role::Role,
    team::Standing,
};

/// Who has to approve now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Who that is, as a sentence goes on behind "waits for".
    pub whom: String,
    /// The reader can approve now, as any administrator can who has not yet.
    pub is_yours: bool,
}

impl Portal {
    /// Whose turn it is after these approvals; `None` where there is no order.
    pub(super) async fn turn(
        &self,
        actor: &Actor,
        asked: &Asked,
        blueprint: &Blueprint,
        approvals: &[Approval],
    ) -> Result<Option<Turn>, Error> {
        if blueprint.rules.deciders != Deciders::InOrder {
            return Ok(None);
        }
        let has_approved = |id: &PersonId| approvals.iter().any(|approval| approval.person == *id);
        let (whom, is_theirs) = match blueprint.steps.get(approvals.len()) {
            // The steps became fewer since it was asked.
            None => ("an administrator".to_owned(), false),
            Some(Approver::AskingTeam) => {
                let team = &asked.request.team;
                (format!("the approvers of {}", asked.request.team_name), self.approves_for(actor, team).await?)
            }
            Some(Approver::Team(id)) => match self.store().team(id).await.map_err(|e| self.failed(&e))? {
                Some(team) => (format!("the approvers of {}", team.name), self.approves_for(actor, id).await?),
                None => ("an administrator, because the team of this step is gone".to_owned(), false),
            },
            Some(Approver::Person(id)) => match self.known_person(id).await? {
                // Nobody decides their own, everybody decides once, and who is disabled decides nothing.
                Some(person) if *id == asked.request.person || has_approved(id) || person.disabled_at.is_some() => {
                    (format!("an administrator in the place of {}", person.email), false)
                }
                Some(person) => (person.email, actor.person == *id),
                None => ("an administrator".to_owned(), false),
            },
        };
        let decides_all = may(actor, Deed::DecideRequest, Facts::default()).is_ok();
        Ok(Some(Turn { whom, is_yours: (is_theirs || decides_all) && !has_approved(&actor.person) }))
    }

    /// Whether somebody is at any step of an order.
    pub(super) async fn is_in_order(&self, actor: &Actor, team: &TeamId, steps: &[Approver]) -> Result<bool, Error> {
        for step in steps {
            let is_there = match step {
                Approver::AskingTeam => self.approves_for(actor, team).await?,
                Approver::Team(id) => self.approves_for(actor, id).await?,
                Approver::Person(id) => actor.person == *id,
            };
            if is_there {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether somebody is an approver of a team: an owner, or a member with the role.
    pub(super) async fn approves_for(&self, actor: &Actor, team: &TeamId) -> Result<bool, Error> {
        Ok(match self.standing(actor, team).await? {
            Some(Standing::Owner) => true,
            Some(Standing::Member) => actor.roles.has(Role::Approver),
            None => false,
        })
    }
}

impl Denied {
    /// Why somebody does not approve yet, or any more.
    pub(super) fn not_your_turn(turn: &Turn) -> Self {
        Self { reason: format!("This waits for {} now. You are told when it is your turn.", turn.whom) }
    }
}
