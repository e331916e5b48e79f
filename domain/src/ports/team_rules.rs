//! What rules about groups and teams need from the database.

use std::collections::BTreeMap;

use async_trait::async_trait;

use super::StoreError;
use crate::{
    audit::Event,
    id::{PersonId, TeamId, TeamRuleId},
    provider::{Label, ProviderName, TeamRule},
    team::{ByGroup, Joined, Team},
};

/// Rules by which groups at sign-in providers put people into teams. Who meets a rule stands with their identities
/// ([`super::SignIns`]).
#[async_trait]
pub trait TeamRules: Send + Sync {
    /// The rules of a provider, by team and group.
    async fn team_rules(&self, provider: &ProviderName) -> Result<Vec<TeamRule>, StoreError>;
    /// The rules about a team, with what people call their provider, by provider and group.
    async fn rules_of_team(&self, team: &TeamId) -> Result<Vec<(Label, TeamRule)>, StoreError>;
    /// False when the group has a rule about the team, or when provider or team are gone.
    async fn add_team_rule(&self, provider: &ProviderName, rule: &TeamRule, event: &Event) -> Result<bool, StoreError>;
    /// Removes a rule; whoever is in the team by it alone is out at once. False when it is gone.
    async fn remove_team_rule(&self, id: &TeamRuleId, event: &Event) -> Result<bool, StoreError>;
    /// What groups make of somebody in a team.
    async fn by_group(&self, team: &TeamId, person: &PersonId) -> Result<Option<ByGroup>, StoreError>;
    /// How somebody came into each of their teams.
    async fn joined(&self, person: &PersonId) -> Result<BTreeMap<TeamId, Joined>, StoreError>;
    /// The team of a name, in whatever case.
    async fn team_called(&self, name: &str) -> Result<Option<Team>, StoreError>;
}
