//! The addresses of lists: what narrows them, and the page.

use domain::{person, portal::Sought, team};

use super::{PEOPLE, TEAMS, escaped};

/// What an address says of a list of teams that shows only those without an environment.
pub const WITHOUT_ENVIRONMENT: &str = "without_environment";
/// What it says of a list of people that shows only those who have nothing.
pub const WITHOUT_TEAM: &str = "without_team";

/// A page of the people whom a filter lets through.
#[must_use]
pub fn people(filter: &person::Filter, page: usize) -> String {
    let only = filter.without_team.then_some(WITHOUT_TEAM);
    listed(PEOPLE, &[("text", &filter.text), ("only", only.unwrap_or_default())], page)
}

/// The teams, to choose one to which somebody of this address is to be added.
#[must_use]
pub fn teams_to_add(email: &str) -> String {
    format!("{TEAMS}?add={}", escaped(email))
}

/// A page of the teams that a filter lets through.
#[must_use]
pub fn teams(filter: &team::Filter, page: usize) -> String {
    let only = filter.without_environment.then_some(WITHOUT_ENVIRONMENT);
    listed(TEAMS, &[("text", &filter.text), ("only", only.unwrap_or_default())], page)
}

/// A page of the tiles that somebody looks for, at an address of a launchpad.
#[must_use]
pub fn tiles(path: &str, sought: &Sought, page: usize) -> String {
    let concern = sought.concern.map(domain::inventory::Concern::as_str);
    listed(path, &[("text", &sought.text), ("only", concern.unwrap_or_default())], page)
}

/// A page of what is found at a path by a text.
#[must_use]
pub fn found(path: &str, text: &str, page: usize) -> String {
    listed(path, &[("text", text)], page)
}

/// What is empty need not be said, and neither need the first page.
pub(super) fn listed(path: &str, parts: &[(&str, &str)], page: usize) -> String {
    let said = parts.iter().filter(|(_, value)| !value.is_empty());
    let parts = said.map(|(name, value)| format!("{name}={}", escaped(value)));
    let parts: Vec<String> = parts.chain((page > 1).then(|| format!("page={page}"))).collect();
    if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
}

#[cfg(test)]
mod tests {
    use domain::inventory::Concern;

    use super::*;

    #[test]
    fn an_address_says_what_narrows_the_list_and_nothing_else() {
        assert_eq!(found("/x", "", 1), "/x");
        assert_eq!(found("/x", "a&b \u{e9}", 2), "/x?text=a%26b%20%C3%A9&page=2");
        let bare = team::Filter { without_environment: true, ..team::Filter::saying("desk") };
        assert_eq!(teams(&bare, 0), "/teams?text=desk&only=without_environment");
        let lonely = person::Filter { without_team: true, ..person::Filter::default() };
        assert_eq!(people(&lonely, 3), "/admin/people?only=without_team&page=3");
        let failing = Sought { concern: Some(Concern::Failing), ..Sought::default() };
        assert_eq!(tiles("/", &failing, 1), "/?only=failing");
    }
}
