//! Mail and webhooks: what goes out, what is tried again, and what is given up.

use domain::{
    Error, Field,
    delivery::{TRIES_MOST, Tried},
    id::WebhookId,
    notice::Choices,
    occasion::{Occasion, Occasions},
    portal::WebhookSeen,
    role::Role,
    webhook::{WebhookField, WebhookForm},
};

use super::{
    requests::{Room, wrong},
    world::World,
};

fn hook(occasions: impl IntoIterator<Item = Occasion>) -> WebhookForm {
    WebhookForm {
        name: "Desk".into(),
        address: "https://hooks.example.com/secret".into(),
        occasions: occasions.into_iter().collect(),
        ..WebhookForm::fresh()
    }
}

async fn settle(world: &World) {
    while world.portal.tell().await.unwrap() {}
    while world.portal.deliver().await.unwrap() {}
}

/// To whom something went, and what.
fn sent(world: &World) -> Vec<(String, String)> {
    let mut sent: Vec<_> = world.postbox.sent().into_iter().map(|(to, _, headline)| (to, headline)).collect();
    sent.sort();
    sent
}

#[tokio::test]
async fn a_mail_goes_to_each_who_wants_it_once() {
    let room = Room::new().await;
    let world = &room.world;
    let quiet = Choices { mail: Occasions::default(), ..Choices::default() };
    world.portal.choose_notices(&room.approver, &quiet).await.unwrap();
    room.ask("lab-mail").await;
    settle(world).await;
    settle(world).await;
    let asked = (room.desk.owner.email.clone(), "“lab-mail” waits for your decision".to_owned());
    assert_eq!(sent(world), [asked]);
    assert_eq!(world.portal.numbers(&room.approver).await.unwrap().notices, 1, "in the portal it is told");
}

#[tokio::test]
async fn a_mail_is_tried_again_with_the_same_id_until_it_arrives_or_is_given_up() {
    let room = Room::new().await;
    let world = &room.world;
    world
        .portal
        .choose_notices(&room.approver, &Choices { mail: Occasions::default(), ..Choices::default() })
        .await
        .unwrap();
    room.ask("lab-late").await;
    world.postbox.answers(Tried::Failed("450 later".into()));
    settle(world).await;
    settle(world).await;
    assert_eq!(sent(world).len(), 1, "it waits before the next try");
    let next = world.portal.next_delivery().await.unwrap().unwrap();
    assert_eq!(next.duration_since(world.portal.now()).as_secs(), 60);
    world.clock.advance(60);
    settle(world).await;
    let all = world.postbox.sent();
    assert_eq!((all.len(), &all[0].1), (2, &all[1].1));
    assert_eq!(world.portal.next_delivery().await.unwrap(), None);

    room.ask("lab-never").await;
    for _ in 0..TRIES_MOST {
        world.postbox.answers(Tried::Failed("450 later".into()));
        settle(world).await;
        world.clock.advance(12 * 60 * 60);
    }
    settle(world).await;
    assert_eq!(i64::try_from(sent(world).len()).unwrap(), 2 + TRIES_MOST);
    assert_eq!(world.portal.mail(&world.actor).await.unwrap().given_up, 1);
    world.clock.advance(40 * 24 * 60 * 60);
    world.portal.forget_old_deliveries().await.unwrap();
    assert_eq!(world.portal.mail(&world.actor).await.unwrap().given_up, 0);
}

#[tokio::test]
async fn a_portal_that_ended_in_the_middle_of_a_try_leaves_it_to_the_next() {
    let room = Room::new().await;
    let world = &room.world;
    room.ask("lab-lease").await;
    while world.portal.tell().await.unwrap() {}
    let other = world.neighbour().await;
    let (one, two) = tokio::join!(world.portal.deliver(), other.deliver());
    one.unwrap();
    two.unwrap();
    // An owner and an approver, one mail each.
    assert_eq!(sent(world).len(), 2, "two portals do not both send");
}

#[tokio::test]
async fn what_happened_while_the_portal_was_off_for_days_is_told_in_the_portal_alone() {
    let room = Room::new().await;
    let world = &room.world;
    world.portal.add_webhook(&world.actor, &hook([Occasion::Asked])).await.unwrap();
    room.ask("lab-old").await;
    world.clock.advance(3 * 24 * 60 * 60);
    settle(world).await;
    assert_eq!(world.postbox.sent(), []);
    assert_eq!(world.portal.numbers(&room.desk.owner).await.unwrap().notices, 1);
}

