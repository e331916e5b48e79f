//! Deciding what somebody asks for: approving, amending and declining it, and saying something about it.

use super::{Portal, changed_meanwhile};
use crate::{
    Actor, Error, Field, Problems,
    audit::{Action, Event},
    blueprint::{Rules, digest},
    change::Wanted,
    environment::{EnvironmentForm, NewEnvironment},
    id::{CommentId, EnvironmentRequestId},
    may::{Deed, Denied},
    operation::Operation,
    ports::Beside,
    request::{Approval, Asked, Comment, Request, Stage, needed_words},
};

impl Portal {
    /// Whether somebody may decide a request that waits for it, so that a program can be told so before anything else.
    pub async fn decidable(&self, actor: &Actor, id: &EnvironmentRequestId) -> Result<(), Error> {
        self.waiting(actor, id).await.map(|_| ())
    }

    /// Approves the plan of this digest, which is the one that the page showed. When enough have approved, the portal
    /// begins to carry it out.
    pub async fn approve_request(
        &self,
        actor: &Actor,
        id: &EnvironmentRequestId,
        shown: &str,
    ) -> Result<Request, Error> {
        let (asked, blueprint) = self.waiting(actor, id).await?;
        let place = asked.plan.as_ref().map(|plan| &plan.connection);
        let place = place.or(asked.about.as_ref().map(|about| &about.connection));
        let Some(connection) = place.filter(|_| asked.digest == shown) else { return Err(changed_meanwhile()) };
        if !self.connection_names().contains(connection) {
            let words = format!("The connection “{connection}” is not there any more. Decline the request.");
            return Err(Error::Conflict(words));
        }
        let before = self.store().approvals(id).await.map_err(|e| self.failed(&e))?;
        if before.iter().any(|approval| approval.person == actor.person) {
            return Err(Error::Conflict("You have approved this already. Somebody else has to do it, too.".into()));
        }
        if let Some(turn) = self.turn(actor, &asked, &blueprint, &before).await?
            && !turn.is_yours
        {
            let denied = Denied::not_your_turn(&turn);
            return Err(self.refuse(actor, Deed::DecideRequest, &Request::object(id), denied).await);
        }
        self.still_fits(&asked).await?;
        let now = self.now();
        let count = before.len() + 1;
        let is_enough = count >= asked.needed as usize;
        let request = Request {
            stage: if is_enough { Stage::Approved } else { Stage::Asked },
            version: asked.request.version + 1,
            decided_at: is_enough.then_some(now),
            ..asked.request.clone()
        };
        let approval = Approval { person: actor.person.clone(), who: actor.email.clone(), at: now };
        let plan = asked.plan.as_ref();
        let carried = plan.filter(|_| is_enough);
        let operation = carried.map(|plan| self.approved(id.draft(), request.person.clone(), plan.clone()));
        let words = format!("is approved by {count} of {}, plan {}", asked.needed, asked.digest);
        let event = self.request_event(Some(actor), Action::ApproveRequest, &request, &words);
        let wanted = asked.about.as_ref().and_then(|about| about.wanted.as_ref());
        let changes = plan.map(NewEnvironment::recorded).or(wanted.map(Wanted::changes));
        let mut events = vec![event.changing(changes.unwrap_or_default())];
        let (mut lifetime, mut change) = (None, None);
        if let Some(about) = asked.about.as_ref().filter(|_| is_enough) {
            if about.wanted.is_some() {
                change = Some(self.approved_change(&request, about, before.iter().chain([&approval])));
            } else {
                let (brought, event) = self.brought_about(actor, &request, about).await?;
                lifetime = Some(brought);
                events.push(event);
            }
        }
        let (operation, lifetime, change) = (operation.as_ref(), lifetime.as_ref(), change.as_ref());
        let approval = Some(&approval);
        let beside = Beside { approval, operation, lifetime, change, events: &events, ..Beside::default() };
        self.saved(Asked { request, ..asked }, beside).await
    }

