//! The database behind [`domain::ports::Store`]: one SQL text for SQLite and PostgreSQL, one noun a file.

mod address;
mod blueprints;
mod chaining;
mod changes;
mod checkpoints;
mod checks;
mod database;
mod deliveries;
mod drafts;
mod factors;
mod fault;
mod house;
mod identities;
mod inventory;
mod invitations;
mod lifetimes;
mod links;
mod log;
mod migrations;
mod notices;
mod open_error;
mod operations;
mod outages;
mod passkeys;
mod people;
mod postgres;
mod providers;
mod requests;
mod roster;
mod row;
mod sessions;
mod sqlite;
mod team_rules;
mod teams;
mod tokens;
mod trail;
mod webhooks;

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    audit::{Event, Filter, Line, Place, Trail},
    connection::Health,
    draft::Draft,
    id::{ConnectionName, DraftId, EnvironmentId, InvitationId, OperationId, PersonId, SessionKey},
    inventory::Entry,
    invitation::Invitation,
    operation::{Operation, State},
    person::{self, Person},
    ports::{InviteOutcome, Store, StoreError},
    role::Roles,
    session::SeenSession,
};
use jiff::Timestamp;

pub use chaining::Raw;
pub use database::Database;
pub use open_error::OpenError;
pub use sessions::Sessions;

#[async_trait]
impl Store for Database {
    async fn has_people(&self) -> Result<bool, StoreError> {
        Ok(people::has_people(self).await?)
    }

    async fn person(&self, id: &PersonId) -> Result<Option<Person>, StoreError> {
        Ok(people::person(self, id).await?)
    }

    async fn credentials(&self, email: &str) -> Result<Option<(Person, String)>, StoreError> {
        Ok(people::credentials(self, email).await?)
    }

    async fn add_person(&self, person: &Person, password_hash: &str, event: &Event) -> Result<bool, StoreError> {
        Ok(people::add_person(self, person, password_hash, event).await?)
    }

    async fn set_up(
        &self,
        token_hash: &str,
        person: &Person,
        password_hash: &str,
        event: &Event,
    ) -> Result<bool, StoreError> {
        Ok(people::set_up(self, token_hash, person, password_hash, event).await?)
    }

    async fn offer_set_up(&self, token_hash: &str, expires_at: Timestamp) -> Result<(), StoreError> {
        Ok(people::offer_set_up(self, token_hash, expires_at).await?)
    }

    async fn set_up_is_open(&self, token_hash: &str, now: Timestamp) -> Result<bool, StoreError> {
        Ok(people::set_up_is_open(self, token_hash, now).await?)
    }

    async fn failures(&self, email: &str, since: Timestamp) -> Result<(i64, Option<Timestamp>), StoreError> {
        Ok(people::failures(self, email, since).await?)
    }

    async fn record_sign_in(&self, email: &str, at: Timestamp, success: bool, event: &Event) -> Result<(), StoreError> {
        Ok(people::record_sign_in(self, email, at, success, event).await?)
    }

    async fn people(&self, filter: &person::Filter, from: i64, most: i64) -> Result<(Vec<Person>, i64), StoreError> {
        Ok(roster::people(self, filter, from, most).await?)
    }

    async fn admins(&self) -> Result<i64, StoreError> {
        Ok(roster::admins(self).await?)
    }

    async fn set_roles(&self, id: &PersonId, before: &Roles, after: &Roles, event: &Event) -> Result<bool, StoreError> {
        Ok(roster::set_roles(self, id, before, after, event).await?)
    }

    async fn disable_person(&self, id: &PersonId, event: &Event) -> Result<bool, StoreError> {
        Ok(roster::disable_person(self, id, event).await?)
    }

    async fn enable_person(&self, id: &PersonId, event: &Event) -> Result<bool, StoreError> {
        Ok(roster::enable_person(self, id, event).await?)
    }

    async fn rename_person(&self, id: &PersonId, name: &str, event: &Event) -> Result<(), StoreError> {
        Ok(roster::rename_person(self, id, name, event).await?)
    }

    async fn set_password(
        &self,
        id: &PersonId,
        password_hash: &str,
        keep: Option<&SessionKey>,
        event: &Event,
    ) -> Result<(), StoreError> {
        Ok(roster::set_password(self, id, password_hash, keep, event).await?)
    }

    async fn invite(
        &self,
        invitation: &Invitation,
        token_hash: &str,
        event: &Event,
    ) -> Result<InviteOutcome, StoreError> {
        Ok(invitations::invite(self, invitation, token_hash, event).await?)
    }

    async fn invitations(&self) -> Result<Vec<Invitation>, StoreError> {
        Ok(invitations::invitations(self).await?)
    }

    async fn invitation(&self, id: &InvitationId) -> Result<Option<Invitation>, StoreError> {
        Ok(invitations::invitation(self, id).await?)
    }

