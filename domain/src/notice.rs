//! A notice: what somebody is told, and where it leads.

use std::{fmt, str::FromStr};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    Flaw,
    audit::{Action, Change, Event},
    environment::Status,
    id::{ConnectionName, EnvironmentId, EnvironmentRequestId, LinkId, NoticeId, PersonId},
    occasion::{Occasion, Occasions},
    operation::State,
    request::{Kind, Request},
};

/// So long a notice is kept.
pub const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);
/// What happened longer ago is told in the portal alone: a mail about it would only confuse.
pub const SENT_WITHIN: SignedDuration = SignedDuration::from_hours(2 * 24);
/// The most characters of what is said beside the headline. The page that it leads to says all of it.
pub const DETAIL_MOST: usize = 300;

/// The page on which one decides or watches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Target {
    Request(EnvironmentRequestId),
    /// The permanent link of an environment, which leads to its sign-in page.
    Link(LinkId),
    /// What is decided about the life of a link's environment, and where a team says what is to become of it.
    Ending(LinkId),
    Environment(ConnectionName, EnvironmentId),
    /// The connections that cannot be read.
    ConnectionsDown,
    Account,
    Tokens,
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(id) => write!(out, "request/{id}"),
            Self::Link(id) => write!(out, "link/{id}"),
            Self::Ending(id) => write!(out, "ending/{id}"),
            Self::Environment(connection, id) => write!(out, "environment/{connection}/{id}"),
            Self::ConnectionsDown => out.write_str("connections"),
            Self::Account => out.write_str("account"),
            Self::Tokens => out.write_str("tokens"),
        }
    }
}

impl FromStr for Target {
    type Err = Flaw;

    fn from_str(text: &str) -> Result<Self, Flaw> {
        let known = match text.split_once('/') {
            Some(("request", id)) => EnvironmentRequestId::parse(id).map(Self::Request),
            Some(("link", id)) => LinkId::parse(id).map(Self::Link),
            Some(("ending", id)) => LinkId::parse(id).map(Self::Ending),
            Some(("environment", place)) => environment(place),
            None if text == "connections" => Some(Self::ConnectionsDown),
            None if text == "account" => Some(Self::Account),
            None if text == "tokens" => Some(Self::Tokens),
            _ => None,
        };
        known.ok_or_else(|| Flaw::new("This leads nowhere."))
    }
}

/// The target of a connection and an id.
fn environment(place: &str) -> Option<Target> {
    let (connection, id) = place.split_once('/')?;
    Some(Target::Environment(ConnectionName::parse(connection).ok()?, EnvironmentId::parse(id).ok()?))
}

impl TryFrom<String> for Target {
    type Error = Flaw;

    fn try_from(text: String) -> Result<Self, Flaw> {
        text.parse()
    }
}

impl From<Target> for String {
    fn from(target: Target) -> Self {
        target.to_string()
    }
}

/// What happened, as everybody is told who is told at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    pub occasion: Occasion,
    /// The name of what it is about; empty for one's own account.
    pub about: String,
    /// A sentence or two more; may be empty.
    pub detail: String,
    pub target: Target,
    /// When it happened.
    pub at: Timestamp,
}

impl News {
    /// What happened, in one line.
    #[must_use]
    pub fn headline(&self) -> String {
        self.occasion.says(&self.about)
    }

    /// What a line of the log says of a request.
    #[must_use]
    pub fn of_request(occasion: Occasion, event: &Event, request: &Request, state: Option<&State>) -> Self {
        let by = format!("By {}, for {}.", event.who, request.team_name);
        let detail = match (occasion, state) {
            (Occasion::Amended, _) => {
                let changes: Vec<String> = event.changes.iter().map(Change::in_words).collect();
                format!("By {}: {}.", event.who, changes.join("; "))
            }
            (Occasion::Asked, _) if event.action == Action::AmendRequest => {
                let changes: Vec<String> = event.changes.iter().map(Change::in_words).collect();
                format!("Changed by {}, and to be decided anew: {}.", event.who, changes.join("; "))
            }
            (Occasion::StillWaiting, _) => {
                let rest = event.detail.split_once(" a decision. ").map_or("", |(_, rest)| rest);
                format!("Asked by {}, for {}. {rest}", request.who, request.team_name)
            }
            (Occasion::Approved, _) => match request.kind {
                Kind::Create => "The portal creates it now, and tells you when it is ready.".into(),
                Kind::Delete => "It is deleted after the time in which it can be kept.".into(),
                Kind::Extend => "It ends later now.".into(),
                Kind::Change => "The portal changes it now, and tells you when it is done.".into(),
            },
            (Occasion::Declined, _) => {
                let words = event.detail.split_once(" is declined: ").map(|(_, words)| words);
                format!("{}: {}", event.who, words.unwrap_or_default())
            }
            (Occasion::Changed, _) => {
                let changes: Vec<String> = event.changes.iter().map(Change::in_words).collect();
                format!("{}.", changes.join("; "))
            }
            // FinSpace's own words are for those who open the page.
            (Occasion::Unchanged, _) => "Nothing goes on until a person decides. The request says what to do.".into(),
            (Occasion::Lapsed, _) => "Ask again if you still need it.".into(),
            (Occasion::Built, _) => format!("It is an environment of {}.", request.team_name),
            (Occasion::Failed, Some(State::Failed { status: Status::Deleted, .. })) => {
                "It was deleted at FinSpace before it was ready. Ask again if you still need it.".into()
            }
            (Occasion::Failed, Some(State::Failed { status, .. })) => {
                format!("FinSpace says “{}”. An operator has to look at it.", status.label())
            }
            // FinSpace's own words are for administrators, who find them on the page.
            (Occasion::Refused, _) => "An operator says whether it is sent again.".into(),
            (Occasion::Undecided, _) => {
                "It may or may not have been created. An operator says whether it is sent again.".into()
            }
            (Occasion::Stalled, _) => "It is still looked at, and whoever asked is told when it is ready.".into(),
            _ => by,
        };
        let target = match (&request.link, occasion) {
            (Some(link), Occasion::Built) => Target::Link(link.clone()),
            _ => Target::Request(request.id.clone()),
        };
        Self { occasion, about: request.name.clone(), detail: short(&detail), target, at: event.at }
    }