    /// Changes what was filled in. The plan is another one then, and earlier approvals do not count for it.
    pub async fn amend_request(
        &self,
        actor: &Actor,
        id: &EnvironmentRequestId,
        shown: &str,
        typed: EnvironmentForm,
    ) -> Result<Request, Error> {
        let (asked, blueprint) = self.waiting(actor, id).await?;
        if asked.about.as_ref().is_some_and(|about| about.wanted.is_some()) {
            return self.amend_change(actor, asked, blueprint, shown, &typed).await;
        }
        if asked.about.is_some() {
            let words = "There is nothing to change about this request. Decline it, and say what to ask for instead.";
            return Err(Error::Conflict(words.into()));
        }
        let answers = blueprint.rules.answers_of(typed);
        let plan = blueprint.rules.plan(&answers, &self.connection_names(), &self.required_tags());
        let plan = plan.map_err(Error::Invalid)?;
        let Some(before) = asked.plan.as_ref().filter(|_| asked.digest == shown) else {
            return Err(changed_meanwhile());
        };
        let changes = Rules::between(before, &plan);
        if changes.is_empty() {
            return Ok(asked.request);
        }
        let name = plan.name.to_string();
        let request = Request { name, version: asked.request.version + 1, ..asked.request.clone() };
        let event = self.request_event(Some(actor), Action::AmendRequest, &request, "is changed");
        let events = [event.changing(changes)];
        let digest = digest(&plan);
        let asked = Asked { request, answers, plan: Some(plan), digest, ..asked };
        self.saved(asked, Beside { events: &events, ..Beside::default() }).await
    }

    /// Declines a request, with words for whoever asked.
    pub async fn decline_request(
        &self,
        actor: &Actor,
        id: &EnvironmentRequestId,
        words: &str,
    ) -> Result<Request, Error> {
        let (asked, _) = self.waiting(actor, id).await?;
        let mut problems = Problems::default();
        let said = "Say why, and what to do instead: whoever asked reads it.";
        let Some(words) = problems.keep(Field::Words, needed_words(words, said)) else {
            return Err(Error::Invalid(problems));
        };
        let request = Request {
            stage: Stage::Declined,
            version: asked.request.version + 1,
            decided_at: Some(self.now()),
            ..asked.request.clone()
        };
        let said = format!("is declined: {words}");
        let events = [self.request_event(Some(actor), Action::DeclineRequest, &request, &said)];
        self.saved(Asked { request, ..asked }, Beside { events: &events, ..Beside::default() }).await
    }

    /// Says something about a request, which everybody reads who sees it.
    pub async fn comment_on_request(
        &self,
        actor: &Actor,
        id: &EnvironmentRequestId,
        words: &str,
    ) -> Result<Comment, Error> {
        let (asked, _) = self.request_for(actor, id, Deed::CommentRequest).await?;
        if !asked.request.was_sent() {
            return Err(Error::Conflict("This was never sent, so nobody else would read it. Ask first.".into()));
        }
        let mut problems = Problems::default();
        let Some(words) = problems.keep(Field::Words, needed_words(words, "Write something first.")) else {
            return Err(Error::Invalid(problems));
        };
        let (who, name) = (actor.email.clone(), actor.name.clone());
        let comment = Comment { id: CommentId::from_bytes(self.chance()), who, name, words, at: self.now() };
        let event: Event = self.request_event(Some(actor), Action::CommentRequest, &asked.request, "has a comment");
        self.store().add_comment(id, &comment, &event).await.map_err(|e| self.failed(&e))?;
        self.inner.ports.bell.ring();
        Ok(comment)
    }

    /// Has the call of a request sent once more, because a person decided so.
    pub async fn send_request_again(&self, actor: &Actor, id: &EnvironmentRequestId) -> Result<Operation, Error> {
        let operation = self.operation_of_request(actor, id).await?;
        self.call_again(actor, &operation.id).await
    }

    /// Gives a request up whose call was lost, because a person decided so.
    pub async fn close_request(&self, actor: &Actor, id: &EnvironmentRequestId) -> Result<Operation, Error> {
        let operation = self.operation_of_request(actor, id).await?;
        self.close_operation(actor, &operation.id).await
    }

    async fn operation_of_request(&self, actor: &Actor, id: &EnvironmentRequestId) -> Result<Operation, Error> {
        self.allow(actor, Deed::DecideLostOperation, &Request::object(id)).await?;
        let found = self.store().operation_of(&id.draft()).await.map_err(|e| self.failed(&e))?;
        found.ok_or_else(super::missing)
    }

    /// A request that waits for a decision, for those who decide it.
    async fn waiting(
        &self,
        actor: &Actor,
        id: &EnvironmentRequestId,
    ) -> Result<(Asked, crate::blueprint::Blueprint), Error> {
        let (asked, blueprint) = self.request_for(actor, id, Deed::DecideRequest).await?;
        if asked.request.stage == Stage::Asked {
            return Ok((asked, blueprint));
        }
        let words = format!(
            "This request does not wait for a decision any more: it is “{}”. Nothing was done.",
            asked.request.stage.label()
        );
        Err(Error::Conflict(words))
    }
}
