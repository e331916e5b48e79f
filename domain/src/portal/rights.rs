//! The first line of every use case: may they?

use super::Portal;
use crate::{
    Actor, Error,
    audit::Outcome,
    may::{Deed, Denied, Facts, may},
};

impl Portal {
    /// What somebody may not see is not there: the answer is that of a thing that never was. Of what everybody has, such
    /// as a list of one's own, a token is told which scope it lacks: that gives nothing away.
    pub fn see(&self, actor: &Actor, deed: Deed, what: &str) -> Result<(), Error> {
        if deed.is_everybodys() {
            return Ok(may(actor, deed, Facts::default())?);
        }
        self.see_given(actor, deed, Facts::default(), what)
    }

    /// The same for what depends on more than who looks.
    #[expect(clippy::unused_self, reason = "it is asked of the portal like every other right")]
    pub(super) fn see_given(&self, actor: &Actor, deed: Deed, facts: Facts, what: &str) -> Result<(), Error> {
        may(actor, deed, facts).map_err(|_| Error::NotFound(what.to_owned()))
    }

    /// Lets a change go on that depends on nothing but who wants it.
    pub(super) async fn allow(&self, actor: &Actor, deed: Deed, object: &str) -> Result<(), Error> {
        self.allow_given(actor, deed, Facts::default(), object).await
    }

    /// Lets a change go on, or refuses it and notes that somebody tried.
    pub(super) async fn allow_given(&self, actor: &Actor, deed: Deed, facts: Facts, object: &str) -> Result<(), Error> {
        match may(actor, deed, facts) {
            Ok(()) => Ok(()),
            Err(denied) => Err(self.refuse(actor, deed, object, denied).await),
        }
    }

    /// Notes a refusal. When that cannot be noted, the failure is the answer: nothing was done either way.
    pub(super) async fn refuse(&self, actor: &Actor, deed: Deed, object: &str, denied: Denied) -> Error {
        if let Some(action) = deed.action() {
            let event = self.event(Some(actor), action, object.to_owned(), Outcome::Refused, denied.reason.clone());
            if let Err(cause) = self.store().record(&event).await {
                return self.failed(&cause);
            }
        }
        denied.into()
    }
}
