//! The environment whose deletion is settled, made for one cell.

use domain::{Actor, id::LinkId, id::TeamId, ports::RequestStore, team::Standing};

use super::Things;
use crate::stage::Stage;

impl Things {
    /// An environment of a team whose deletion somebody of the team asked for and an administrator approved.
    pub(super) async fn parting(&mut self, stage: &Stage, word: &str, player: &Actor) {
        let (portal, admin) = (stage.application.portal(), &stage.admin);
        self.team(stage, word, player, true).await;
        let team = TeamId::parse(&self.fill("{team}")).unwrap();
        let asker = self.somebody_else(stage).await;
        portal.add_members(admin, &team, &asker.email, Standing::Member).await.unwrap();
        let link = LinkId::parse(&self.fill("{link}")).unwrap();
        let asked = portal.ask_deletion(&asker, &link, "Over").await.unwrap();
        let digest = stage.store.request(&asked.id).await.unwrap().unwrap().digest;
        portal.approve_request(admin, &asked.id, &digest).await.unwrap();
        let parting = self.fill("{linked}");
        self.put("{parting}", parting);
    }
}
