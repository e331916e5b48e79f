//! What groups at a provider give in teams.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ProviderField, group_name};
use crate::{
    Field, Flaw, Problems,
    id::{TeamId, TeamRuleId},
    team::{Standing, Team},
};

/// More rules about teams than this no provider has.
pub const TEAM_RULES_MOST: usize = 200;

/// Whoever is in the group is in the team, from their next sign-in on until the first one without it. Names of groups
/// are compared letter by letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRule {
    pub id: TeamRuleId,
    pub group: String,
    pub team: TeamId,
    /// What the team is called now.
    pub team_name: String,
    pub standing: Standing,
}

impl TeamRule {
    /// What it says, as the log has it.
    #[must_use]
    pub fn in_words(&self) -> String {
        format!("{} of “{}”", self.standing.label(), self.team_name)
    }
}

/// A new rule, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TeamRuleForm {
    pub group: String,
    /// The name of the team.
    pub team: String,
    pub standing: Standing,
}

impl TeamRuleForm {
    /// The rule, of the team that has the name, or all that is wrong with it.
    pub fn parse(&self, id: TeamRuleId, team: Option<Team>) -> Result<TeamRule, Problems> {
        let mut problems = Problems::default();
        let group = problems.keep(Field::Provider(ProviderField::RuleGroup), group_name(&self.group));
        let team = team.ok_or_else(|| match self.team.trim() {
            "" => Flaw::new("Enter the name of a team."),
            name => Flaw::new(format!("There is no team called “{name}”. Look the name up in the list of teams.")),
        });
        match (group, problems.keep(Field::Provider(ProviderField::RuleTeam), team)) {
            (Some(group), Some(Team { id: team, name: team_name, .. })) => {
                Ok(TeamRule { id, group, team, team_name, standing: self.standing })
            }
            _ => Err(problems),
        }
    }
}

/// The rules that somebody of these groups meets.
#[must_use]
pub fn rules_met(rules: Vec<TeamRule>, groups: &[String]) -> Vec<TeamRule> {
    rules.into_iter().filter(|rule| groups.contains(&rule.group)).collect()
}

/// What rules give together: in each team the most, by the teams' names.
#[must_use]
pub fn standings(rules: &[TeamRule]) -> BTreeMap<&str, Standing> {
    let mut all = BTreeMap::new();
    for rule in rules {
        let standing = all.entry(rule.team_name.as_str()).or_insert(rule.standing);
        *standing = rule.standing.max(*standing);
    }
    all
}

/// The same in words, like “Owner of “Rates desk”, Member of “FX””; empty where there is nothing.
#[must_use]
pub fn standings_in_words(rules: &[TeamRule]) -> String {
    let words = standings(rules).into_iter().map(|(team, standing)| format!("{} of “{team}”", standing.label()));
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(group: &str, team: &str, standing: Standing) -> TeamRule {
        let id = |letter: &str| letter.repeat(26);
        TeamRule {
            id: TeamRuleId::parse(&id("a")).unwrap(),
            group: group.into(),
            team: TeamId::parse(&id("b")).unwrap(),
            team_name: team.into(),
            standing,
        }
    }

    #[test]
    fn groups_give_the_most_that_their_rules_give_and_case_counts() {
        let rules = vec![
            rule("desk", "Rates", Standing::Member),
            rule("leads", "Rates", Standing::Owner),
            rule("Desk", "FX", Standing::Owner),
            rule("desk", "Credit", Standing::Member),
        ];
        let met = rules_met(rules, &["desk".into(), "leads".into()]);
        assert_eq!(standings_in_words(&met), "Member of “Credit”, Owner of “Rates”");
        assert_eq!(standings_in_words(&[]), "");
    }

    #[test]
    fn all_that_is_wrong_with_a_rule_is_said_at_once() {
        let id = TeamRuleId::parse(&"a".repeat(26)).unwrap();
        let form = TeamRuleForm { team: "Nobody".into(), ..TeamRuleForm::default() };
        let problems = form.parse(id, None).unwrap_err();
        let of = |field| problems.of(Field::Provider(field)).map(|problem| problem.words.clone());
        assert!(of(ProviderField::RuleGroup).is_some(), "{problems:?}");
        assert!(of(ProviderField::RuleTeam).is_some_and(|words| words.contains("no team called “Nobody”")));
    }
}
