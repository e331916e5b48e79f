//! The thirteen statuses, and how time alone moves an environment through them.

use serde::{Deserialize, Serialize};

/// How long a deleted environment can still be read by `GetEnvironment` before it is gone, in milliseconds: one hour.
pub(crate) const DELETED_SHOWN_FOR: i64 = 3_600_000;

/// The status of an environment, in the model's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Status {
    CreateRequested,
    Creating,
    Created,
    DeleteRequested,
    Deleting,
    Deleted,
    FailedCreation,
    RetryDeletion,
    FailedDeletion,
    UpdateNetworkRequested,
    UpdatingNetwork,
    FailedUpdatingNetwork,
    Suspended,
}

impl Status {
    const ALL: [(Self, &'static str); 13] = [
        (Self::CreateRequested, "CREATE_REQUESTED"),
        (Self::Creating, "CREATING"),
        (Self::Created, "CREATED"),
        (Self::DeleteRequested, "DELETE_REQUESTED"),
        (Self::Deleting, "DELETING"),
        (Self::Deleted, "DELETED"),
        (Self::FailedCreation, "FAILED_CREATION"),
        (Self::RetryDeletion, "RETRY_DELETION"),
        (Self::FailedDeletion, "FAILED_DELETION"),
        (Self::UpdateNetworkRequested, "UPDATE_NETWORK_REQUESTED"),
        (Self::UpdatingNetwork, "UPDATING_NETWORK"),
        (Self::FailedUpdatingNetwork, "FAILED_UPDATING_NETWORK"),
        (Self::Suspended, "SUSPENDED"),
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The status of that name.
    pub fn named(name: &str) -> Option<Self> {
        let found = Self::ALL.into_iter().find(|(_, own)| *own == name);
        found.map(|(status, _)| status)
    }

    /// Whether an environment in this status was never ready: it has no notebooks and no sign-in yet.
    pub fn is_before_ready(self) -> bool {
        matches!(self, Self::CreateRequested | Self::Creating | Self::FailedCreation)
    }

    /// Whether `UpdateEnvironment` is accepted.
    pub fn can_update(self) -> bool {
        matches!(self, Self::Created | Self::FailedUpdatingNetwork)
    }

    /// Whether `DeleteEnvironment` is accepted.
    pub fn can_delete(self) -> bool {
        matches!(
            self,
            Self::Created | Self::FailedCreation | Self::FailedDeletion | Self::FailedUpdatingNetwork | Self::Suspended
        )
    }
}

/// What an environment is on its way through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// `CREATE_REQUESTED` for a fifth of the time, `CREATING` for the rest.
    Creation,
    /// `DELETE_REQUESTED` for a fifth, `DELETING` for the rest, of which a failing one spends the last two fifths in `RETRY_DELETION`.
    Deletion,
    /// Somebody set the status on the control path: it stays.
    Rest,
}

impl Way {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Creation, "creation"), (Self::Deletion, "deletion"), (Self::Rest, "rest")];

    /// The name in the database.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The way of that name.
    pub fn named(name: &str) -> Option<Self> {
        let found = Self::ALL.into_iter().find(|(_, own)| *own == name);
        found.map(|(way, _)| way)
    }
}

/// A journey that began at a stored moment: where it stands is computed, never written, so that no crash can lose a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Course {
    pub way: Way,
    /// When it began, in milliseconds since 1970.
    pub since: i64,
    /// How long it takes, in milliseconds.
    pub takes: i64,
    /// The status at its end.
    pub outcome: Status,
}

impl Course {
    /// The moment of the outcome.
    pub fn ends(&self) -> i64 {
        self.since.saturating_add(self.takes)
    }

    /// The status at `now`.
    pub fn status(&self, now: i64) -> Status {
        if now >= self.ends() || self.way == Way::Rest {
            return self.outcome;
        }
        let fifths = now.saturating_sub(self.since).saturating_mul(5) / self.takes.max(1);
        match self.way {
            Way::Creation if fifths < 1 => Status::CreateRequested,
            Way::Creation => Status::Creating,
            Way::Deletion if fifths < 1 => Status::DeleteRequested,
            Way::Deletion if fifths >= 3 && self.outcome == Status::FailedDeletion => Status::RetryDeletion,
            Way::Deletion | Way::Rest => Status::Deleting,
        }
    }

    /// Whether nobody can read the environment any more at `now`.
    pub fn is_gone(&self, now: i64) -> bool {
        self.outcome == Status::Deleted && now >= self.ends().saturating_add(DELETED_SHOWN_FOR)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(way: Way, outcome: Status) -> Course {
        Course { way, since: 1_000, takes: 5_000, outcome }
    }

    #[test]
    fn names_and_statuses_are_in_the_same_order() {
        let model: serde_json::Value = serde_json::from_str(include_str!("../tests/model.json")).unwrap();
        let names: Vec<&str> = Status::ALL.iter().map(|(status, _)| status.name()).collect();
        assert_eq!(model["shapes"]["EnvironmentStatus"]["enum"], serde_json::json!(names));
        for (status, name) in Status::ALL {
            assert_eq!(Status::named(name), Some(status));
        }
    }

    #[test]
    fn creation_passes_through_its_statuses_in_order() {
        let course = course(Way::Creation, Status::Created);
        for (now, status) in [
            (0, Status::CreateRequested),
            (1_000, Status::CreateRequested),
            (1_999, Status::CreateRequested),
            (2_000, Status::Creating),
            (5_999, Status::Creating),
            (6_000, Status::Created),
            (i64::MAX, Status::Created),
        ] {
            assert_eq!(course.status(now), status, "at {now}");
        }
    }

    #[test]
    fn a_failing_deletion_is_retried_before_it_fails() {
        let course = course(Way::Deletion, Status::FailedDeletion);
        for (now, status) in [
            (1_500, Status::DeleteRequested),
            (3_999, Status::Deleting),
            (4_000, Status::RetryDeletion),
            (6_000, Status::FailedDeletion),
        ] {
            assert_eq!(course.status(now), status, "at {now}");
        }
    }

    #[test]
    fn a_deleted_environment_is_shown_for_an_hour() {
        let course = course(Way::Deletion, Status::Deleted);
        assert!(!course.is_gone(6_000 + DELETED_SHOWN_FOR - 1));
        assert!(course.is_gone(6_000 + DELETED_SHOWN_FOR));
    }

    #[test]
    fn a_creation_that_takes_no_time_is_over_at_once() {
        let course = Course { takes: 0, ..course(Way::Creation, Status::Created) };
        assert_eq!(course.status(1_000), Status::Created);
    }
}
