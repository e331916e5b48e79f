//! The paths of blueprints and requests.

use domain::{
    id::{BlueprintId, EnvironmentRequestId, LinkId, TeamId},
    request::{Filter, Whose},
};

use super::{BLUEPRINTS, NEW_REQUEST, REQUESTS, escaped};

/// A blueprint.
#[must_use]
pub fn blueprint(id: &BlueprintId) -> String {
    format!("{BLUEPRINTS}/{id}")
}

/// A request.
#[must_use]
pub fn request(id: &EnvironmentRequestId) -> String {
    format!("{REQUESTS}/{id}")
}

/// The metadata document that a request asks for, as a file.
#[must_use]
pub fn request_metadata(id: &EnvironmentRequestId) -> String {
    format!("{REQUESTS}/{id}/metadata.xml")
}

/// Everything that happened to a request.
#[must_use]
pub fn request_history(id: &EnvironmentRequestId) -> String {
    format!("{REQUESTS}/{id}/history")
}

/// Where somebody asks for an environment of a blueprint for a team.
#[must_use]
pub fn ask(blueprint: &BlueprintId, team: &TeamId) -> String {
    format!("{NEW_REQUEST}?blueprint={blueprint}&team={team}")
}

/// Where somebody asks that the environment of a link is changed.
#[must_use]
pub fn ask_change(link: &LinkId) -> String {
    format!("/links/{link}/change")
}

/// What may be asked for in the name of a team.
#[must_use]
pub fn ask_for(team: &TeamId) -> String {
    format!("{NEW_REQUEST}?team={team}")
}

/// A page of the requests that a filter lets through.
#[must_use]
pub fn requests(filter: &Filter, page: usize) -> String {
    let whose = (filter.whose != Whose::All).then(|| format!("whose={}", filter.whose.as_str()));
    let stage = filter.stage.map(|stage| format!("stage={}", stage.as_str()));
    let kind = filter.kind.map(|kind| format!("kind={}", kind.as_str()));
    let text = (!filter.text.is_empty()).then(|| format!("text={}", escaped(&filter.text)));
    let environment = filter.environment.as_ref().map(|place| format!("environment={}", escaped(place)));
    let page = (page > 1).then(|| format!("page={page}"));
    let query = [whose, stage, kind, text, environment, page].into_iter().flatten().collect::<Vec<_>>().join("&");
    if query.is_empty() { REQUESTS.to_owned() } else { format!("{REQUESTS}?{query}") }
}
