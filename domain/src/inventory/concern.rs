//! What an environment can need somebody for.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Entry;
use crate::{
    environment::Status,
    id::{ConnectionName, EnvironmentId, OperationId},
    tag::OPERATION,
};

/// Why somebody may want to look at an environment, besides what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concern {
    /// It moves by itself.
    Changing,
    /// FinSpace could not do what it was asked for, or took it out of use.
    Failing,
    /// Its end is near, or its deletion is settled.
    Ending,
    /// No team has a link to it, so that nobody finds it on a launchpad.
    NoTeam,
    /// It carries the tag of a portal's operation that this portal does not know: another portal made it, or this one's
    /// database is older than it.
    Unclaimed,
}

/// What the portal knows of environments that FinSpace does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ties {
    /// Those that a team has a link to.
    pub linked: BTreeSet<(ConnectionName, EnvironmentId)>,
    /// Those that end soon, or whose deletion is settled and not done.
    pub ending: BTreeSet<(ConnectionName, EnvironmentId)>,
    /// Those of the team that a query names; `None` without one, and when there is no such team.
    pub of_team: Option<BTreeSet<(ConnectionName, EnvironmentId)>>,
    /// The operations in this portal's database.
    pub operations: BTreeSet<OperationId>,
}

impl Concern {
    /// All of them, in the order in which a filter offers them.
    pub const ALL: [Self; 5] = [Self::Changing, Self::Failing, Self::Ending, Self::NoTeam, Self::Unclaimed];

    /// Those that an environment of a team can be of, in the same order.
    pub const OF_TEAMS: [Self; 3] = [Self::Changing, Self::Failing, Self::Ending];

    /// The word in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Changing => "changing",
            Self::Failing => "failing",
            Self::Ending => "ending",
            Self::NoTeam => "no_team",
            Self::Unclaimed => "unclaimed",
        }
    }

    /// The concern of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|concern| concern.as_str() == word)
    }

    /// The word for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Changing => "Changing now",
            Self::Failing => "Failing",
            Self::Ending => "Ending soon",
            Self::NoTeam => "In no team",
            Self::Unclaimed => "Unclaimed",
        }
    }

    /// What it means, and what to do next.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Changing => "FinSpace is at work on them. The list follows by itself.",
            Self::Failing => {
                "FinSpace could not build, change or delete them, or suspended them. Each one's page says what to do."
            }
            Self::Ending => {
                "They end within 14 days, or their deletion is settled. Each one's page says when, and what can be done."
            }
            Self::NoTeam => {
                "No team has a link to them, so nobody finds them on a launchpad. Open a team and link them."
            }
            Self::Unclaimed => {
                "They carry the tag of a portal's operation that this portal does not know. Another portal made them, or this one was restored from an older backup. Link them to a team, or delete them."
            }
        }
    }

    /// Whether telling needs [`Ties`].
    #[must_use]
    pub fn needs_ties(self) -> bool {
        matches!(self, Self::Ending | Self::NoTeam | Self::Unclaimed)
    }

    /// Whether an environment is of concern.
    #[must_use]
    pub fn is_of(self, entry: &Entry, ties: &Ties) -> bool {
        let environment = &entry.environment;
        let place = || (environment.connection.clone(), environment.id.clone());
        match self {
            Self::Changing => environment.status.is_changing(),
            Self::Failing => environment.status.has_failed() || environment.status == Status::Suspended,
            Self::Ending => ties.ending.contains(&place()),
            Self::NoTeam => !ties.linked.contains(&place()),
            Self::Unclaimed => {
                let operation = entry.tags.as_ref().and_then(|tags| tags.get(OPERATION));
                operation.is_some_and(|id| !OperationId::parse(id).is_some_and(|id| ties.operations.contains(&id)))
            }
        }
    }
}
