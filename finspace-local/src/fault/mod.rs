//! Faults on demand: by the name of an environment, or ordered on the control path. None of it exists unless asked for.

pub(crate) mod name;
pub(crate) mod order;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::route::Operation;
use order::{Effects, Lag, Order};

/// What is ordered now, and what was called so far. It lives as long as the process.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    orders: Vec<Order>,
    lag: Option<Lag>,
    hidden: BTreeMap<String, Hidden>,
    calls: BTreeMap<&'static str, u64>,
}

/// Why a new environment is not in the list yet.
#[derive(Clone, Copy, Debug)]
enum Hidden {
    /// Until this moment, in milliseconds since 1970.
    Until(i64),
    /// For so many more lists.
    Lists(u32),
}

impl Faults {
    /// Counts a call of `operation` and takes what is ordered for it.
    pub fn take(&self, operation: Operation) -> Effects {
        let mut state = self.state();
        *state.calls.entry(operation.name()).or_default() += 1;
        order::take(&mut state.orders, operation)
    }

    /// Adds an order.
    pub fn order(&self, order: Order) {
        self.state().orders.push(order);
    }

    /// From now on new environments come late to the list, or no longer do.
    pub fn set_lag(&self, lag: Option<Lag>) {
        self.state().lag = lag;
    }

    /// Hides a new environment when lists lag.
    pub fn hide(&self, id: &str, now: i64) {
        let mut state = self.state();
        let hidden = match state.lag {
            None => return,
            Some(Lag::Time(time)) => Hidden::Until(now.saturating_add(time)),
            Some(Lag::Lists(lists)) => Hidden::Lists(lists),
        };
        state.hidden.insert(id.to_owned(), hidden);
    }

    /// The ids that a list does not show at `now`; a first page counts as one list.
    pub fn hidden(&self, now: i64, first_page: bool) -> Vec<String> {
        let mut state = self.state();
        state.hidden.retain(|_, hidden| match hidden {
            Hidden::Until(moment) => now < *moment,
            Hidden::Lists(left) => *left > 0,
        });
        let ids = state.hidden.keys().cloned().collect();
        if first_page {
            for hidden in state.hidden.values_mut() {
                if let Hidden::Lists(left) = hidden {
                    *left -= 1;
                }
            }
        }
        ids
    }

    /// Withdraws all orders, shows everything and counts from zero again.
    pub fn clear(&self) {
        *self.state() = State::default();
    }

    /// Orders and counts, as the control path tells them.
    pub fn told(&self) -> Value {
        let state = self.state();
        json!({
            "faults": state.orders.iter().map(Order::told).collect::<Vec<_>>(),
            "listLag": state.lag.map(Lag::told),
            "unlisted": state.hidden.keys().collect::<Vec<_>>(),
            "calls": state.calls,
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_environment_is_hidden_for_so_many_lists() {
        let faults = Faults::default();
        faults.set_lag(Some(Lag::Lists(2)));
        faults.hide("a", 0);
        assert_eq!(faults.hidden(0, true), ["a"]);
        assert_eq!(faults.hidden(0, false), ["a"], "a second page is the same list");
        assert_eq!(faults.hidden(0, true), ["a"]);
        assert!(faults.hidden(0, true).is_empty());
    }

    #[test]
    fn a_late_environment_is_hidden_until_its_moment() {
        let faults = Faults::default();
        faults.set_lag(Some(Lag::Time(1_000)));
        faults.hide("a", 5_000);
        assert_eq!(faults.hidden(5_999, true), ["a"]);
        assert!(faults.hidden(6_000, true).is_empty());
    }
}
