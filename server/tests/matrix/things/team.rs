//! The team that a row names, made for one cell.

use domain::{
    Actor,
    link::LinkForm,
    team::{Standing, TeamForm},
};

use super::Things;
use crate::stage::Stage;

impl Things {
    /// A team, and for those who stand in it a place there; whoever is named is in it, too.
    pub(super) async fn team(&mut self, stage: &Stage, word: &str, player: &Actor, with_link: bool) {
        let (portal, admin) = (stage.application.portal(), &stage.admin);
        let make =
            async |name: String| portal.make_team(admin, &TeamForm { name, description: String::new() }).await.unwrap();
        let team = make(format!("Team {}", self.played)).await;
        let mine = match word {
            "teammate" => Some((team.id.clone(), Standing::Member)),
            "owner" => Some((team.id.clone(), Standing::Owner)),
            "member" => Some((make(format!("Other team {}", self.played)).await.id, Standing::Owner)),
            _ => None,
        };
        if let Some((id, standing)) = mine {
            portal.add_members(admin, &id, &player.email, standing).await.unwrap();
        }
        if self.words.iter().any(|(place, _)| *place == "{person}") {
            portal.add_members(admin, &team.id, &self.target(), Standing::Member).await.unwrap();
        }
        if with_link {
            let environment = self.environment_called(stage, &format!("linked{}", self.played)).await;
            let form = LinkForm { environment: format!("local/{}", environment.id), ..LinkForm::default() };
            let link = portal.add_link(admin, &team.id, &form).await.unwrap();
            self.put("{link}", link.id.to_string());
            self.put("{linked}", environment.id.to_string());
        }
        self.put("{team}", team.id.to_string());
        self.put("{team name}", team.name);
    }
}
