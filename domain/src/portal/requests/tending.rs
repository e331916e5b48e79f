//! What the portal does about requests by itself: those that nobody decides lapse, and what was built is linked. That
//! it reminds of them is in the file beside.

use super::Portal;
use crate::{
    Error,
    audit::{Action, Change, Outcome},
    id::{EnvironmentId, LinkId},
    lifetime::{Lifetime, days},
    link::Link,
    operation::Operation,
    ports::Beside,
    request::{Asked, Request, SECTION, Stage},
};

/// So many are done at once; the next round does the rest.
const AT_ONCE: i64 = 100;

impl Portal {
    /// Ends the requests that waited for a decision too long, reminds of those that still wait, and links the environments
    /// that are there by now to the teams that asked for them; and reminds of the ends of environments, and begins them.
    /// Says whether there is more to do.
    pub async fn tend_requests(&self) -> Result<bool, Error> {
        let lapsed = self.lapse_requests().await?;
        let reminded = self.remind_of_requests().await?;
        let tied = self.tie_requests().await?;
        let ended = self.tend_lifetimes().await?;
        Ok(lapsed || reminded || tied || ended)
    }

    async fn lapse_requests(&self) -> Result<bool, Error> {
        let now = self.now();
        let Ok(before) = now.checked_sub(days(self.house().lapses_after)) else { return Ok(false) };
        let old = self.store().waiting_since(before, AT_ONCE).await.map_err(|e| self.failed(&e))?;
        for id in &old {
            let asked = self.store().request(id).await.map_err(|e| self.failed(&e))?;
            let Some(asked) = asked.filter(|asked| asked.request.stage == Stage::Asked) else { continue };
            let request = asked.request.clone();
            let version = request.version + 1;
            let request = Request { stage: Stage::Lapsed, version, decided_at: Some(now), ..request };
            let words = "lapses: nobody decided in time";
            let events = [self.request_event(None, Action::LapseRequest, &request, words)];
            let beside = Beside { events: &events, ..Beside::default() };
            // Whoever decides at this moment is quicker, and that is all right.
            self.store().save_request(&Asked { request, ..asked }, beside).await.map_err(|e| self.failed(&e))?;
        }
        if !old.is_empty() {
            self.inner.ports.bell.ring();
        }
        Ok(i64::try_from(old.len()).is_ok_and(|done| done >= AT_ONCE))
    }

    pub(in crate::portal) async fn tie_requests(&self) -> Result<bool, Error> {
        let open = self.store().untied(AT_ONCE).await.map_err(|e| self.failed(&e))?;
        for id in &open {
            let asked = self.store().request(id).await.map_err(|e| self.failed(&e))?;
            let operation = self.store().operation_of(&id.draft()).await.map_err(|e| self.failed(&e))?;
            let (Some(asked), Some(operation)) = (asked, operation) else { continue };
            let Some(environment) = operation.state.environment() else { continue };
            let link = Link {
                id: LinkId::from_bytes(self.chance()),
                team: asked.request.team.clone(),
                connection: operation.plan.connection.clone(),
                environment: environment.clone(),
                name: operation.plan.name.to_string(),
                label: String::new(),
                section: SECTION.into(),
                place: 0,
                added_at: self.now(),
                added_by: asked.request.who.clone(),
            };
            let target = format!("{} ({}/{})", link.name, link.connection, link.environment);
            let detail =
                format!("“{}” gains the environment that {} asked for", asked.request.team_name, link.added_by);
            let object = super::super::teams::object(&link.team);
            let event = self.event(None, Action::AddLink, object, Outcome::Done, detail);
            let event = event.changing(vec![Change::added("Environment", &target)]);
            let lifetime = self.lifetime_of_new(&asked, &operation, environment).await?;
            self.store().tie_request(id, &link, lifetime.as_ref(), &event).await.map_err(|e| self.failed(&e))?;
        }
        if !open.is_empty() {
            self.inner.ports.bell.ring();
        }
        Ok(i64::try_from(open.len()).is_ok_and(|done| done >= AT_ONCE))
    }
    /// The lifetime of an environment whose blueprint gives it one. It begins when the environment is known to be there.
    async fn lifetime_of_new(
        &self,
        asked: &Asked,
        operation: &Operation,
        id: &EnvironmentId,
    ) -> Result<Option<Lifetime>, Error> {
        let request = &asked.request;
        let blueprint = self.store().blueprint(&request.blueprint).await.map_err(|e| self.failed(&e))?;
        let Some(most) = blueprint.map(|blueprint| blueprint.rules.days).filter(|days| *days > 0) else {
            return Ok(None);
        };
        let (now, name) = (self.now(), operation.plan.name.to_string());
        let new = Lifetime::new(operation.plan.connection.clone(), id.clone(), name);
        let new = Lifetime { made_by: Some(request.id.clone()), operation: Some(operation.id.clone()), ..new };
        Ok(Some(new.ending(Some(now + days(most)), now).next(None)))
    }
}
