//! A mail server and other programs that answer as a test says, and keep what they are sent.

use std::sync::Mutex;

use async_trait::async_trait;
use domain::{
    delivery::Tried,
    id::DeliveryId,
    notice::News,
    ports::{Hooks, Post, PostSettings},
    webhook::Webhook,
};
use jiff::Timestamp;

use super::lookout::Lookout;

/// Where a message went, its id and its headline.
pub type Sent = (String, DeliveryId, String);

#[derive(Default)]
pub struct Postbox {
    sent: Mutex<Vec<Sent>>,
    /// What the next tries come to; then everything arrives.
    answers: Mutex<Vec<Tried>>,
    /// Who goes to see whether sign-in pages answer.
    pub lookout: Lookout,
}

impl Postbox {
    /// The next try comes to this.
    pub fn answers(&self, tried: Tried) {
        self.answers.lock().unwrap().push(tried);
    }

    pub fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    fn take(&self, to: String, id: &DeliveryId, news: &News) -> Tried {
        self.sent.lock().unwrap().push((to, id.clone(), news.headline()));
        let mut answers = self.answers.lock().unwrap();
        if answers.is_empty() { Tried::Arrived("250 ok".into()) } else { answers.remove(0) }
    }
}

#[async_trait]
impl Post for Postbox {
    fn settings(&self) -> Option<PostSettings> {
        Some(PostSettings { server: "postbox".into(), user: None, from: "portal@example.com".into() })
    }

    async fn send(&self, id: &DeliveryId, address: &str, _portal: &str, news: &News) -> Tried {
        self.take(address.to_owned(), id, news)
    }
}

#[async_trait]
impl Hooks for Postbox {
    fn allows_private(&self) -> bool {
        false
    }

    async fn call(&self, id: &DeliveryId, hook: &Webhook, _secret: &str, news: &News, _now: Timestamp) -> Tried {
        self.take(hook.address.to_string(), id, news)
    }
}
