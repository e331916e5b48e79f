//! Telling those who decide that a request waits for them anew: earlier approvals do not count once it was changed.

use super::{Portal, Telling, others};
use crate::{
    Error,
    audit::{Action, Event, Outcome},
    id::EnvironmentRequestId,
    notice::News,
    occasion::Occasion,
    request::Stage,
};

impl Portal {
    /// What an amendment tells those whose decision the request waits for now, beside what it tells whoever asked.
    pub(super) async fn of_deciding_anew(&self, event: &Event) -> Result<Option<Telling>, Error> {
        if (event.action, event.outcome) != (Action::AmendRequest, Outcome::Done) {
            return Ok(None);
        }
        let id = event.object.strip_prefix("request/").and_then(EnvironmentRequestId::parse);
        let Some(id) = id else { return Ok(None) };
        let asked = self.store().request(&id).await.map_err(|e| self.failed(&e))?;
        // What was decided meanwhile waits for nobody.
        let Some(asked) = asked.filter(|asked| asked.request.stage == Stage::Asked) else { return Ok(None) };
        let people = others(self.deciders_of(&asked).await?, event);
        let news = News::of_request(Occasion::Asked, event, &asked.request, None);
        // The same line is told to whoever asked under its own id.
        Ok(Some(Telling { news, people, once: format!("asked/{}", event.id) }))
    }
}
