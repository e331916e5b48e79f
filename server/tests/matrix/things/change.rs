//! The change that was approved, made for one cell.

use domain::{
    Actor,
    id::{LinkId, TeamId},
    portal::Filled,
    ports::RequestStore,
    team::Standing,
};

use super::Things;
use crate::stage::Stage;

impl Things {
    /// A request for a change of an environment of a team, which somebody of the team asked for and an administrator
    /// approved.
    pub(super) async fn changing(&mut self, stage: &Stage, word: &str, player: &Actor) {
        let (portal, admin) = (stage.application.portal(), &stage.admin);
        self.team(stage, word, player, true).await;
        let team = TeamId::parse(&self.fill("{team}")).unwrap();
        let asker = self.somebody_else(stage).await;
        portal.add_members(admin, &team, &asker.email, Standing::Member).await.unwrap();
        let link = LinkId::parse(&self.fill("{link}")).unwrap();
        let shown = portal.change_opening(&asker, &link).await.unwrap().basis.form();
        let mut form = shown.clone();
        form.description = "Another".into();
        let filled = Filled { why: "Clearer".into(), form };
        let asked = portal.ask_change(&asker, &link, &shown, &filled).await.unwrap();
        let digest = stage.store.request(&asked.id).await.unwrap().unwrap().digest;
        portal.approve_request(admin, &asked.id, &digest).await.unwrap();
        self.put("{changing}", asked.id.to_string());
    }
}
