//! What the rules need from the world. The server implements these; tests use the same implementations.

mod changes;
mod checks;
mod deliveries;
mod factors;
mod finspace;
mod house;
mod lifetimes;
mod notices;
mod outages;
mod passkeys;
mod provisions;
mod requests;
mod sign_ins;
mod team_rules;
mod teams;
mod tokens;
mod webhooks;

use std::{collections::BTreeMap, time::Duration};

use async_trait::async_trait;
use jiff::Timestamp;

pub use changes::ChangeStore;
pub use checks::{CheckStore, Prober};
pub use deliveries::{DeliveryStore, Post, PostSettings};
pub use factors::{Added, Factors};
pub use finspace::{CallError, CreatedEnvironment, EnvironmentPage, FinSpace};
pub use house::HouseStore;
pub use lifetimes::LifetimeStore;
pub use notices::NoticeStore;
pub use outages::OutageStore;
pub use passkeys::{Authenticators, Begun, PasskeyStore};
pub use provisions::Provisions;
pub use requests::{Beside, BlueprintSave, BlueprintStore, Numbers, RequestStore, Use, Viewer};
pub use sign_ins::{Seals, SignIns, SingleSignOn};

use crate::{
    audit::{Event, Filter, Line, Place, Trail},
    connection::Health,
    draft::Draft,
    id::{ConnectionName, DraftId, EnvironmentId, InvitationId, OperationId, PersonId, SessionKey},
    inventory::Entry,
    invitation::Invitation,
    operation::{Operation, State},
    person::{self, Person},
    role::Roles,
    session::SeenSession,
};

pub use team_rules::TeamRules;
pub use teams::{LinkStore, TeamEdit, TeamStore};
pub use tokens::TokenStore;
pub use webhooks::{Hooks, WebhookStore};

/// The time. A parameter, so that no test waits for it.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
    /// The time since some moment in the past. Nobody sets it, and it does not stand still while a process is paused.
    fn uptime(&self) -> Duration;
}

/// Chance, good enough for secrets.
pub trait Chance: Send + Sync {
    fn bytes(&self) -> [u8; 32];
}

/// Rung whenever the inventory changed; open pages listen.
pub trait Bell: Send + Sync {
    fn ring(&self);
}

/// Passwords are hashed by somebody who knows how much the machine can bear.
#[async_trait]
pub trait Passwords: Send + Sync {
    /// A salted hash that carries its own parameters.
    async fn hash(&self, password: &str) -> Result<String, StoreError>;
    /// Whether the password is the one. `None` takes the same time and is never the one.
    async fn matches(&self, password: &str, hash: Option<&str>) -> Result<bool, StoreError>;
}

/// Why the store could not answer. The cause was logged where it arose.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The database is away or busy; it will come back.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// A row holds what this program cannot have written.
    #[error("row {id} of {table}.{column} is inconsistent")]
    InconsistentRow { table: &'static str, column: &'static str, id: String },
    #[error("the database failed: {0}")]
    Other(String),
}

/// What became of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InviteOutcome {
    Done,
    /// Somebody of this address can sign in.
    IsThere,
    /// Somebody of this address is invited.
    IsInvited,
}

