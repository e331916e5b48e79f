//! Faults ordered on the control path: for one operation or all, for so many calls.

use std::time::Duration;

use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::{Error, ErrorKind};
use crate::route::Operation;

/// The body of `POST /_local/faults`: exactly one of `refuse`, `delay` and `drop`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    operation: Option<String>,
    /// 1 when absent; 0 means until cleared.
    times: Option<u32>,
    refuse: Option<String>,
    message: Option<String>,
    delay: Option<String>,
    drop: Option<String>,
}

/// A fault that waits for its calls.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    /// `None`: all operations.
    operation: Option<Operation>,
    /// How many calls it is still for; `None`: all.
    left: Option<u32>,
    effect: Effect,
}

#[derive(Clone, Debug)]
enum Effect {
    Refuse(Error),
    Delay(Duration),
    DropBefore,
    DropAfter,
}

/// What happens to one call.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    pub delay: Duration,
    pub refusal: Option<Error>,
    pub drop_before: bool,
    pub drop_after: bool,
}

impl Order {
    /// Reads a wish, or says what is wrong with it.
    pub fn of(wish: Wish) -> Result<Self, String> {
        let operation = match wish.operation.as_deref() {
            None | Some("*") => None,
            Some(name) => {
                let found = Operation::named(name);
                Some(found.ok_or_else(|| format!("there is no operation {name:?}; \"*\" means all"))?)
            }
        };
        let effect = match (wish.refuse, wish.delay, wish.drop.as_deref()) {
            (Some(name), None, None) => {
                let kind = ErrorKind::named(&name)
                    .ok_or_else(|| format!("there is no error {name:?}; there are {}", ErrorKind::names()))?;
                let message = wish.message.unwrap_or_else(|| "This error was ordered.".to_owned());
                Effect::Refuse(kind.because(message))
            }
            (None, Some(time), None) => Effect::Delay(duration(&time)?),
            (None, None, Some("before")) => Effect::DropBefore,
            (None, None, Some("after")) => Effect::DropAfter,
            _ => {
                return Err(
                    "give one of \"refuse\": an error, \"delay\": a time, \"drop\": \"before\" or \"after\"".to_owned()
                );
            }
        };
        let left = match wish.times {
            Some(0) => None,
            times => Some(times.unwrap_or(1)),
        };
        Ok(Self { operation, left, effect })
    }

    /// The order as the control path tells it.
    pub fn told(&self) -> Value {
        let (what, detail) = match &self.effect {
            Effect::Refuse(error) => ("refuse", error.kind.name().to_owned()),
            Effect::Delay(time) => ("delay", format!("{}ms", time.as_millis())),
            Effect::DropBefore => ("drop", "before".to_owned()),
            Effect::DropAfter => ("drop", "after".to_owned()),
        };
        json!({
            "operation": self.operation.map_or("*", Operation::name),
            "times": self.left.unwrap_or(0),
            what: detail,
        })
    }
}

/// Takes the first order of each kind that is for `operation`, and strikes out those that are used up.
pub(crate) fn take(orders: &mut Vec<Order>, operation: Operation) -> Effects {
    let mut effects = Effects::default();
    for order in orders.iter_mut() {
        if order.operation.is_some_and(|own| own != operation) {
            continue;
        }
        let used = match &order.effect {
            Effect::Refuse(error) if effects.refusal.is_none() => {
                effects.refusal = Some(error.clone());
                true
            }
            Effect::Delay(time) if effects.delay.is_zero() => {
                effects.delay = *time;
                true
            }
            Effect::DropBefore => !std::mem::replace(&mut effects.drop_before, true),
            Effect::DropAfter => !std::mem::replace(&mut effects.drop_after, true),
            Effect::Refuse(_) | Effect::Delay(_) => false,
        };
        if used {
            order.left = order.left.map(|left| left.saturating_sub(1));
        }
    }
    orders.retain(|order| order.left != Some(0));
    effects
}

/// The body of `POST /_local/list-lag`: one of the two, or none to list at once again.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LagWish {
    time: Option<String>,
    lists: Option<u32>,
}

/// How late new environments come to the list.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lag {
    /// So many milliseconds.
    Time(i64),
    /// Missing in so many lists.
    Lists(u32),
}

impl Lag {
    /// Reads a wish, or says what is wrong with it.
    pub fn of(wish: &LagWish) -> Result<Option<Self>, String> {
        match (&wish.time, wish.lists) {
            (None, None) => Ok(None),
            (None, Some(lists)) => Ok(Some(Self::Lists(lists))),
            (Some(time), None) => {
                let time = i64::try_from(duration(time)?.as_millis()).unwrap_or(i64::MAX);
                Ok(Some(Self::Time(time)))
            }
            (Some(_), Some(_)) => Err("give \"time\" or \"lists\", not both".to_owned()),
        }
    }

    /// The lag as the control path tells it.
    pub fn told(self) -> Value {
        match self {
            Self::Time(time) => json!({ "time": format!("{time}ms") }),
            Self::Lists(lists) => json!({ "lists": lists }),
        }
    }
}

fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("{text:?} is no time; write 1500ms or 5s");
    let time: SignedDuration = text.parse().map_err(|_| wrong())?;
    Duration::try_from(time).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(json: Value) -> Result<Order, String> {
        Order::of(serde_json::from_value(json).unwrap())
    }

    #[test]
    fn an_order_is_for_so_many_calls_of_its_operation() {
        let wish = json!({ "operation": "GetEnvironment", "refuse": "ThrottlingException", "times": 2 });
        let mut orders = vec![order(wish).unwrap()];
        assert!(take(&mut orders, Operation::TagResource).refusal.is_none());
        assert!(take(&mut orders, Operation::GetEnvironment).refusal.is_some());
        assert!(take(&mut orders, Operation::GetEnvironment).refusal.is_some());
        assert!(take(&mut orders, Operation::GetEnvironment).refusal.is_none());
        assert!(orders.is_empty());
    }

    #[test]
    fn a_second_refusal_waits_for_the_next_call() {
        let mut orders = vec![
            order(json!({ "refuse": "ThrottlingException" })).unwrap(),
            order(json!({ "refuse": "InternalServerException" })).unwrap(),
        ];
        let first = take(&mut orders, Operation::GetEnvironment).refusal.unwrap();
        let second = take(&mut orders, Operation::GetEnvironment).refusal.unwrap();
        assert_eq!(first.kind, ErrorKind::Throttling);
        assert_eq!(second.kind, ErrorKind::InternalServer);
    }

    #[test]
    fn nonsense_is_refused_in_words() {
        for wish in [
            json!({}),
            json!({ "refuse": "Nope" }),
            json!({ "operation": "Nope", "delay": "1s" }),
            json!({ "delay": "soon" }),
            json!({ "delay": "-1s" }),
            json!({ "drop": "sometimes" }),
            json!({ "drop": "after", "delay": "1s" }),
        ] {
            assert!(order(wish.clone()).is_err(), "{wish}");
        }
    }
}