    async fn invitation_of(&self, token_hash: &str, now: Timestamp) -> Result<Option<Invitation>, StoreError> {
        Ok(invitations::invitation_of(self, token_hash, now).await?)
    }

    async fn renew_invitation(
        &self,
        id: &InvitationId,
        token_hash: &str,
        expires_at: Timestamp,
        event: &Event,
    ) -> Result<bool, StoreError> {
        Ok(invitations::renew_invitation(self, id, token_hash, expires_at, event).await?)
    }

    async fn withdraw_invitation(&self, id: &InvitationId, event: &Event) -> Result<bool, StoreError> {
        Ok(invitations::withdraw_invitation(self, id, event).await?)
    }

    async fn accept_invitation(
        &self,
        token_hash: &str,
        person: &Person,
        password_hash: &str,
        event: &Event,
    ) -> Result<bool, StoreError> {
        Ok(invitations::accept_invitation(self, token_hash, person, password_hash, event).await?)
    }

    async fn sessions_of(&self, person: &PersonId, now: Timestamp) -> Result<Vec<SeenSession>, StoreError> {
        Ok(sessions::sessions_of(self, person, now).await?)
    }

    async fn end_session(&self, person: &PersonId, key: &SessionKey, event: &Event) -> Result<bool, StoreError> {
        Ok(sessions::end_session(self, person, key, event).await?)
    }

    async fn end_sessions(&self, person: &PersonId, event: &Event) -> Result<(), StoreError> {
        Ok(sessions::end_sessions(self, person, event).await?)
    }

    async fn draft(&self, id: &DraftId) -> Result<Option<Draft>, StoreError> {
        Ok(drafts::draft(self, id).await?)
    }

    async fn drafts_of(&self, person: &PersonId) -> Result<Vec<Draft>, StoreError> {
        Ok(drafts::drafts_of(self, person).await?)
    }

    async fn add_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        Ok(drafts::add_draft(self, draft).await?)
    }

    async fn save_draft(&self, draft: &Draft) -> Result<bool, StoreError> {
        Ok(drafts::save_draft(self, draft).await?)
    }

    async fn delete_draft(&self, id: &DraftId) -> Result<(), StoreError> {
        Ok(drafts::delete_draft(self, id).await?)
    }

    async fn operation(&self, id: &OperationId) -> Result<Option<Operation>, StoreError> {
        Ok(operations::operation(self, id).await?)
    }

    async fn operation_of(&self, draft: &DraftId) -> Result<Option<Operation>, StoreError> {
        Ok(operations::operation_of(self, draft).await?)
    }

    async fn open_operations(&self) -> Result<Vec<Operation>, StoreError> {
        Ok(operations::open_operations(self).await?)
    }

    async fn arm(&self, operation: &Operation, decided: bool, event: &Event) -> Result<bool, StoreError> {
        Ok(operations::arm(self, operation, decided, event).await?)
    }

    async fn settle(&self, id: &OperationId, arms: i64, state: &State, event: &Event) -> Result<bool, StoreError> {
        Ok(operations::settle(self, id, arms, state, event).await?)
    }

    async fn count_sweep(&self, id: &OperationId, arms: i64) -> Result<(), StoreError> {
        Ok(operations::count_sweep(self, id, arms).await?)
    }

    async fn inventory(&self) -> Result<Vec<Entry>, StoreError> {
        Ok(inventory::inventory(self).await?)
    }

    async fn health(&self) -> Result<BTreeMap<ConnectionName, Health>, StoreError> {
        Ok(inventory::health(self).await?)
    }

    async fn save_reading(
        &self,
        connection: &ConnectionName,
        changed: &[Entry],
        gone: &[EnvironmentId],
        health: &Health,
    ) -> Result<(), StoreError> {
        Ok(inventory::save_reading(self, connection, changed, gone, health).await?)
    }

    async fn record(&self, event: &Event) -> Result<(), StoreError> {
        Ok(log::record(self, event).await?)
    }

    async fn events(&self, object: &str, limit: i64) -> Result<Vec<Event>, StoreError> {
        Ok(log::events(self, object, limit).await?)
    }

    async fn trail(&self, trail: &Trail, from: i64, most: i64) -> Result<(Vec<Event>, i64), StoreError> {
        Ok(trail::events(self, trail, from, most).await?)
    }

    async fn lines(&self, filter: &Filter, place: Place, most: usize) -> Result<Vec<Line>, StoreError> {
        Ok(log::lines(self, filter, place, most).await?)
    }

    async fn count_lines(&self, filter: &Filter, most: i64) -> Result<i64, StoreError> {
        Ok(log::count(self, filter, most).await?)
    }

    async fn events_by(&self, person: &PersonId, limit: i64) -> Result<Vec<Event>, StoreError> {
        Ok(log::events_by(self, person, limit).await?)
    }
}
