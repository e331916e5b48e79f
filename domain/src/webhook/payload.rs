//! What a webhook is sent: the body in its shape, and the headers that prove who sent it.
//!
//! The signature follows Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over id, time and body.

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::Sha256;

use super::Shape;
use crate::{id::DeliveryId, notice::News};

/// How a secret begins that people copy into another program.
pub const SECRET_PREFIX: &str = "whsec_";

/// The body of a message; `link` is the whole address that the news lead to.
#[must_use]
pub fn payload(shape: Shape, news: &News, link: &str) -> String {
    let (headline, next) = (news.headline(), news.occasion.next());
    let body = match shape {
        Shape::Portal => json!({
            "type": news.occasion.as_str(),
            "timestamp": news.at.to_string(),
            "data": { "headline": headline, "detail": news.detail, "about": news.about, "link": link },
        }),
        Shape::Slack => {
            let detail = if news.detail.is_empty() { String::new() } else { format!("\n{}", for_slack(&news.detail)) };
            let text = format!("*{}*{detail}\n<{link}|{}>", for_slack(&headline), for_slack(next));
            json!({ "text": text })
        }
        Shape::Teams => card(&headline, &news.detail, next, link),
    };
    body.to_string()
}

/// A message with one adaptive card, as the workflows of Microsoft Teams take it.
fn card(headline: &str, detail: &str, next: &str, link: &str) -> Value {
    let block = |text: &str| json!({ "type": "TextBlock", "text": text, "wrap": true });
    let mut title = block(headline);
    title["weight"] = "Bolder".into();
    let blocks: Vec<Value> = if detail.is_empty() { vec![title] } else { vec![title, block(detail)] };
    json!({
        "type": "message",
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "content": {
                "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                "type": "AdaptiveCard",
                "version": "1.4",
                "body": blocks,
                "actions": [{ "type": "Action.OpenUrl", "title": next, "url": link }],
            },
        }],
    })
}

/// Slack reads these three characters as markup.
fn for_slack(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The headers of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    pub id: String,
    /// Seconds since 1970.
    pub timestamp: String,
    pub signature: String,
}

/// Signs a body with the secret that the receiver knows; `None` when it is no secret of ours.
#[must_use]
pub fn signed(secret: &str, id: &DeliveryId, at: Timestamp, body: &str) -> Option<Signed> {
    let key = BASE64.decode(secret.strip_prefix(SECRET_PREFIX)?.as_bytes()).ok()?;
    let (id, timestamp) = (id.to_string(), at.as_second().to_string());
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    for part in [id.as_str(), ".", &timestamp, ".", body] {
        mac.update(part.as_bytes());
    }
    let signature = format!("v1,{}", BASE64.encode(&mac.finalize().into_bytes()));
    Some(Signed { id, timestamp, signature })
}

/// A secret out of random bytes.
#[must_use]
pub fn secret_of(bytes: &[u8; 32]) -> String {
    format!("{SECRET_PREFIX}{}", BASE64.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::occasion::Occasion;

    fn news() -> News {
        News { about: "a<b>&c".into(), ..News::example(Occasion::Asked, Timestamp::UNIX_EPOCH) }
    }

    #[test]
    fn each_shape_is_json_with_the_headline_and_the_link() {
        for shape in Shape::ALL {
            let body = payload(shape, &news(), "https://portal.example.com/x");
            let read: Value = serde_json::from_str(&body).unwrap();
            assert!(body.contains("https://portal.example.com/x") && read.is_object(), "{body}");
        }
        let slack: Value = serde_json::from_str(&payload(Shape::Slack, &news(), "https://a")).unwrap();
        assert!(slack["text"].as_str().unwrap().contains("a&lt;b&gt;&amp;c"), "{slack}");
        let portal: Value = serde_json::from_str(&payload(Shape::Portal, &news(), "https://a")).unwrap();
        assert_eq!((portal["type"].as_str(), portal["data"]["about"].as_str()), (Some("asked"), Some("a<b>&c")));
    }

    #[test]
    fn a_signature_needs_the_secret_and_covers_id_time_and_body() {
        let secret = secret_of(&[7; 32]);
        let id = DeliveryId::from_bytes([1; 26]);
        let sign = |at, body| signed(&secret, &id, at, body).unwrap().signature;
        let one = sign(Timestamp::UNIX_EPOCH, "{}");
        assert!(one.starts_with("v1,") && one != sign(Timestamp::UNIX_EPOCH, "{ }"));
        assert_ne!(one, sign(Timestamp::from_second(1).unwrap(), "{}"));
        assert_eq!(signed("nonsense", &id, Timestamp::UNIX_EPOCH, "{}"), None);
    }
}
