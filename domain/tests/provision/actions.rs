//! What can happen next in a world.

use domain::{
    operation::IN_FLIGHT_SECONDS,
    provision::{SEND_WITHIN_SECONDS, decided},
};
use jiff::Timestamp;

use crate::world::{Made, Worker, World, after, begin};

/// What can happen next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// A portal takes its next step.
    Go(usize),
    /// A portal's reading of FinSpace fails.
    Blind(usize),
    Crash(usize),
    /// A call arrives, and its environment is in the list at once or later.
    Arrives {
        call: usize,
        listed: bool,
    },
    /// A call never arrives.
    Vanishes(usize),
    /// FinSpace answers a call with a definite no, for a passing reason or for good.
    Refuses {
        call: usize,
        passing: bool,
    },
    /// A portal hears that its call was carried out.
    Hears(usize),
    /// A portal gives up waiting for an answer.
    GivesUp(usize),
    /// An environment comes to the list.
    List(usize),
    /// Somebody deletes an environment past the portal.
    Deleted(usize),
    /// A person lets the call be sent again.
    Decide,
    /// Time goes on until the operation is due.
    WaitUntilDue,
    /// Portals stand still for longer than a call may wait.
    Pause,
}

/// How much may go wrong.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub seconds: i64,
    pub decisions: usize,
    /// Crashes, pauses, refusals, answers that do not come, readings that fail, in all.
    pub troubles: usize,
}

impl World {
    /// What can happen next, within limits.
    pub fn actions(&self, limits: Limits) -> Vec<Action> {
        let (told, mut all) = (self.told, Vec::new());
        let trouble = told.troubles() < limits.troubles;
        let due = self.record.next_run_at.is_some_and(|at| at <= self.now);
        for (i, worker) in self.workers.iter().enumerate() {
            match worker {
                Worker::Idle if !due => {}
                Worker::Sent { .. } if trouble => all.push(Action::GivesUp(i)),
                Worker::Sent { .. } => {}
                _ => all.push(Action::Go(i)),
            }
            if matches!(worker, Worker::Due { .. }) && trouble {
                all.push(Action::Blind(i));
            }
            if *worker != Worker::Idle && trouble {
                all.push(Action::Crash(i));
            }
            // Its own call is not on its way any more: it arrived.
            let arrived = !self.calls.iter().any(|call| call.by == i) && self.made.iter().any(|made| made.by == i);
            if matches!(worker, Worker::Sent { .. }) && arrived {
                all.push(Action::Hears(i));
            }
        }
        for (call, sent) in self.calls.iter().enumerate() {
            all.extend([Action::Arrives { call, listed: true }, Action::Arrives { call, listed: false }]);
            all.push(Action::Vanishes(call));
            if trouble && matches!(self.workers[sent.by], Worker::Sent { .. }) {
                all.extend([Action::Refuses { call, passing: true }, Action::Refuses { call, passing: false }]);
            }
        }
        let made = |which: fn(&Made) -> bool| (0..self.made.len()).filter(move |made| which(&self.made[*made]));
        all.extend(made(|made| !made.listed && !made.gone).map(Action::List));
        if trouble {
            all.extend(made(|made| made.listed).map(Action::Deleted));
        }
        if decided(&self.record, self.now).is_some() && told.decisions < limits.decisions {
            all.push(Action::Decide);
        }
        // Nothing stays on its way for longer.
        let free = |until: Timestamp| {
            until <= after(begin().now, limits.seconds)
                && self.calls.iter().all(|call| until <= after(call.at, IN_FLIGHT_SECONDS))
        };
        // Who is at work while time goes on stands still.
        let calm = self.workers.iter().all(|worker| *worker == Worker::Idle);
        if (calm || trouble) && self.record.next_run_at.is_some_and(|at| at > self.now && free(at)) {
            all.push(Action::WaitUntilDue);
        }
        if self.workers.iter().any(|w| matches!(w, Worker::Armed { since, .. } if *since == self.now))
            && trouble
            && free(after(self.now, SEND_WITHIN_SECONDS + 1))
        {
            all.push(Action::Pause);
        }
        all
    }
}
