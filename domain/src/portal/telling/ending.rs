//! Telling how environments end: to those who asked for them, and to the owners of the teams that have them.

use super::{Portal, Telling, others, parse_place};
use crate::{
    Error,
    audit::Event,
    id::{ConnectionName, EnvironmentId, EnvironmentRequestId, PersonId, TeamId},
    notice::{News, Target},
    occasion::{Audience, Occasion},
};

/// The most owners of one team who are told.
const OWNERS: i64 = 100;

impl Portal {
    pub(super) async fn of_ending(&self, event: &Event) -> Result<Vec<Telling>, Error> {
        let Some((connection, environment)) = self.place_of(event).await? else { return Ok(Vec::new()) };
        let lifetime = self.known_lifetime(&connection, &environment).await?;
        let state = lifetime.as_ref().and_then(|one| one.deletion.as_ref()).map(|deletion| &deletion.state);
        let Some(occasion) = Occasion::of_ending(event, state) else { return Ok(Vec::new()) };
        let links = self.store().links_to(&connection, &environment).await.map_err(|e| self.failed(&e))?;
        let known = lifetime.map(|lifetime| lifetime.name);
        let name = known.or_else(|| links.first().map(|(_, link)| link.name.clone())).unwrap_or_default();
        let tell = |target, people| Telling {
            news: News::of_ending(occasion, event, &name, target),
            people: others(people, event),
            once: event.id.to_string(),
        };
        let mut tellings = Vec::new();
        // Whoever sees the request is told there what became of it; owners of other teams see their link alone.
        let maker = self.store().maker(&connection, &environment).await.map_err(|e| self.failed(&e))?;
        let request = match &maker {
            Some(id) => self.store().request(id).await.map_err(|e| self.failed(&e))?.map(|asked| asked.request),
            None => None,
        };
        if let Some(request) = request {
            let mut people = vec![request.person.clone()];
            match occasion.audience() {
                Audience::AskerAndOperators => people.extend(self.operators().await?),
                _ => people.extend(self.owners_of(&request.team).await?),
            }
            tellings.push(tell(Target::Request(request.id), people));
        } else if occasion.audience() == Audience::AskerAndOperators {
            tellings.push(tell(Target::Environment(connection, environment), self.operators().await?));
        }
        if occasion.audience() == Audience::Team {
            for (team, link) in links {
                tellings.push(tell(Target::Link(link.id), self.owners_of(&team.id).await?));
            }
        }
        Ok(tellings)
    }

    /// The environment that a line tells of, by itself or by the request that made it.
    async fn place_of(&self, event: &Event) -> Result<Option<(ConnectionName, EnvironmentId)>, Error> {
        match event.object.split_once('/') {
            Some(("environment", place)) => Ok(parse_place(place)),
            // That an environment is kept stands twice in the log.
            Some(("request", id)) if event.action != crate::audit::Action::KeepEnvironment => {
                let Some(id) = EnvironmentRequestId::parse(id) else { return Ok(None) };
                let operation = self.store().operation_of(&id.draft()).await.map_err(|e| self.failed(&e))?;
                let place = |one: crate::operation::Operation| {
                    Some((one.plan.connection.clone(), one.state.environment()?.clone()))
                };
                Ok(operation.and_then(place))
            }
            _ => Ok(None),
        }
    }

    async fn owners_of(&self, team: &TeamId) -> Result<Vec<PersonId>, Error> {
        let owners = self.store().owners(team, OWNERS).await.map_err(|e| self.failed(&e))?;
        Ok(owners.into_iter().map(|owner| owner.person).collect())
    }
}
