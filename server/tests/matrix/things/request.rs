//! The blueprint and the request that a row names, made for one cell.

use domain::{
    Actor,
    blueprint::{Blueprint, BlueprintForm},
    environment::{EnvironmentForm, Mode},
    id::{OperationId, TeamId},
    operation::{Operation, State},
    portal::Filled,
    ports::{Beside, RequestStore},
    request::{Asked, Request, Stage as Where},
    team::Standing,
};

use super::{Things, told};
use crate::{stage::Stage, table::Row};

impl Things {
    /// A blueprint for everybody; and where a row names one, a request with it, of somebody else in a team or of the
    /// player.
    pub(super) async fn request(&mut self, stage: &Stage, word: &str, player: &Actor, row: &Row) {
        let (portal, admin) = (stage.application.portal(), &stage.admin);
        let form = BlueprintForm { name: format!("Blueprint {}", self.played), ..BlueprintForm::fresh() };
        let mut fixed = EnvironmentForm { connection: "local".into(), ..EnvironmentForm::default() };
        if self.federated {
            fixed.mode = Mode::Federated;
            fixed.federation.metadata_document = "x".repeat(1000);
        }
        let blueprint = portal.save_blueprint(admin, None, &form, &fixed).await.unwrap();
        self.put("{blueprint}", blueprint.id.to_string());
        self.team(stage, word, player, false).await;
        let team = TeamId::parse(&self.fill("{team}")).unwrap();
        let own = row.of == "yourself";
        let asker = if own { player.clone() } else { self.somebody_else(stage).await };
        // Whoever is in the team stays what they are there; who is disabled does not come in, and cannot ask.
        let joined = portal.add_members(admin, &team, &asker.email, Standing::Member).await;
        if own && joined.is_err() {
            self.put("{request}", "a".repeat(26));
            self.put("{digest}", "");
            return;
        }
        let asked = self.asked(stage, &asker, &blueprint, &team).await;
        self.put("{request}", asked.request.id.to_string());
        self.put("{digest}", asked.digest.clone());
        let undecided = self.undecided(stage, asked).await;
        self.put("{undecided}", undecided);
    }

    async fn asked(&self, stage: &Stage, asker: &Actor, blueprint: &Blueprint, team: &TeamId) -> Asked {
        let portal = stage.application.portal();
        let form = EnvironmentForm { name: format!("asked{}", self.played), ..EnvironmentForm::default() };
        let filled = Filled { why: "To try something".into(), form };
        let begun = portal.begin_request(asker, &blueprint.id, team, &filled, true).await.unwrap();
        stage.store.request(&begun.id).await.unwrap().unwrap()
    }

    /// The same request once more, approved, with a call that nobody knows the end of.
    async fn undecided(&self, stage: &Stage, asked: Asked) -> String {
        let id = domain::id::EnvironmentRequestId::from_bytes(rand::random());
        let request = Request { id: id.clone(), stage: Where::Approved, version: 1, ..asked.request.clone() };
        let (plan, now) = (asked.plan.clone().unwrap(), stage.application.portal().now());
        let operation = OperationId::from_bytes(rand::random());
        let operation = Operation::waiting(operation, id.draft(), request.person.clone(), plan, now);
        let operation = Operation {
            state: State::Undecided { found: Vec::new(), lost: None },
            epoch: 1,
            next_run_at: None,
            ..operation
        };
        let events = [told()];
        let beside = Beside { operation: Some(&operation), events: &events, ..Beside::default() };
        assert!(stage.store.save_request(&Asked { request, ..asked }, beside).await.unwrap());
        id.to_string()
    }
}
