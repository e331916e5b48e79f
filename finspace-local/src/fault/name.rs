//! Names that provoke faults, so that a person can see an error path by typing.

use crate::error::{Error, ErrorKind};
use crate::route::Operation;
use crate::status::Status;

/// What the beginning of a name asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Provoked {
    /// The creation ends in this status.
    CreationEnds(Status),
    /// The first deletion ends in `FAILED_DELETION`.
    FailDeletion,
    /// Creation and deletion take ten times as long.
    Slow,
    /// The call is refused.
    Refuse(ErrorKind),
    /// The connection is closed before anything is done.
    DropBefore,
    /// The connection is closed after everything is done.
    DropAfter,
}

const PREFIXES: [(&str, Provoked); 12] = [
    ("fail-creation-", Provoked::CreationEnds(Status::FailedCreation)),
    ("suspend-", Provoked::CreationEnds(Status::Suspended)),
    ("fail-deletion-", Provoked::FailDeletion),
    ("slow-", Provoked::Slow),
    ("throttle-", Provoked::Refuse(ErrorKind::Throttling)),
    ("error-500-", Provoked::Refuse(ErrorKind::InternalServer)),
    ("denied-", Provoked::Refuse(ErrorKind::AccessDenied)),
    ("invalid-", Provoked::Refuse(ErrorKind::Validation)),
    ("quota-", Provoked::Refuse(ErrorKind::ServiceQuotaExceeded)),
    ("limit-", Provoked::Refuse(ErrorKind::LimitExceeded)),
    ("drop-before-", Provoked::DropBefore),
    ("drop-after-", Provoked::DropAfter),
];

impl Provoked {
    /// What `name` provokes, if anything.
    pub fn by(name: &str) -> Option<Self> {
        let found = PREFIXES.iter().find(|(prefix, _)| name.starts_with(prefix));
        found.map(|(_, provoked)| *provoked)
    }

    /// Stops a call that gives an environment this name, where the operation declares the error.
    pub fn before(self, operation: Operation) -> Result<(), Error> {
        match self {
            Self::Refuse(ErrorKind::ServiceQuotaExceeded | ErrorKind::LimitExceeded)
                if operation != Operation::CreateEnvironment =>
            {
                Ok(())
            }
            Self::Refuse(kind) => Err(kind.because("The name of the environment asked for this error.")),
            Self::DropBefore => Err(Error::hangup()),
            _ => Ok(()),
        }
    }

    /// Keeps the answer back after the work is done.
    pub fn after(self) -> Result<(), Error> {
        match self {
            Self::DropAfter => Err(Error::hangup()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_provoke_by_their_beginning_only() {
        assert_eq!(Provoked::by("slow-one"), Some(Provoked::Slow));
        assert_eq!(Provoked::by("a-slow-one"), None);
        assert_eq!(Provoked::by("slow"), None);
    }

    #[test]
    fn an_update_is_never_refused_for_a_quota() {
        let quota = Provoked::by("quota-x").unwrap();
        assert!(quota.before(Operation::CreateEnvironment).is_err());
        assert!(quota.before(Operation::UpdateEnvironment).is_ok());
    }
}