#[tokio::test]
async fn a_webhook_is_told_what_it_wants_and_never_of_accounts() {
    let room = Room::new().await;
    let (world, portal) = (&room.world, &room.world.portal);
    let all = Occasion::ALL.into_iter().collect::<Vec<_>>();
    let (id, secret) = portal.add_webhook(&world.actor, &hook(all)).await.unwrap();
    assert!(secret.starts_with("whsec_"));
    let new = "nine loud bells in a fog";
    portal.change_password(&room.approver, super::world::PASSWORD, new, new, None).await.unwrap();
    room.ask("lab-hook").await;
    settle(world).await;
    let to_hook = |world: &World| sent(world).into_iter().filter(|(to, _)| to.starts_with("https://")).count();
    assert_eq!(to_hook(world), 1);
    let (seen, log) = portal.webhook(&world.actor, &id, 1).await.unwrap();
    assert_eq!((log.matching, log.rows[0].answer.as_str()), (1, "250 ok"));
    let off = WebhookForm { enabled: false, ..seen.form };
    portal.save_webhook(&world.actor, &id, seen.version, &off).await.unwrap();
    room.ask("lab-off").await;
    settle(world).await;
    assert_eq!(to_hook(world), 1);
    portal.send_message_again(&world.actor, &id, &log.rows[0].id).await.unwrap();
    assert!(matches!(portal.send_message_again(&world.actor, &id, &log.rows[0].id).await, Err(Error::Conflict(_))));
    settle(world).await;
    assert_eq!(portal.webhook(&world.actor, &id, 1).await.unwrap().1.rows[0].answer, "The webhook is switched off.");
    // A test goes out all the same.
    assert_eq!(portal.test_webhook(&world.actor, &id).await.unwrap(), "250 ok");
}

#[tokio::test]
async fn administrators_change_webhooks_and_auditors_read_all_but_the_address() {
    let world = World::new().await;
    let portal = &world.portal;
    let auditor = world.somebody("auditor@example.com", [Role::Auditor]).await;
    let member = world.somebody("member@example.com", [Role::Member]).await;
    let (id, _) = portal.add_webhook(&world.actor, &hook([Occasion::Asked])).await.unwrap();
    let seen: Vec<WebhookSeen> = portal.webhooks(&auditor).await.unwrap();
    assert_eq!(seen[0].form.address, "hooks.example.com");
    assert!(matches!(portal.webhooks(&member).await, Err(Error::NotFound(_))));
    assert!(matches!(portal.remove_webhook(&auditor, &id).await, Err(Error::Denied(_))));
    assert!(matches!(portal.test_webhook(&member, &id).await, Err(Error::Denied(_))));
    let absent = WebhookId::from_bytes([1; 26]);
    assert!(matches!(portal.webhook(&auditor, &absent, 1).await, Err(Error::NotFound(_))));
    let bad = WebhookForm { name: " ".into(), address: "http://10.0.0.1/".into(), shape: "odd".into(), ..hook([]) };
    let fields = wrong(portal.add_webhook(&world.actor, &bad).await);
    let of = [WebhookField::Name, WebhookField::Address, WebhookField::Shape, WebhookField::Occasions];
    assert_eq!(fields, of.map(Field::Webhook));
    // Whoever saves over what they did not see saves nothing.
    portal
        .save_webhook(&world.actor, &id, 1, &WebhookForm { name: "Other".into(), ..hook([Occasion::Asked]) })
        .await
        .unwrap();
    let late = portal.save_webhook(&world.actor, &id, 1, &hook([Occasion::Built])).await;
    assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
    portal.remove_webhook(&world.actor, &id).await.unwrap();
    portal.remove_webhook(&world.actor, &id).await.unwrap();
    let log = domain::ports::Store::events(&world.store, &format!("webhook/{id}"), 9).await.unwrap();
    assert!(log.iter().all(|event| !format!("{event:?}").contains("secret\"")), "{log:?}");
    assert_eq!(log.len(), 5, "added, refused twice, changed and deleted");
}
