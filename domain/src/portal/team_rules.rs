//! Rules by which groups at sign-in providers put people into teams.

use super::{
    Portal,
    providers::{missing, object_of},
};
use crate::{
    Actor, Error, Field, Flaw, Problems,
    audit::Change,
    id::TeamRuleId,
    may::Deed,
    provider::{ProviderField, TEAM_RULES_MOST, TeamRule, TeamRuleForm},
};

impl Portal {
    /// The rules of a provider, by team and group.
    pub async fn team_rules(&self, actor: &Actor, provider: &str) -> Result<Vec<TeamRule>, Error> {
        self.see(actor, Deed::SeeSettings, "This provider")?;
        let provider = self.known_provider(provider).await?.ok_or_else(missing)?;
        self.store().team_rules(&provider.name).await.map_err(|e| self.failed(&e))
    }

    /// Adds a rule. It holds for everybody from their next sign-in on.
    pub async fn add_team_rule(&self, actor: &Actor, provider: &str, form: &TeamRuleForm) -> Result<TeamRule, Error> {
        self.allow(actor, Deed::ChangeSettings, &object_of(provider)).await?;
        let provider = self.known_provider(provider).await?.ok_or_else(missing)?;
        let team = self.store().team_called(form.team.trim()).await.map_err(|e| self.failed(&e))?;
        let rule = form.parse(TeamRuleId::from_bytes(self.chance()), team).map_err(Error::Invalid)?;
        if provider.group_claim.is_none() {
            let words = "This provider tells no groups yet: enter its group claim above and save, then add the rule.";
            return Err(wrong(words));
        }
        let there = self.store().team_rules(&provider.name).await.map_err(|e| self.failed(&e))?;
        if there.len() >= TEAM_RULES_MOST {
            let words = format!("There are {TEAM_RULES_MOST} rules already, the most that a provider has. Remove one.");
            return Err(wrong(words));
        }
        let event = self.provider_event(actor, &provider.name, "Added a rule about a team");
        let event = event.changing(vec![Change::added(field_of(&rule), &rule.in_words())]);
        if self.store().add_team_rule(&provider.name, &rule, &event).await.map_err(|e| self.failed(&e))? {
            return Ok(rule);
        }
        Err(wrong("This group has a rule about this team already. Remove that one first, to give it another standing."))
    }

    /// Removes a rule; whoever is in the team by it alone is out at once. One that is gone already is no error.
    pub async fn remove_team_rule(&self, actor: &Actor, provider: &str, id: &TeamRuleId) -> Result<(), Error> {
        self.allow(actor, Deed::ChangeSettings, &object_of(provider)).await?;
        let provider = self.known_provider(provider).await?.ok_or_else(missing)?;
        let there = self.store().team_rules(&provider.name).await.map_err(|e| self.failed(&e))?;
        let Some(rule) = there.into_iter().find(|rule| rule.id == *id) else { return Ok(()) };
        let event = self.provider_event(actor, &provider.name, "Removed a rule about a team");
        let event = event.changing(vec![Change::new(field_of(&rule), Some(&rule.in_words()), None)]);
        self.store().remove_team_rule(id, &event).await.map(drop).map_err(|e| self.failed(&e))
    }
}

/// What a change of the rule is called in the log.
fn field_of(rule: &TeamRule) -> String {
    format!("Group “{}”", rule.group)
}

fn wrong(words: impl Into<String>) -> Error {
    Error::Invalid(Problems(vec![Flaw::new(words).at(Field::Provider(ProviderField::RuleGroup))]))
}
