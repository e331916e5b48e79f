//! Invitations: as long as they are here, they can be used, renewed or withdrawn.

use domain::{audit::Event, id::InvitationId, invitation::Invitation, person::Person, ports::InviteOutcome};
use jiff::Timestamp;

use super::{
    Database,
    fault::Fault,
    people,
    row::{Row, storable},
};

const TABLE: &str = "invitation";

pub(super) async fn invite(
    database: &Database,
    invitation: &Invitation,
    token_hash: &str,
    event: &Event,
) -> Result<InviteOutcome, Fault> {
    let sql = "INSERT INTO invitation (id, email, name, roles, token_hash, invited_by, invited_at, expires_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (email) DO NOTHING";
    let query = sqlx::query(sql)
        .bind(invitation.id.as_str())
        .bind(storable(&invitation.email))
        .bind(storable(&invitation.name))
        .bind(invitation.roles.to_string())
        .bind(token_hash)
        .bind(invitation.invited_by.as_str())
        .bind(invitation.invited_at.as_millisecond())
        .bind(invitation.expires_at.as_millisecond());
    // Somebody who comes in by another way right now is found when the invitation is used.
    if people::credentials(database, &invitation.email).await?.is_some() {
        return Ok(InviteOutcome::IsThere);
    }
    Ok(if database.write_with(query, event).await? { InviteOutcome::Done } else { InviteOutcome::IsInvited })
}

pub(super) async fn invitations(database: &Database) -> Result<Vec<Invitation>, Fault> {
    let sql = "SELECT id, email, name, roles, invited_by, invited_at, expires_at FROM invitation
               ORDER BY invited_at DESC, id";
    database.all(TABLE, sqlx::query(sql)).await?.iter().map(read).collect()
}

pub(super) async fn invitation(database: &Database, id: &InvitationId) -> Result<Option<Invitation>, Fault> {
    let sql = "SELECT id, email, name, roles, invited_by, invited_at, expires_at FROM invitation WHERE id = $1";
    database.one(TABLE, sqlx::query(sql).bind(id.as_str())).await?.as_ref().map(read).transpose()
}

pub(super) async fn invitation_of(
    database: &Database,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<Invitation>, Fault> {
    let sql = "SELECT id, email, name, roles, invited_by, invited_at, expires_at FROM invitation
               WHERE token_hash = $1 AND expires_at > $2";
    let query = sqlx::query(sql).bind(token_hash).bind(now.as_millisecond());
    database.one(TABLE, query).await?.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<Invitation, Fault> {
    Ok(Invitation {
        id: row.word("id")?,
        email: row.text("email")?,
        name: row.text("name")?,
        roles: row.parsed("roles")?,
        invited_by: row.word("invited_by")?,
        invited_at: row.time("invited_at")?,
        expires_at: row.time("expires_at")?,
    })
}

pub(super) async fn renew_invitation(
    database: &Database,
    id: &InvitationId,
    token_hash: &str,
    expires_at: Timestamp,
    event: &Event,
) -> Result<bool, Fault> {
    let sql = "UPDATE invitation SET token_hash = $2, expires_at = $3 WHERE id = $1";
    let query = sqlx::query(sql).bind(id.as_str()).bind(token_hash).bind(expires_at.as_millisecond());
    database.write_with(query, event).await
}

pub(super) async fn withdraw_invitation(database: &Database, id: &InvitationId, event: &Event) -> Result<bool, Fault> {
    database.write_with(sqlx::query("DELETE FROM invitation WHERE id = $1").bind(id.as_str()), event).await
}

pub(super) async fn accept_invitation(
    database: &Database,
    token_hash: &str,
    person: &Person,
    password_hash: &str,
    event: &Event,
) -> Result<bool, Fault> {
    let mut change = database.change().await?;
    // The invitation's row lets one caller through; the others wait here and find it gone.
    let used = sqlx::query("DELETE FROM invitation WHERE token_hash = $1 AND expires_at > $2")
        .bind(token_hash)
        .bind(event.at.as_millisecond());
    if change.write(used).await? == 0 || change.write(people::added(person, password_hash)).await? == 0 {
        return Ok(false);
    }
    change.commit_with(event).await?;
    Ok(true)
}