/// The database. Whatever changes something that people would want proved takes the audit event and writes both or none.
#[async_trait]
pub trait Store:
    TeamStore
    + LinkStore
    + TokenStore
    + SignIns
    + TeamRules
    + Factors
    + PasskeyStore
    + HouseStore
    + Provisions
    + BlueprintStore
    + RequestStore
    + NoticeStore
    + DeliveryStore
    + WebhookStore
    + LifetimeStore
    + ChangeStore
    + OutageStore
    + CheckStore
    + Send
    + Sync
{
    // People
    async fn has_people(&self) -> Result<bool, StoreError>;
    async fn person(&self, id: &PersonId) -> Result<Option<Person>, StoreError>;
    /// The person with this address and the hash of their password.
    async fn credentials(&self, email: &str) -> Result<Option<(Person, String)>, StoreError>;
    /// False when the address is taken.
    async fn add_person(&self, person: &Person, password_hash: &str, event: &Event) -> Result<bool, StoreError>;
    /// Adds the first person of all and uses the set-up token up; false when the token is unknown, used or expired, or
    /// when somebody is there already.
    async fn set_up(
        &self,
        token_hash: &str,
        person: &Person,
        password_hash: &str,
        event: &Event,
    ) -> Result<bool, StoreError>;
    /// Replaces all set-up tokens by this one.
    async fn offer_set_up(&self, token_hash: &str, expires_at: Timestamp) -> Result<(), StoreError>;
    async fn set_up_is_open(&self, token_hash: &str, now: Timestamp) -> Result<bool, StoreError>;
    /// Failed sign-ins of an address since its last success or `since`, and the time of the newest one.
    async fn failures(&self, email: &str, since: Timestamp) -> Result<(i64, Option<Timestamp>), StoreError>;
    /// Records a sign-in or a failed one.
    async fn record_sign_in(&self, email: &str, at: Timestamp, success: bool, event: &Event) -> Result<(), StoreError>;

    /// A page of the people by name whom the filter lets through, beginning after the first `from`, and how many there
    /// are in all.
    async fn people(&self, filter: &person::Filter, from: i64, most: i64) -> Result<(Vec<Person>, i64), StoreError>;
    /// How many administrators can sign in.
    async fn admins(&self) -> Result<i64, StoreError>;
    /// Gives other roles. False when the roles are not the ones of `before` any more, or when nobody would be left who
    /// is an administrator and can sign in; of callers at once too.
    async fn set_roles(&self, id: &PersonId, before: &Roles, after: &Roles, event: &Event) -> Result<bool, StoreError>;
    /// Disables somebody at the time of the event and ends all their sessions. False when they are disabled already, or
    /// when nobody would be left who is an administrator and can sign in; of callers at once too.
    async fn disable_person(&self, id: &PersonId, event: &Event) -> Result<bool, StoreError>;
    /// False when they are not disabled.
    async fn enable_person(&self, id: &PersonId, event: &Event) -> Result<bool, StoreError>;
    async fn rename_person(&self, id: &PersonId, name: &str, event: &Event) -> Result<(), StoreError>;
    /// Sets a new password and ends all their sessions but the one to keep.
    async fn set_password(
        &self,
        id: &PersonId,
        password_hash: &str,
        keep: Option<&SessionKey>,
        event: &Event,
    ) -> Result<(), StoreError>;

    // Invitations
    /// Keeps an invitation with the hash of its secret, unless the address is taken.
    async fn invite(
        &self,
        invitation: &Invitation,
        token_hash: &str,
        event: &Event,
    ) -> Result<InviteOutcome, StoreError>;
    /// Those that were neither used nor withdrawn, newest first.
    async fn invitations(&self) -> Result<Vec<Invitation>, StoreError>;
    async fn invitation(&self, id: &InvitationId) -> Result<Option<Invitation>, StoreError>;
    /// The invitation of a secret that still works.
    async fn invitation_of(&self, token_hash: &str, now: Timestamp) -> Result<Option<Invitation>, StoreError>;
    /// Puts another secret in the place of the one before; false when there is no such invitation.
    async fn renew_invitation(
        &self,
        id: &InvitationId,
        token_hash: &str,
        expires_at: Timestamp,
        event: &Event,
    ) -> Result<bool, StoreError>;
    /// False when there is no such invitation.
    async fn withdraw_invitation(&self, id: &InvitationId, event: &Event) -> Result<bool, StoreError>;
    /// Adds the invited person and uses the invitation up; false when the secret is unknown, used or expired at the time
    /// of the event, or when somebody has the address by now.
    async fn accept_invitation(
        &self,
        token_hash: &str,
        person: &Person,
        password_hash: &str,
        event: &Event,
    ) -> Result<bool, StoreError>;

    // Sessions, as far as people see their own
    /// Those that are not over, the one seen last first.
    async fn sessions_of(&self, person: &PersonId, now: Timestamp) -> Result<Vec<SeenSession>, StoreError>;
    /// False when the person has no session of this key.
    async fn end_session(&self, person: &PersonId, key: &SessionKey, event: &Event) -> Result<bool, StoreError>;
    async fn end_sessions(&self, person: &PersonId, event: &Event) -> Result<(), StoreError>;

    // Drafts: private scratch, so no audit
    async fn draft(&self, id: &DraftId) -> Result<Option<Draft>, StoreError>;
    /// Newest first, without those whose operation created an environment.
    async fn drafts_of(&self, person: &PersonId) -> Result<Vec<Draft>, StoreError>;
    /// Adds a draft, unless there is one of its id.
    async fn add_draft(&self, draft: &Draft) -> Result<(), StoreError>;
    /// Saves version `n + 1` over version `n`; false when somebody else saved meanwhile.
    async fn save_draft(&self, draft: &Draft) -> Result<bool, StoreError>;
    async fn delete_draft(&self, id: &DraftId) -> Result<(), StoreError>;

    // Operations
    async fn operation(&self, id: &OperationId) -> Result<Option<Operation>, StoreError>;
    async fn operation_of(&self, draft: &DraftId) -> Result<Option<Operation>, StoreError>;
    /// Calls of wizards that are armed or unknown.
    async fn open_operations(&self) -> Result<Vec<Operation>, StoreError>;
    /// Allows one call: inserts the operation, or re-arms the draft's operation if it was refused, or, when
    /// `decided`, if it is armed or unknown with [`crate::operation::SWEEPS`] sweeps and unchanged since `operation.arms - 1` arms.
    /// True for exactly one caller; durable before it returns.
    async fn arm(&self, operation: &Operation, decided: bool, event: &Event) -> Result<bool, StoreError>;
    /// Records what became of arm number `arms` of the operation, unless it is settled already (armed or unknown become
    /// anything; created and refused stay). True when it was recorded.
    async fn settle(&self, id: &OperationId, arms: i64, state: &State, event: &Event) -> Result<bool, StoreError>;
    /// Counts one more whole reading that found no environment with the operation's tag.
    async fn count_sweep(&self, id: &OperationId, arms: i64) -> Result<(), StoreError>;

    // The inventory
    async fn inventory(&self) -> Result<Vec<Entry>, StoreError>;
    async fn health(&self) -> Result<BTreeMap<ConnectionName, Health>, StoreError>;
    /// Writes what one reading of a connection found: changed and new entries, gone ones, and the health.
    async fn save_reading(
        &self,
        connection: &ConnectionName,
        changed: &[Entry],
        gone: &[EnvironmentId],
        health: &Health,
    ) -> Result<(), StoreError>;

    // The log
    async fn record(&self, event: &Event) -> Result<(), StoreError>;
    /// The newest events of an object, newest first.
    async fn events(&self, object: &str, limit: i64) -> Result<Vec<Event>, StoreError>;
    /// A page of the events of a trail, newest first, after the first `from`, and how many there are.
    async fn trail(&self, trail: &Trail, from: i64, most: i64) -> Result<(Vec<Event>, i64), StoreError>;
    /// At most so many lines from a place on that pass a filter, newest first wherever they are.
    async fn lines(&self, filter: &Filter, place: Place, most: usize) -> Result<Vec<Line>, StoreError>;
    /// How many lines pass a filter, counted up to `most`.
    async fn count_lines(&self, filter: &Filter, most: i64) -> Result<i64, StoreError>;
    /// The newest events of what a person did, newest first.
    async fn events_by(&self, person: &PersonId, limit: i64) -> Result<Vec<Event>, StoreError>;
}
