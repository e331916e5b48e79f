//! What programs ask for and say, as the use cases read it.

use std::collections::BTreeMap;

use domain::{
    environment::EnvironmentForm,
    id::{BlueprintId, TeamId},
    portal::Filled,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::{form::SuperuserParameters, problem::Problem, sent::object, tags};

/// An environment to ask for.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "blueprint": "hq3q5x7zk2m4n6p2r4t6v2x4za", "team": "b2d4f6h2k4m6p2r4t6w2y4a6c2",
    "why": "To try a model of curves, for two weeks", "name": "lab-curves", "tags": {"desk": "rates"}
}))]
pub struct AskForEnvironment {
    /// The id of a blueprint that is open to the team: listBlueprints tells them.
    #[serde(default)]
    #[schema(required = true)]
    blueprint: String,
    /// The id of the team of yours that it is for.
    #[serde(default)]
    #[schema(required = true)]
    team: String,
    /// Who needs it, for what, and until when: those who decide read it. At most 2,000 characters.
    #[serde(default)]
    #[schema(required = true)]
    why: String,
    /// What the environment is to be called.
    #[serde(default)]
    #[schema(required = true)]
    name: String,
    /// Only where the blueprint asks for it.
    description: Option<String>,
    /// Those that the blueprint asks for, and no others.
    #[serde(default)]
    tags: BTreeMap<String, String>,
    /// Only where the blueprint lets one name it.
    #[serde(default, deserialize_with = "object")]
    superuser_parameters: Option<SuperuserParameters>,
}

/// What somebody says of a request.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// Whoever sees the request reads it. At most 2,000 characters.
    #[serde(default)]
    #[schema(required = true, example = "For how long?")]
    pub words: String,
}

impl AskForEnvironment {
    /// With what, for whom, and what was filled in.
    pub fn filled(self) -> Result<(BlueprintId, TeamId, Filled), Problem> {
        let (Some(blueprint), Some(team)) = (BlueprintId::parse(&self.blueprint), TeamId::parse(&self.team)) else {
            let wrong = [
                (BlueprintId::parse(&self.blueprint).is_none(), ("/blueprint", "Name a blueprint by its id.")),
                (TeamId::parse(&self.team).is_none(), ("/team", "Name a team by its id.")),
            ];
            let wrong: Vec<_> = wrong.into_iter().filter(|(is_wrong, _)| *is_wrong).map(|(_, place)| place).collect();
            return Err(Problem::unfit(&wrong));
        };
        let superuser = self.superuser_parameters.unwrap_or_default();
        let form = EnvironmentForm {
            email_address: superuser.email_address,
            first_name: superuser.first_name,
            last_name: superuser.last_name,
            name: self.name,
            description: self.description.unwrap_or_default(),
            tags: tags::form(self.tags),
            ..EnvironmentForm::default()
        };
        Ok((blueprint, team, Filled { why: self.why, form }))
    }
}
