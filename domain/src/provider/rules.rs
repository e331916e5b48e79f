//! What groups at a provider give in the portal.

use std::{collections::BTreeSet, fmt, str::FromStr};

use crate::{Flaw, role::Roles};

/// More rules than this nobody oversees.
const MOST: usize = 500;
/// The longest name of a group.
const LONGEST: usize = 300;

/// Whoever is in the group has the roles. Names of groups are compared letter by letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRule {
    pub group: String,
    pub roles: Roles,
}

/// The rules of a provider, in the order in which they were written. As text, each is a line: `group = roles`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupRules(pub Vec<GroupRule>);

impl GroupRules {
    /// All that somebody of these groups gets.
    #[must_use]
    pub fn roles_for(&self, groups: &[String]) -> Roles {
        let matching = self.0.iter().filter(|rule| groups.contains(&rule.group));
        matching.flat_map(|rule| rule.roles.iter()).collect()
    }
}

impl FromStr for GroupRules {
    type Err = Flaw;

    /// Reads a rule a line; empty lines do not count. A group may have an equals sign in its name: the last one counts.
    fn from_str(text: &str) -> Result<Self, Flaw> {
        let mut rules: Vec<GroupRule> = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim().is_empty() {
                continue;
            }
            let wrong = |words: &str| Flaw::new(format!("Line {number}: {words}"));
            let (group, roles) =
                line.rsplit_once('=').ok_or_else(|| wrong("write the group, an equals sign and the roles."))?;
            let group = group_name(group).map_err(|flaw| wrong(&lowered(&flaw.words)))?;
            let roles: Roles = roles.replace(',', " ").parse().map_err(|flaw: Flaw| wrong(&flaw.words))?;
            if roles.is_empty() {
                return Err(wrong("no role stands after the equals sign."));
            }
            if rules.iter().any(|rule| rule.group == group) {
                return Err(wrong("this group stands in a line above already. Write all its roles there."));
            }
            rules.push(GroupRule { group, roles });
        }
        if rules.len() > MOST {
            return Err(Flaw::new(format!("These are {} rules; at most {MOST} are kept.", rules.len())));
        }
        Ok(Self(rules))
    }
}

impl fmt::Display for GroupRules {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, rule) in self.0.iter().enumerate() {
            let end = if place + 1 < self.0.len() { "\n" } else { "" };
            write!(out, "{} = {}{end}", rule.group, rule.roles)?;
        }
        Ok(())
    }
}

/// The name of a group, as a provider writes it.
pub(super) fn group_name(typed: &str) -> Result<String, Flaw> {
    let group = typed.trim();
    if group.is_empty() || group.chars().count() > LONGEST || group.chars().any(char::is_control) {
        return Err(Flaw::new(format!("The name of a group has 1 to {LONGEST} characters.")));
    }
    Ok(group.to_owned())
}

/// A sentence that goes on behind a colon.
fn lowered(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Groups as people paste them, one a line.
#[must_use]
pub fn groups_of(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect()
}
