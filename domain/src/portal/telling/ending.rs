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
        let asked_in = lifetime.as_ref().and_then(|one| one.deletion.as_ref()?.asked_in.clone());
        let known = lifetime.map(|lifetime| lifetime.name);
        let name = known.or_else(|| links.first().map(|(_, link)| link.name.clone())).unwrap_or_default();
        let tell = |target, people| Telling {
            news: News::of_ending(occasion, event, &name, target),
            people: others(people, event),
            once: event.id.to_string(),
        };
        let mut tellings = Vec::new();
        // What can be decided still, is on the page of the environment or of a link to it.
        let is_to_act = !matches!(occasion, Occasion::Kept | Occasion::Deleted);
        if occasion.audience() == Audience::AskerAndOperators {
            let target = Target::Environment(connection.clone(), environment.clone());
            tellings.push(tell(target, self.operators().await?));
        }
        // Otherwise whoever sees the request is told there what became of it; owners of other teams see their link alone.
        let maker = self.store().maker(&connection, &environment).await.map_err(|e| self.failed(&e))?;
        let request = match &maker {
            Some(id) => self.store().request(id).await.map_err(|e| self.failed(&e))?.map(|asked| asked.request),
            None => None,
        };
        if let Some(request) = request {
            let own = links.iter().find(|(team, _)| is_to_act && team.id == request.team);
            let own = own.map(|(_, link)| Target::Ending(link.id.clone()));
            if occasion.audience() == Audience::Team {
                // Whose deletion was asked for has a page with the same buttons.
                let asked_in = asked_in.filter(|_| is_to_act).unwrap_or_else(|| request.id.clone());
                let target = own.clone().unwrap_or(Target::Request(asked_in));
                tellings.push(tell(target, self.owners_of(&request.team).await?));
            }
            let standing = self.store().standing(&request.team, &request.person).await.map_err(|e| self.failed(&e))?;
            let target = own.filter(|_| standing.is_some()).unwrap_or(Target::Request(request.id));
            tellings.push(tell(target, vec![request.person]));
        }
        if occasion.audience() == Audience::Team {
            for (team, link) in links {
                let target = if is_to_act { Target::Ending(link.id) } else { Target::Link(link.id) };
                tellings.push(tell(target, self.owners_of(&team.id).await?));
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
