//! Where people read what they were told, and where that leads.

use domain::{
    id::{NoticeId, WebhookId},
    notice::Target,
};

use super::{ACCOUNT, CONNECTIONS_DOWN, TOKENS, ending, environment, go, request};

pub const NOTICES: &str = "/notices";
/// What one wants to be told.
pub const NOTICE_CHOICES: &str = "/account/notices";
pub const MAIL: &str = "/admin/settings/mail";
pub const WEBHOOKS: &str = "/admin/settings/webhooks";
pub const NEW_WEBHOOK: &str = "/admin/settings/webhooks/new";

/// The way to where a notice leads. Whoever takes it has read the notice.
#[must_use]
pub fn notice(id: &NoticeId) -> String {
    format!("{NOTICES}/{id}")
}

/// A webhook, with what it was sent.
#[must_use]
pub fn webhook(id: &WebhookId) -> String {
    format!("{WEBHOOKS}/{id}")
}

/// The page on which one decides or watches.
#[must_use]
pub fn target(target: &Target) -> String {
    match target {
        Target::Request(id) => request(id),
        Target::Link(id) => go(id),
        Target::Ending(id) => ending(id),
        Target::Environment(connection, id) => environment(connection, id),
        Target::Account => ACCOUNT.into(),
        Target::ConnectionsDown => CONNECTIONS_DOWN.into(),
        Target::Tokens => TOKENS.into(),
    }
}
