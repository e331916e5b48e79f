//! Telling people what happened. The log is what has to be told of: every change wrote its line together with itself, so
//! nothing is lost and nothing is told that did not become true.

mod checking;
mod ending;
mod waiting;

use std::collections::BTreeSet;

use super::Portal;
use crate::{
    Error,
    audit::{Event, Filter, Place},
    blueprint::Deciders,
    delivery::{NewDelivery, To},
    id::{ConnectionName, DeliveryId, EnvironmentId, EnvironmentRequestId, NoticeId, OperationId, PersonId},
    notice::{KEPT, NewNotice, News, SENT_WITHIN},
    occasion::{Audience, Occasion},
    operation::Operation,
    request::{Asked, Stage},
    role::Role,
};

/// Lines of the log that are told of at once; the next round does the rest.
const AT_ONCE: usize = 100;

/// Something to be told, and to whom.
struct Telling {
    news: News,
    people: Vec<PersonId>,
    /// What a person is told once as.
    once: String,
}

/// All that a round writes down.
#[derive(Default)]
struct Told {
    notices: Vec<NewNotice>,
    deliveries: Vec<NewDelivery>,
}

impl Portal {
    /// Tells people of what the log gained since the last time. Says whether there is more.
    pub async fn tell(&self) -> Result<bool, Error> {
        let from = self.store().told_up_to().await.map_err(|e| self.failed(&e))?;
        let lines = self.store().lines(&Filter::default(), Place::After(from), AT_ONCE).await;
        let lines = lines.map_err(|e| self.failed(&e))?;
        let Some(to) = lines.first().map(|line| line.position) else { return Ok(false) };
        let mut told = Told::default();
        for line in lines.iter().rev() {
            match self.telling(&line.event).await {
                Ok(tellings) => {
                    for telling in tellings {
                        self.spread(&telling, &mut told).await?;
                    }
                }
                // What cannot be read now is not readable later: it was logged, and must not hold up the rest.
                Err(Error::Failed(_)) => {}
                Err(error) => return Err(error),
            }
        }
        let Told { notices, deliveries } = told;
        let written = self.store().tell(from, to, &notices, &deliveries).await.map_err(|e| self.failed(&e))?;
        if written && !(notices.is_empty() && deliveries.is_empty()) {
            self.inner.ports.bell.ring();
        }
        Ok(lines.len() == AT_ONCE)
    }

    /// Forgets notices that are too old.
    pub async fn forget_old_notices(&self) -> Result<(), Error> {
        let Ok(before) = self.now().checked_sub(KEPT) else { return Ok(()) };
        self.store().forget_notices(before).await.map_err(|e| self.failed(&e))
    }

    /// Makes out of something to be told what each person and each webhook gets of it.
    async fn spread(&self, telling: &Telling, told: &mut Told) -> Result<(), Error> {
        let Telling { news, people, once } = telling;
        let occasion = news.occasion;
        // What happened long ago, while the portal was off, surprises nobody by mail any more.
        let is_news = self.now().duration_since(news.at) < SENT_WITHIN;
        for person in people {
            let choices = self.store().choices(person).await.map_err(|e| self.failed(&e))?.unwrap_or_default();
            if choices.shows(occasion) {
                let id = NoticeId::from_bytes(self.chance());
                told.notices.push(NewNotice { id, person: person.clone(), news: news.clone(), once: once.clone() });
            }
            if is_news && choices.mail.has(occasion) && self.sends_mail() {
                told.deliveries.push(self.message(To::Person(person.clone()), news, format!("mail/{person}/{once}")));
            }
        }
        if !is_news || occasion.is_private() {
            return Ok(());
        }
        for hook in self.store().webhooks().await.map_err(|e| self.failed(&e))? {
            if hook.enabled && hook.occasions.has(occasion) {
                let once = format!("hook/{}/{once}", hook.id);
                told.deliveries.push(self.message(To::Webhook(hook.id), news, once));
            }
        }
        Ok(())
    }

    fn message(&self, to: To, news: &News, once: String) -> NewDelivery {
        NewDelivery { id: DeliveryId::from_bytes(self.chance()), to, news: news.clone(), once, due_at: self.now() }
    }

    /// What a line of the log tells people. Those who are told the same twice are told the first.
    async fn telling(&self, event: &Event) -> Result<Vec<Telling>, Error> {
        if Occasion::may_be_ending(event) {
            return self.of_ending(event).await;
        }
        let one = if Occasion::is_unwell(event) { self.of_check(event).await } else { self.of_one(event).await };
        Ok(one?.into_iter().chain(self.of_deciding_anew(event).await?).collect())
    }

