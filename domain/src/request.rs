//! A request: an environment that somebody asks for, and what is decided about it.

mod filter;
mod kind;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use filter::{Filter, Place, Whose};
pub use kind::{About, Kind};

use crate::{
    Flaw,
    environment::{EnvironmentForm, NewEnvironment},
    id::{BlueprintId, CommentId, EnvironmentRequestId, LinkId, PersonId, TeamId},
    lifetime::days,
    text::grouped,
};

/// The most characters of a comment, of a reason, and of what a request is for.
pub const WORDS_MOST: usize = 2000;
/// The section of a team in which environments stand that were asked for.
pub const SECTION: &str = "Requested";

/// What somebody is to a request. Whoever asked is nothing else: nobody decides their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// They asked.
    Asker,
    /// They decide.
    Approver,
    /// They own the team that it is for.
    Onlooker,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 3] = [Self::Asker, Self::Approver, Self::Onlooker];

    /// Several of them, as a sentence about who may do something has it.
    pub(crate) fn plural(self) -> &'static str {
        match self {
            Self::Asker => "whoever asked",
            Self::Approver => "its approvers",
            Self::Onlooker => "owners of its team",
        }
    }
}

/// Where a request stands. What becomes of an approved one is its operation's to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Only its author sees it, and what becomes of it unless it is sent.
    #[default]
    Draft,
    /// It waits for a decision.
    Asked,
    Approved,
    Declined,
    Withdrawn,
    /// Nobody decided in time.
    Lapsed,
    /// A deletion that was approved, and the environment was kept all the same.
    Kept,
}

impl Stage {
    /// All of them, in the order in which a filter offers them.
    pub const ALL: [Self; 7] =
        [Self::Draft, Self::Asked, Self::Approved, Self::Declined, Self::Withdrawn, Self::Lapsed, Self::Kept];

    /// The word in the database and in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Asked => "asked",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
            Self::Kept => "kept",
        }
    }

    /// The state of a word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// What the pages call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Asked => "Waiting for a decision",
            Self::Approved => "Approved",
            Self::Declined => "Declined",
            Self::Withdrawn => "Withdrawn",
            Self::Lapsed => "Lapsed",
            Self::Kept => "Kept",
        }
    }
}

/// A request as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub id: EnvironmentRequestId,
    pub kind: Kind,
    /// That of the environment; [`crate::blueprint::without_blueprint`] for one that no blueprint made.
    pub blueprint: BlueprintId,
    /// The team that it is for, and what it was called when it was asked for: history outlives teams.
    pub team: TeamId,
    pub team_name: String,
    pub person: PersonId,
    /// The address of whoever asked.
    pub who: String,
    /// What the environment is to be called.
    pub name: String,
    pub stage: Stage,
    /// Counts the changes.
    pub version: i64,
    pub made_at: Timestamp,
    pub asked_at: Option<Timestamp>,
    pub decided_at: Option<Timestamp>,
    /// The permanent link of the environment, once it is there.
    pub link: Option<LinkId>,
    /// The word of its operation's state, or of its deletion's, once there is one.
    pub progress: Option<String>,
}

impl Request {
    /// What pages call it: a draft need not have a name yet.
    #[must_use]
    pub fn shown_name(&self) -> &str {
        if self.name.is_empty() { "Without a name" } else { &self.name }
    }

    /// Whether anybody but its author may know of it. A draft stays theirs alone, also once it is thrown away.
    #[must_use]
    pub fn was_sent(&self) -> bool {
        self.stage != Stage::Draft && self.asked_at.is_some()
    }

    /// The object of an event about it.
    #[must_use]
    pub fn object(id: &EnvironmentRequestId) -> String {
        format!("request/{id}")
    }

    /// When it lapses that waits for a decision, so many days after it was asked for.
    #[must_use]
    pub fn lapses_at(&self, after: u32) -> Option<Timestamp> {
        let asked = self.asked_at.filter(|_| self.stage == Stage::Asked)?;
        asked.checked_add(days(after)).ok()
    }
}

/// What a request says in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub request: Request,
    /// What it is for.
    pub why: String,
    /// What was filled in.
    pub answers: EnvironmentForm,
    /// The environment that it is about, unless it asks for a new one.
    pub about: Option<About>,
    /// What is to be created; a draft has none, and nothing that is wrong has one.
    pub plan: Option<NewEnvironment>,
    /// What an approval is bound to; empty without a plan.
    pub digest: String,
    /// So many have to approve.
    pub needed: u32,
}

/// Somebody approved the plan of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    pub person: PersonId,
    pub who: String,
    pub at: Timestamp,
}

/// What somebody said of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    pub id: CommentId,
    pub who: String,
    pub name: String,
    pub words: String,
    pub at: Timestamp,
}

/// Words that may be missing.
pub fn words(typed: &str) -> Result<String, Flaw> {
    let text = typed.replace("\r\n", "\n").trim().to_owned();
    let characters = text.chars().count();
    if characters > WORDS_MOST {
        let (has, most) = (grouped(characters), grouped(WORDS_MOST));
        return Err(Flaw::new(format!("This has {has} characters; at most {most} are kept.")));
    }
    Ok(text)
}

/// Words that are needed; `what` is said when there are none.
pub fn needed_words(typed: &str, what: &str) -> Result<String, Flaw> {
    let text = words(typed)?;
    if text.is_empty() { Err(Flaw::new(what)) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_needed_or_not_and_never_too_long() {
        assert_eq!(words(" a\r\nb "), Ok("a\nb".into()));
        assert!(words(&"é".repeat(WORDS_MOST)).is_ok() && words(&"é".repeat(WORDS_MOST + 1)).is_err());
        assert_eq!(needed_words(" ", "Say why.").unwrap_err().words, "Say why.");
    }

    #[test]
    fn a_state_survives_its_word() {
        for stage in Stage::ALL {
            assert_eq!(Stage::of(stage.as_str()), Some(stage));
        }
        assert_eq!(Stage::of("odd"), None);
    }
}
