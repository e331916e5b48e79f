//! A message on its way, by mail to a person or to a webhook: tried again until it arrives or is given up.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    id::{DeliveryId, PersonId, WebhookId},
    notice::News,
};

/// So often a message is tried at most.
pub const TRIES_MOST: i64 = 8;
/// So long a try may take until somebody else may try.
pub const LEASE: SignedDuration = SignedDuration::from_mins(2);
/// So long it is known what became of a message.
pub const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// The most characters that are kept of an answer.
pub const ANSWER_MOST: usize = 300;

/// Minutes between a try that failed and the next one: about a day in all.
const WAITS: [i64; 7] = [1, 5, 15, 60, 180, 360, 720];

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum To {
    Person(PersonId),
    Webhook(WebhookId),
}

/// One message and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The other side knows it by this id, so that it can tell that it has it already.
    pub id: DeliveryId,
    pub to: To,
    pub news: News,
    /// Tries begun so far.
    pub tries: i64,
    /// When it is tried next; `None` when that is over.
    pub next_try_at: Option<Timestamp>,
    pub arrived_at: Option<Timestamp>,
    /// What the last try came to, in words.
    pub answer: String,
}

/// A message as it is written down first. Of those that are one and the same `once`, the first one goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDelivery {
    pub id: DeliveryId,
    pub to: To,
    pub news: News,
    pub once: String,
    pub due_at: Timestamp,
}

/// What a try came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    /// It arrived; what the other side said.
    Arrived(String),
    /// Why not, in words. It is tried again.
    Failed(String),
    /// Why not, and why there is no use in trying again.
    GivenUp(String),
}

/// How a message stands after a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    pub next_try_at: Option<Timestamp>,
    pub arrived_at: Option<Timestamp>,
    pub answer: String,
}

/// What follows from what try number `tries` came to.
#[must_use]
pub fn after(tried: Tried, tries: i64, now: Timestamp) -> After {
    let (next_try_at, arrived_at, answer) = match tried {
        Tried::Arrived(answer) => (None, Some(now), answer),
        Tried::GivenUp(answer) => (None, None, answer),
        Tried::Failed(answer) => {
            let wait = usize::try_from(tries - 1).ok().and_then(|place| WAITS.get(place));
            (wait.and_then(|minutes| now.checked_add(SignedDuration::from_mins(*minutes)).ok()), None, answer)
        }
    };
    let answer: String = answer.chars().map(|c| if c.is_control() { ' ' } else { c }).take(ANSWER_MOST).collect();
    After { next_try_at, arrived_at, answer: answer.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_tried_eight_times_within_about_a_day_and_then_given_up() {
        let mut now = Timestamp::UNIX_EPOCH;
        let mut tries = 1;
        while let Some(next) = after(Tried::Failed("No.".into()), tries, now).next_try_at {
            assert!(next > now);
            now = next;
            tries += 1;
        }
        assert_eq!(tries, TRIES_MOST);
        let hours = now.duration_since(Timestamp::UNIX_EPOCH).as_hours();
        assert!((20..=24).contains(&hours), "{hours}");
        assert_eq!(after(Tried::GivenUp("Gone.".into()), 1, now).next_try_at, None);
    }

    #[test]
    fn an_answer_is_one_short_line() {
        let answer = after(Tried::Arrived(format!("a\r\n{}", "é".repeat(999))), 1, Timestamp::UNIX_EPOCH).answer;
        assert!(answer.chars().count() <= ANSWER_MOST && !answer.contains('\n'), "{answer}");
    }
}