    /// What a line of the log says of the end of an environment.
    #[must_use]
    pub fn of_ending(occasion: Occasion, event: &Event, name: &str, target: Target) -> Self {
        let by = if event.person.is_some() { format!(" By {}.", event.who) } else { String::new() };
        let detail = short(&format!("{}.{by}", event.detail.trim_end_matches('.')));
        Self { occasion, about: name.to_owned(), detail, target, at: event.at }
    }

    /// What a line of the log says of a connection.
    #[must_use]
    pub fn of_connection(occasion: Occasion, event: &Event, name: &str) -> Self {
        let detail = short(&format!("{}.", event.detail.trim_end_matches('.')));
        Self { occasion, about: name.to_owned(), detail, target: Target::ConnectionsDown, at: event.at }
    }

    /// What a line of the log says of a check.
    #[must_use]
    pub fn of_check(event: &Event, name: &str, target: Target) -> Self {
        let said = event.detail.split_once("”: ").map_or(event.detail.as_str(), |(_, said)| said);
        Self { occasion: Occasion::Unwell, about: name.to_owned(), detail: short(said), target, at: event.at }
    }

    /// What there could be to say of an occasion, to show how it looks and to try whether it arrives.
    #[must_use]
    pub fn example(occasion: Occasion, at: Timestamp) -> Self {
        let about = if occasion.is_private() { String::new() } else { "lab-example".to_owned() };
        let detail = "This is an example: nothing happened.".into();
        Self { occasion, about, detail, target: Target::Account, at }
    }

    /// What a line of the log says of somebody's own account.
    #[must_use]
    pub fn of_account(occasion: Occasion, event: &Event, is_own_doing: bool) -> Self {
        let by = if is_own_doing { "you" } else { event.who.as_str() };
        let rest =
            if is_own_doing { " If it was not you, change your password and tell an administrator." } else { "" };
        let what = event.detail.trim_end_matches('.');
        let detail = if what.is_empty() { format!("By {by}.{rest}") } else { format!("{what}. By {by}.{rest}") };
        let target = if occasion == Occasion::TokenMade { Target::Tokens } else { Target::Account };
        Self { occasion, about: String::new(), detail: short(&detail), target, at: event.at }
    }
}

/// On one line, and not too long for one.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= DETAIL_MOST {
        return line;
    }
    line.chars().take(DETAIL_MOST - 1).chain(['…']).collect()
}

/// News as somebody finds them among their notices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub id: NoticeId,
    pub news: News,
    pub read_at: Option<Timestamp>,
}

/// A notice for somebody, as it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    pub id: NoticeId,
    pub person: PersonId,
    pub news: News,
    /// What this is told once for each person as.
    pub once: String,
}

/// What somebody wants to hear of, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// Among the notices. What is private is always there.
    pub portal: Occasions,
    pub mail: Occasions,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            portal: Occasion::ALL.into_iter().collect(),
            mail: Occasion::ALL.into_iter().filter(|one| one.is_mailed()).collect(),
        }
    }
}

impl Choices {
    /// Whether somebody finds it among their notices.
    #[must_use]
    pub fn shows(&self, occasion: Occasion) -> bool {
        occasion.is_private() || self.portal.has(occasion)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_survives_its_text() {
        let request = Target::Request(EnvironmentRequestId::from_bytes([1; 26]));
        for target in [
            request,
            Target::Link(LinkId::from_bytes([2; 26])),
            Target::Ending(LinkId::from_bytes([2; 26])),
            Target::ConnectionsDown,
            Target::Account,
            Target::Tokens,
        ] {
            assert_eq!(target.to_string().parse(), Ok(target));
        }
        for bad in ["", "account/x", "link/../x", "request/", "https://example.com"] {
            assert!(bad.parse::<Target>().is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_said_fits_on_one_line() {
        assert_eq!(short(" a\r\nb\tc "), "a b c");
        let long = short(&"é ".repeat(DETAIL_MOST));
        assert!(long.chars().count() == DETAIL_MOST && long.ends_with('…'));
    }

    #[test]
    fn what_is_private_is_always_shown() {
        let nothing = Choices { portal: Occasions::default(), mail: Occasions::default() };
        assert!(nothing.shows(Occasion::PasswordChanged) && !nothing.shows(Occasion::Asked));
        assert!(Choices::default().shows(Occasion::Asked));
    }
}
