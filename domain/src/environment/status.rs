//! Where an environment is in its life.

use serde::{Deserialize, Serialize};

/// The thirteen statuses of the API; a status it may invent later is kept by its word.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Status {
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
    Other(String),
}

impl Status {
    /// The thirteen of the API, in the order of a life.
    pub const ALL: [Self; 13] = [
        Self::CreateRequested,
        Self::Creating,
        Self::Created,
        Self::UpdateNetworkRequested,
        Self::UpdatingNetwork,
        Self::FailedUpdatingNetwork,
        Self::Suspended,
        Self::DeleteRequested,
        Self::Deleting,
        Self::RetryDeletion,
        Self::FailedDeletion,
        Self::Deleted,
        Self::FailedCreation,
    ];

    /// The API's word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::CreateRequested => "CREATE_REQUESTED",
            Self::Creating => "CREATING",
            Self::Created => "CREATED",
            Self::DeleteRequested => "DELETE_REQUESTED",
            Self::Deleting => "DELETING",
            Self::Deleted => "DELETED",
            Self::FailedCreation => "FAILED_CREATION",
            Self::RetryDeletion => "RETRY_DELETION",
            Self::FailedDeletion => "FAILED_DELETION",
            Self::UpdateNetworkRequested => "UPDATE_NETWORK_REQUESTED",
            Self::UpdatingNetwork => "UPDATING_NETWORK",
            Self::FailedUpdatingNetwork => "FAILED_UPDATING_NETWORK",
            Self::Suspended => "SUSPENDED",
            Self::Other(word) => word,
        }
    }

    /// The word for people.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::CreateRequested => "Create requested",
            Self::Creating => "Creating",
            Self::Created => "Created",
            Self::DeleteRequested => "Delete requested",
            Self::Deleting => "Deleting",
            Self::Deleted => "Deleted",
            Self::FailedCreation => "Creation failed",
            Self::RetryDeletion => "Retrying deletion",
            Self::FailedDeletion => "Deletion failed",
            Self::UpdateNetworkRequested => "Network update requested",
            Self::UpdatingNetwork => "Updating network",
            Self::FailedUpdatingNetwork => "Network update failed",
            Self::Suspended => "Suspended",
            Self::Other(word) => word,
        }
    }

    /// Moving by itself: worth a look every few seconds.
    #[must_use]
    pub fn is_changing(&self) -> bool {
        matches!(
            self,
            Self::CreateRequested
                | Self::Creating
                | Self::DeleteRequested
                | Self::Deleting
                | Self::RetryDeletion
                | Self::UpdateNetworkRequested
                | Self::UpdatingNetwork
        )
    }

    #[must_use]
    pub fn has_failed(&self) -> bool {
        matches!(self, Self::FailedCreation | Self::FailedDeletion | Self::FailedUpdatingNetwork)
    }

    /// What the status means for the person who looks at it, and what to do next.
    #[must_use]
    pub fn meaning(&self) -> &'static str {
        match self {
            Self::CreateRequested | Self::Creating => {
                "FinSpace is building the environment. On AWS this took 50 to 60 minutes; this page follows by itself."
            }
            Self::Created => "The environment is up. People can sign in.",
            Self::DeleteRequested | Self::Deleting | Self::RetryDeletion => {
                "FinSpace is taking the environment down. Nobody can sign in any more."
            }
            Self::Deleted => "The environment is gone.",
            Self::FailedCreation => {
                "FinSpace could not build the environment and gives no reason. Check the KMS key and the quota, delete this environment, then create it again."
            }
            Self::FailedDeletion => "FinSpace could not take the environment down. Delete it again.",
            Self::UpdateNetworkRequested | Self::UpdatingNetwork => {
                "FinSpace is changing the environment's network. It can be edited again afterwards."
            }
            Self::FailedUpdatingNetwork => {
                "FinSpace could not change the environment's network. The environment itself stays as it was."
            }
            Self::Suspended => "FinSpace has suspended the environment. Only AWS Support knows why.",
            Self::Other(_) => "FinSpace reports a status that this portal does not know.",
        }
    }

    /// Whether FinSpace takes an update now, or why not.
    pub fn editable(&self) -> Result<(), &'static str> {
        match self {
            Self::Created | Self::FailedUpdatingNetwork | Self::Other(_) => Ok(()),
            Self::CreateRequested | Self::Creating => Err("It can be edited once it is created."),
            Self::UpdateNetworkRequested | Self::UpdatingNetwork => {
                Err("It can be edited once its network is updated.")
            }
            Self::Suspended => Err("A suspended environment cannot be edited."),
            Self::FailedCreation => Err("Its creation failed: delete it and create it again."),
            Self::DeleteRequested | Self::Deleting | Self::RetryDeletion | Self::FailedDeletion | Self::Deleted => {
                Err("It is being deleted.")
            }
        }
    }

    /// Whether it makes sense to ask for its deletion now, or why not.
    pub fn deletable(&self) -> Result<(), &'static str> {
        match self {
            Self::DeleteRequested | Self::Deleting | Self::RetryDeletion => Err("It is already being deleted."),
            Self::Deleted => Err("It is gone already."),
            Self::CreateRequested | Self::Creating => Err("It can be deleted once its creation has ended."),
            _ => Ok(()),
        }
    }
}

impl From<String> for Status {
    fn from(word: String) -> Self {
        Self::ALL.into_iter().find(|status| status.as_str() == word).unwrap_or(Self::Other(word))
    }
}

impl From<Status> for String {
    fn from(status: Status) -> String {
        status.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_comes_back_as_its_status() {
        for status in Status::ALL {
            assert_eq!(Status::from(status.as_str().to_owned()), status);
        }
        assert_eq!(Status::from("RESTING".to_owned()), Status::Other("RESTING".into()));
    }
}
