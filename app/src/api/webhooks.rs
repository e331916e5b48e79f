//! Webhooks, and what became of what they were sent.

use domain::{
    delivery::Delivery,
    id::{DeliveryId, WebhookId},
    portal::{Paged, WebhookSeen},
    webhook::WebhookForm,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// A webhook's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookShown {
    pub seen: WebhookSeen,
    pub sent: Paged<Delivery>,
    pub now: jiff::Timestamp,
}

/// A webhook that was made, with the secret that is shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeWebhook {
    pub id: WebhookId,
    pub secret: String,
}

#[server(endpoint = "webhooks/list")]
pub async fn list() -> Result<Vec<WebhookSeen>, ApiError> {
    use crate::context;
    Ok(context::portal().webhooks(&context::actor()?).await?)
}

#[server(endpoint = "webhooks/show")]
pub async fn show(id: WebhookId, #[server(default)] page: usize) -> Result<WebhookShown, ApiError> {
    use crate::context;
    let portal = context::portal();
    let (seen, sent) = portal.webhook(&context::actor()?, &id, page).await?;
    Ok(WebhookShown { seen, sent, now: portal.now() })
}

/// The secret that was made just now in this browser, once.
#[server(endpoint = "webhooks/made")]
pub async fn just_made() -> Result<Option<String>, ApiError> {
    use crate::context::{self, Once};
    use domain::{may::Deed, webhook::SECRET_PREFIX};
    context::portal().see(&context::actor()?, Deed::SeeSettings, "This page")?;
    let legal = |left: &String| left.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=_".contains(&byte));
    Ok(Once::WEBHOOK.take().filter(|left| left.starts_with(SECRET_PREFIX) && legal(left)))
}

#[server(endpoint = "webhooks/add")]
pub async fn add(#[server(default)] form: WebhookForm) -> Result<MadeWebhook, ApiError> {
    use crate::{
        context::{self, Back, Once, Then},
        paths,
    };
    let added = context::portal().add_webhook(&context::actor()?, &form).await;
    let made = added.map(|(id, secret)| MadeWebhook { id, secret });
    if let (Ok(made), true) = (&made, context::wants_html()) {
        Once::WEBHOOK.leave(&made.secret);
    }
    context::answer(made, |made| Then::go(paths::webhook(&made.id)), || Back::to(paths::NEW_WEBHOOK).with(&form)).await
}

#[server(endpoint = "webhooks/save")]
pub async fn save(id: WebhookId, version: i64, #[server(default)] form: WebhookForm) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let saved = context::portal().save_webhook(&context::actor()?, &id, version, &form).await;
    let page = paths::webhook(&id);
    let told = Notice::done("The webhook is saved. It holds from the next message on.");
    context::answer(saved, |()| Then::go(&page).telling(told), || Back::to(&page).with(&form)).await
}

/// Makes another secret; the page that it leads to shows it.
#[server(endpoint = "webhooks/secret")]
pub async fn renew(id: WebhookId) -> Result<String, ApiError> {
    use crate::{
        context::{self, Back, Once, Then},
        paths,
    };
    let secret = context::portal().renew_webhook_secret(&context::actor()?, &id).await;
    if let (Ok(secret), true) = (&secret, context::wants_html()) {
        Once::WEBHOOK.leave(secret);
    }
    context::answer(secret, |_| Then::go(paths::webhook(&id)), || Back::to(paths::webhook(&id))).await
}

#[server(endpoint = "webhooks/remove")]
pub async fn remove(id: WebhookId) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let removed = context::portal().remove_webhook(&context::actor()?, &id).await;
    let told = Notice::done("The webhook is deleted. Nothing is sent there any more.");
    context::answer(removed, |()| Then::go(paths::WEBHOOKS).telling(told), || Back::to(paths::webhook(&id))).await
}

/// Sends an example there, and says what it answers.
#[server(endpoint = "webhooks/test")]
pub async fn test(id: WebhookId) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let tried = context::portal().test_webhook(&context::actor()?, &id).await;
    let page = paths::webhook(&id);
    let told = |words: &String| Then::go(&page).telling(Notice::done(words.clone()));
    context::answer(tried, told, || Back::to(&page)).await.map(|_| ())
}

#[server(endpoint = "webhooks/send-again")]
pub async fn send_again(id: WebhookId, delivery: DeliveryId) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let again = context::portal().send_message_again(&context::actor()?, &id, &delivery).await;
    let page = paths::webhook(&id);
    let told = Notice::done("The message is sent again. Load this page anew to see what came of it.");
    context::answer(again, |()| Then::go(&page).telling(told), || Back::to(&page)).await
}
