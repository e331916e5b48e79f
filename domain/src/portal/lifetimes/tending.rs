//! What the portal does about lifetimes by itself: it reminds of ends, and begins them.

use super::Portal;
use crate::{
    Error,
    audit::{Action, Outcome},
    deletion::{Cause, Deletion},
    environment::Status,
    lifetime::{Due, Lifetime, date, days, days_left},
};

/// So many are done at once; the next round does the rest.
const AT_ONCE: i64 = 100;

impl Portal {
    /// Reminds of the ends that come near, and begins those that are there. Says whether there is more to do.
    pub(in super::super) async fn tend_lifetimes(&self) -> Result<bool, Error> {
        let now = self.now();
        let due = self.store().lifetimes_due(now, AT_ONCE).await.map_err(|e| self.failed(&e))?;
        let (count, mut done) = (due.len(), false);
        for lifetime in due {
            // Of several portals the first one writes, and the others find that it is written.
            done |= match lifetime.due(now) {
                Some(Due::Reminder(before)) => self.remind(lifetime, before).await?,
                Some(Due::End) => self.begin_end(lifetime).await?,
                None => false,
            };
        }
        // What somebody deletes stays due until it is gone, and nobody hurries for that.
        Ok(done && i64::try_from(count).is_ok_and(|count| count >= AT_ONCE))
    }

    async fn remind(&self, lifetime: Lifetime, before: u32) -> Result<bool, Error> {
        let now = self.now();
        let mut events = Vec::new();
        // Nobody needs to hear of the end of what is gone already.
        if let Some(end) = lifetime.ends_at.filter(|_| self.presence(&lifetime) == Presence::There) {
            let (left, unit) = match days_left(end, now) {
                1 => (1, "day"),
                left => (left, "days"),
            };
            let words = format!(
                "“{}” ends in {left} {unit}, on {}. Ask for more time if it is needed still.",
                lifetime.name,
                date(end)
            );
            events.push(self.event(None, Action::RemindEnd, lifetime.object(), Outcome::Done, words));
        }
        let deletion = lifetime.deletion.clone();
        let after = Lifetime { reminded: Some(before), ..lifetime }.next(deletion);
        self.save_lifetime(&after, None, &events).await
    }

    /// Settles the deletion of what is at its end. What somebody deleted by hand, or past the portal, has none to settle:
    /// nobody is told that it will be deleted.
    async fn begin_end(&self, lifetime: Lifetime) -> Result<bool, Error> {
        match self.presence(&lifetime) {
            Presence::There => {}
            // It may stay after all, when FinSpace cannot take it down.
            Presence::Leaving => return Ok(false),
            Presence::Gone => {
                let endless = Lifetime { ends_at: None, ..lifetime }.next(None);
                return self.save_lifetime(&endless, None, &[]).await;
            }
        }
        let begins_at = self.now() + days(self.house().cooling_off);
        let words = format!(
            "The lifetime of “{}” is over. It is deleted on {}, unless somebody gets more time for it.",
            lifetime.name,
            date(begins_at)
        );
        let event = self.event(None, Action::BeginEnd, lifetime.object(), Outcome::Done, words);
        let deletion = Deletion::settled(Cause::Over, String::new(), None, begins_at);
        self.save_lifetime(&lifetime.next(Some(deletion)), None, &[event]).await
    }

    fn presence(&self, lifetime: &Lifetime) -> Presence {
        let inventory = self.inventory();
        let Some(entry) = inventory.get(&lifetime.connection, &lifetime.environment) else {
            // A connection that was never read says nothing of what is there.
            let was_read = inventory.health.get(&lifetime.connection).is_some_and(|health| health.synced_at.is_some());
            return if was_read { Presence::Gone } else { Presence::There };
        };
        match entry.environment.status {
            Status::Deleted => Presence::Gone,
            Status::DeleteRequested | Status::Deleting | Status::RetryDeletion => Presence::Leaving,
            _ => Presence::There,
        }
    }
}

/// Whether an environment is still one, by what was read last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    There,
    Leaving,
    Gone,
}
