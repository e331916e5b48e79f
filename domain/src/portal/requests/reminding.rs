//! Reminding those who decide of what waits for them, before it lapses.

use super::Portal;
use crate::{
    Error,
    audit::Action,
    lifetime::{date, days},
    ports::Beside,
    request::{Asked, Request, Stage},
};

/// So many are reminded of at once; the next round does the rest.
const AT_ONCE: i64 = 100;
/// So many days after it was asked for, and so many before it lapses, those who decide hear of a request again.
const REMINDED: u32 = 3;

/// The days after which there is a reminder of what lapses after so many.
fn reminders(lapse: u32) -> Vec<u32> {
    let mut days = vec![REMINDED, lapse.saturating_sub(REMINDED)];
    days.retain(|day| (1..lapse).contains(day));
    // What lapses within a few days has one reminder, a day before.
    if days.is_empty() && lapse > 1 {
        days.push(lapse - 1);
    }
    days.sort_unstable();
    days.dedup();
    days
}

impl Portal {
    /// Reminds of the requests that nobody decides. Of reminders that nobody was there to give, the last one is given.
    pub(super) async fn remind_of_requests(&self) -> Result<bool, Error> {
        let (now, lapse) = (self.now(), self.house().lapses_after);
        let (mut until, mut more) = (lapse, false);
        for day in reminders(lapse).into_iter().rev() {
            let (Ok(from), Ok(to)) = (now.checked_sub(days(until)), now.checked_sub(days(day))) else { continue };
            until = day;
            let due = self.store().unreminded(from, to, days(day), AT_ONCE).await.map_err(|e| self.failed(&e))?;
            more |= i64::try_from(due.len()).is_ok_and(|done| done >= AT_ONCE);
            for (id, version) in due {
                let asked = self.store().request(&id).await.map_err(|e| self.failed(&e))?;
                // Who changed it meanwhile may have reminded of it: the next round looks again.
                let is_same = |asked: &Asked| (asked.request.stage, asked.request.version) == (Stage::Asked, version);
                if let Some(asked) = asked.filter(is_same) {
                    self.remind_of(asked, lapse).await?;
                }
            }
        }
        Ok(more)
    }

    async fn remind_of(&self, asked: Asked, lapse: u32) -> Result<(), Error> {
        let request = Request { version: asked.request.version + 1, ..asked.request.clone() };
        let Some(end) = request.lapses_at(lapse) else { return Ok(()) };
        let words = format!("still waits for a decision. It lapses on {}, unless somebody decides.", date(end));
        let events = [self.request_event(None, Action::RemindRequest, &request, &words)];
        let beside = Beside { events: &events, ..Beside::default() };
        if self.store().save_request(&Asked { request, ..asked }, beside).await.map_err(|e| self.failed(&e))? {
            self.inner.ports.bell.ring();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::reminders;

    #[test]
    fn reminders_lie_between_the_asking_and_the_end() {
        let cases: [(u32, &[u32]); 8] =
            [(1, &[]), (2, &[1]), (3, &[2]), (4, &[1, 3]), (5, &[2, 3]), (6, &[3]), (14, &[3, 11]), (365, &[3, 362])];
        for (lapse, days) in cases {
            assert_eq!(reminders(lapse), days, "{lapse}");
        }
    }
}
