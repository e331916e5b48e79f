//! What the rules of blueprints and requests need from the database.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::StoreError;
use crate::{
    audit::Event,
    blueprint::{self, Blueprint, BlueprintRow},
    change::Change,
    id::{BlueprintId, ConnectionName, EnvironmentRequestId, PersonId, TeamId},
    lifetime::Lifetime,
    link::Link,
    operation::{Operation, State},
    request::{Approval, Asked, Comment, Filter, Place, Request},
    team::Team,
};

/// What became of saving a blueprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlueprintSave {
    Done,
    /// Another one has the name.
    Taken,
    /// It is not of the version before any more.
    Changed,
}

/// Who looks at requests, as far as a list depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    pub person: PersonId,
    /// Every request but the drafts of others.
    pub sees_all: bool,
    /// Every request but one's own.
    pub decides_all: bool,
    /// Those of one's teams, where their approvers decide.
    pub is_approver: bool,
}

/// How much there is for somebody to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    /// Requests that wait for their decision.
    pub requests: i64,
    /// Notices that they have not read.
    pub notices: i64,
}

/// What goes into the database together with a request.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'b> {
    /// Somebody's approval of the plan that the request now has.
    pub approval: Option<&'b Approval>,
    /// What is to be carried out, once enough have approved.
    pub operation: Option<&'b Operation>,
    /// What is decided about the life of the environment that the request is about.
    pub lifetime: Option<&'b Lifetime>,
    /// How the environment is to be changed that the request is about, once enough have approved.
    pub change: Option<&'b Change>,
    /// How many uses of the blueprint were counted when the limits were found to leave room: with more or fewer of them
    /// nothing is written.
    pub counted: Option<usize>,
    pub events: &'b [Event],
}

/// An environment that counts against the limits of a blueprint, unless it is gone or never was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub team: TeamId,
    pub person: PersonId,
    /// Where it is, and what became of it once it was approved.
    pub operation: Option<(ConnectionName, State)>,
}

/// Blueprints. One is never deleted: requests name it.
#[async_trait]
pub trait BlueprintStore: Send + Sync {
    /// A page of them by name, those in use first, and how many there are.
    async fn blueprints(&self, from: i64, most: i64) -> Result<(Vec<BlueprintRow>, i64), StoreError>;
    async fn blueprint(&self, id: &BlueprintId) -> Result<Option<Blueprint>, StoreError>;
    /// What somebody may ask for, and for which team of theirs, by name.
    async fn openings(&self, person: &PersonId, most: i64) -> Result<Vec<(BlueprintRow, Team)>, StoreError>;
    /// The same for one team, whoever asks.
    async fn openings_of(&self, team: &TeamId, most: i64) -> Result<Vec<BlueprintRow>, StoreError>;
    /// The blueprints that are open to some team of somebody's, by name from a place on.
    async fn open_blueprints(
        &self,
        person: &PersonId,
        place: Option<&blueprint::Place>,
        most: i64,
    ) -> Result<Vec<BlueprintId>, StoreError>;
    /// Adds version 1, or saves version `n + 1` over version `n`.
    async fn save_blueprint(&self, blueprint: &Blueprint, event: &Event) -> Result<BlueprintSave, StoreError>;
}

/// Requests, and what is said and decided about them. None is ever deleted.
#[async_trait]
pub trait RequestStore: Send + Sync {
    async fn request(&self, id: &EnvironmentRequestId) -> Result<Option<Asked>, StoreError>;
    /// A page of what somebody sees, newest first, and how many there are.
    async fn requests(
        &self,
        viewer: &Viewer,
        filter: &Filter,
        from: i64,
        most: i64,
    ) -> Result<(Vec<Request>, i64), StoreError>;
    /// The same requests from a place on, at most so many.
    async fn requests_after(
        &self,
        viewer: &Viewer,
        filter: &Filter,
        place: Option<&Place>,
        most: i64,
    ) -> Result<Vec<Request>, StoreError>;
    /// The numbers that every page shows, in one read.
    async fn numbers(&self, viewer: &Viewer) -> Result<Numbers, StoreError>;
    /// Adds version 1, or saves version `n + 1` over version `n`, with everything beside it or without any of it.
    /// Approvals of another plan go. False when somebody else saved meanwhile, and for what another request about the
    /// environment comes before: of its kind, or a change in the name of the same team. See
    /// [`super::LifetimeStore::waiting_about`] and [`super::ChangeStore::open_change`].
    async fn save_request(&self, asked: &Asked, beside: Beside<'_>) -> Result<bool, StoreError>;
    /// Who approved the plan as it is, the first one first.
    async fn approvals(&self, id: &EnvironmentRequestId) -> Result<Vec<Approval>, StoreError>;
    /// A page of what was said, the oldest first, and how much there is.
    async fn comments(
        &self,
        id: &EnvironmentRequestId,
        from: i64,
        most: i64,
    ) -> Result<(Vec<Comment>, i64), StoreError>;
    async fn add_comment(&self, id: &EnvironmentRequestId, comment: &Comment, event: &Event) -> Result<(), StoreError>;
    /// What counts against the limits of a blueprint, or does so once its operation is known to have done nothing.
    async fn uses(&self, blueprint: &BlueprintId) -> Result<Vec<Use>, StoreError>;
    /// Some of those that were asked before a moment and wait still.
    async fn waiting_since(&self, before: Timestamp, most: i64) -> Result<Vec<EnvironmentRequestId>, StoreError>;
    /// Some of those that wait, were asked for between two moments, the first one left out, and were not reminded of since
    /// so much time had passed; with their version.
    async fn unreminded(
        &self,
        from: Timestamp,
        to: Timestamp,
        after: SignedDuration,
        most: i64,
    ) -> Result<Vec<(EnvironmentRequestId, i64)>, StoreError>;
    /// Some of those whose environment is there and not linked to their team.
    async fn untied(&self, most: i64) -> Result<Vec<EnvironmentRequestId>, StoreError>;
    /// Links the environment of a request to its team, unless the team has it or is gone, lets its lifetime begin, if it
    /// has one, and notes that it is done.
    async fn tie_request(
        &self,
        id: &EnvironmentRequestId,
        link: &Link,
        lifetime: Option<&Lifetime>,
        event: &Event,
    ) -> Result<bool, StoreError>;
}
