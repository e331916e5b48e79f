//! What tells people: a notice of whoever plays a cell, and a webhook with a message that was given up.

use domain::{
    Actor,
    delivery::{After, NewDelivery, To},
    id::{DeliveryId, NoticeId},
    notice::{NewNotice, News},
    occasion::Occasion,
    ports::{DeliveryStore, NoticeStore, WebhookStore},
    webhook::WebhookForm,
};

use super::Things;
use crate::stage::Stage;

impl Things {
    pub(super) async fn told(&mut self, stage: &Stage, player: &Actor) {
        let portal = stage.application.portal();
        let news = News::example(Occasion::Built, portal.now());
        let (id, person) = (NoticeId::from_bytes(rand::random()), player.person.clone());
        let notice = NewNotice { id: id.clone(), person, news: news.clone(), once: self.played.to_string() };
        // The job of the portal tells people meanwhile: whoever comes second looks again how far it is.
        loop {
            let told = stage.store.told_up_to().await.unwrap();
            if stage.store.tell(told, told, std::slice::from_ref(&notice), &[]).await.unwrap() {
                break;
            }
        }
        let form = WebhookForm {
            name: format!("hook{}", self.played),
            // A name that nobody has.
            address: "https://portal.invalid/".into(),
            occasions: Occasion::Failed.into(),
            ..WebhookForm::fresh()
        };
        // There can be only so many, and each cell has its own.
        for old in stage.store.webhooks().await.unwrap() {
            portal.remove_webhook(&stage.admin, &old.id).await.unwrap();
        }
        let (hook, _) = portal.add_webhook(&stage.admin, &form).await.unwrap();
        let (message, to) = (DeliveryId::from_bytes(rand::random()), To::Webhook(hook.clone()));
        let new =
            NewDelivery { id: message.clone(), to, news, once: message.to_string(), due_at: jiff::Timestamp::MAX };
        stage.store.add_delivery(&new).await.unwrap();
        let over = After { next_try_at: None, arrived_at: None, answer: "No.".into() };
        stage.store.settle_delivery(&message, 0, &over).await.unwrap();
        self.put("{notice}", id.to_string());
        self.put("{webhook}", hook.to_string());
        self.put("{message}", message.to_string());
    }
}