    async fn of_one(&self, event: &Event) -> Result<Option<Telling>, Error> {
        let failed = |e| self.failed(&e);
        match event.object.split_once('/') {
            Some(("request", id)) => match (EnvironmentRequestId::parse(id), Occasion::of(event, None)) {
                (Some(id), Some(occasion)) => self.of_request(event, occasion, &id).await,
                _ => Ok(None),
            },
            Some(("operation", id)) => {
                let Some(id) = OperationId::parse(id) else { return Ok(None) };
                let operation = self.store().operation(&id).await.map_err(failed)?;
                let request = operation.as_ref().and_then(|one| EnvironmentRequestId::parse(one.draft.as_str()));
                match (operation, request) {
                    (Some(operation), Some(request)) => self.of_operation(event, &operation, &request).await,
                    _ => Ok(None),
                }
            }
            Some(("environment", place)) if Occasion::may_be_built(event) => {
                let Some((connection, environment)) = parse_place(place) else { return Ok(None) };
                let request = self.store().maker(&connection, &environment).await.map_err(failed)?;
                let Some(request) = request else { return Ok(None) };
                let operation = self.store().operation_of(&request.draft()).await.map_err(failed)?;
                match operation {
                    Some(operation) => self.of_operation(event, &operation, &request).await,
                    None => Ok(None),
                }
            }
            Some(("connection", name)) => {
                let Some(occasion) = Occasion::of(event, None) else { return Ok(None) };
                let people = others(self.operators().await?, event);
                let news = News::of_connection(occasion, event, name);
                Ok(Some(Telling { news, people, once: event.id.to_string() }))
            }
            Some(("person", email)) => {
                let Some(occasion) = Occasion::of(event, None).filter(|one| one.is_private()) else { return Ok(None) };
                let Some(person) = self.store().at_address(email).await.map_err(failed)? else { return Ok(None) };
                let news = News::of_account(occasion, event, event.person.as_ref() == Some(&person));
                Ok(Some(Telling { news, people: vec![person], once: event.id.to_string() }))
            }
            _ => Ok(None),
        }
    }

    async fn of_request(
        &self,
        event: &Event,
        occasion: Occasion,
        id: &EnvironmentRequestId,
    ) -> Result<Option<Telling>, Error> {
        let Some(asked) = self.store().request(id).await.map_err(|e| self.failed(&e))? else { return Ok(None) };
        // Where approvers decide one after the other, an approval makes it the next one's turn.
        let occasion = match occasion {
            Occasion::Approved if asked.request.stage == Stage::Asked && self.goes_on_in_order(&asked).await? => {
                Occasion::Asked
            }
            occasion => occasion,
        };
        // What was decided meanwhile waits for nobody, and one approval of two decides nothing yet.
        let is_true = match occasion {
            Occasion::Asked | Occasion::StillWaiting => asked.request.stage == Stage::Asked,
            Occasion::Approved => asked.request.stage == Stage::Approved,
            _ => true,
        };
        if !is_true {
            return Ok(None);
        }
        let once = match occasion {
            Occasion::Approved => format!("approved/{id}"),
            _ => event.id.to_string(),
        };
        let people = self.audience(occasion, event, &asked).await?;
        Ok(Some(Telling { news: News::of_request(occasion, event, &asked.request, None), people, once }))
    }

    async fn of_operation(
        &self,
        event: &Event,
        operation: &Operation,
        id: &EnvironmentRequestId,
    ) -> Result<Option<Telling>, Error> {
        let Some(occasion) = Occasion::of(event, Some(&operation.state)) else { return Ok(None) };
        if occasion == Occasion::Built {
            // It is linked to its team by another job, which may not have come to it: the news lead to that link.
            self.tie_requests().await?;
        }
        let Some(asked) = self.store().request(id).await.map_err(|e| self.failed(&e))? else { return Ok(None) };
        let people = self.audience(occasion, event, &asked).await?;
        let news = News::of_request(occasion, event, &asked.request, Some(&operation.state));
        let once = format!("{}/{}/{}", occasion.as_str(), operation.id, operation.arms);
        Ok(Some(Telling { news, people, once }))
    }

    /// Who is told: never whoever did it, and everybody once.
    async fn audience(&self, occasion: Occasion, event: &Event, asked: &Asked) -> Result<Vec<PersonId>, Error> {
        let asker = &asked.request.person;
        let people = match occasion.audience() {
            Audience::Approvers => self.deciders_of(asked).await?,
            Audience::OtherSide if event.person.as_ref() == Some(asker) => self.deciders_of(asked).await?,
            Audience::Asker | Audience::OtherSide => vec![asker.clone()],
            Audience::AskerAndOperators => [vec![asker.clone()], self.operators().await?].concat(),
            Audience::Operators | Audience::Team | Audience::Oneself => Vec::new(),
        };
        Ok(others(people, event))
    }

    /// Who can mend what goes wrong at FinSpace.
    async fn operators(&self) -> Result<Vec<PersonId>, Error> {
        let mut people = Vec::new();
        for role in [Role::Admin, Role::Operator] {
            people.extend(self.store().having(role).await.map_err(|e| self.failed(&e))?);
        }
        Ok(people)
    }

    async fn goes_on_in_order(&self, asked: &Asked) -> Result<bool, Error> {
        let blueprint = self.store().blueprint(&asked.request.blueprint).await.map_err(|e| self.failed(&e))?;
        Ok(blueprint.is_some_and(|blueprint| blueprint.rules.deciders == Deciders::InOrder))
    }

    /// Who decides what somebody else asks for, in an order those whose turn it is. Where that is nobody, administrators
    /// hear of it, who can.
    async fn deciders_of(&self, asked: &Asked) -> Result<Vec<PersonId>, Error> {
        let mut people = self.store().deciders(&asked.request.id).await.map_err(|e| self.failed(&e))?;
        people.retain(|person| *person != asked.request.person);
        if people.is_empty() {
            people = self.store().having(Role::Admin).await.map_err(|e| self.failed(&e))?;
            people.retain(|person| *person != asked.request.person);
        }
        Ok(people)
    }
}

/// Everybody once, and nobody who did it.
fn others(mut people: Vec<PersonId>, event: &Event) -> Vec<PersonId> {
    let mut known = BTreeSet::new();
    people.retain(|person| event.person.as_ref() != Some(person) && known.insert(person.clone()));
    people
}

/// The environment that the object of an event names.
fn parse_place(place: &str) -> Option<(ConnectionName, EnvironmentId)> {
    let (connection, environment) = place.split_once('/')?;
    Some((ConnectionName::parse(connection).ok()?, EnvironmentId::parse(environment).ok()?))
}
