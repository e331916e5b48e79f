//! A notice of whoever plays a cell.

use domain::{
    Actor,
    id::NoticeId,
    notice::{NewNotice, News, Target},
    occasion::Occasion,
    ports::NoticeStore,
};

use super::Things;
use crate::stage::Stage;

impl Things {
    pub(super) async fn notice(&self, stage: &Stage, player: &Actor) -> NoticeId {
        let news = News {
            occasion: Occasion::RolesChanged,
            about: String::new(),
            detail: String::new(),
            target: Target::Account,
            at: stage.application.portal().now(),
        };
        let id = NoticeId::from_bytes(rand::random());
        let notice = NewNotice { id: id.clone(), person: player.person.clone(), news, once: self.played.to_string() };
        // The job of the portal tells people meanwhile: whoever comes second looks again how far it is.
        loop {
            let told = stage.store.told_up_to().await.unwrap();
            if stage.store.tell(told, told, std::slice::from_ref(&notice)).await.unwrap() {
                return id;
            }
        }
    }
}
