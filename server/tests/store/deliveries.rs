//! Messages on their way: claimed by one portal at a time, settled by whoever has them, and forgotten in the end.

use domain::{
    delivery::{After, NewDelivery, To, Tried, after},
    id::{DeliveryId, WebhookId},
    notice::News,
    occasion::Occasion,
    ports::{DeliveryStore, NoticeStore, WebhookStore},
    provider::Sealed,
    webhook::{HookAddress, Shape, Webhook},
};
use futures::future::join_all;

use crate::{
    ground::Ground,
    samples::{at, chance, event, known},
};

fn message(to: To, once: &str) -> NewDelivery {
    let news = News::example(Occasion::Built, at(1));
    NewDelivery { id: DeliveryId::from_bytes(chance()), to, news, once: once.into(), due_at: at(1) }
}

fn hook(name: &str) -> Webhook {
    Webhook {
        id: WebhookId::from_bytes(chance()),
        name: name.into(),
        address: HookAddress::parse("https://hooks.example.com/x").unwrap(),
        shape: Shape::Teams,
        occasions: [Occasion::Asked, Occasion::Built].into_iter().collect(),
        secret: Sealed("sealed".into()),
        enabled: true,
        version: 1,
    }
}

async fn of_those_who_claim_at_once_one_tries_and_a_lease_that_ran_out_lets_another(ground: Ground) {
    let store = &ground.store;
    let to = To::Person(known(store).await.id);
    let (one, twin) = (message(to.clone(), "one"), message(to, "one"));
    assert!(store.tell(0, 0, &[], &[one.clone(), twin]).await.unwrap());
    assert_eq!(store.due(at(0), 9).await.unwrap(), []);
    let due = store.due(at(1), 9).await.unwrap();
    assert_eq!((due.len(), &due[0].id, &due[0].news), (1, &one.id, &one.news));
    let claimed = join_all((0..6).map(|_| store.claim_delivery(&one.id, 0, at(1), at(100)))).await;
    assert_eq!(claimed.into_iter().filter(|won| *won.as_ref().unwrap()).count(), 1);
    assert!(!store.claim_delivery(&one.id, 1, at(99), at(200)).await.unwrap());
    assert_eq!(store.next_due().await.unwrap(), Some(at(100)));
    assert!(store.claim_delivery(&one.id, 1, at(100), at(200)).await.unwrap());
    // Whoever had it before comes too late.
    let arrived = after(Tried::Arrived("250 ok\0".into()), 1, at(101));
    store.settle_delivery(&one.id, 1, &arrived).await.unwrap();
    assert_eq!(store.mails().await.unwrap(), (1, 0));
    store.settle_delivery(&one.id, 2, &arrived).await.unwrap();
    assert_eq!((store.mails().await.unwrap(), store.next_due().await.unwrap()), ((0, 0), None));
    store.forget_deliveries(at(2)).await.unwrap();
    assert_eq!(store.due(at(999), 9).await.unwrap(), []);
}

async fn what_is_over_is_sent_again_and_goes_with_its_webhook(ground: Ground) {
    let store = &ground.store;
    let (first, second) = (hook("a"), hook("b"));
    for one in [&first, &second] {
        assert!(store.add_webhook(one, &event("hooks")).await.unwrap());
    }
    assert_eq!(store.webhooks().await.unwrap(), [first.clone(), second.clone()]);
    let one = message(To::Webhook(first.id.clone()), "one");
    store.add_delivery(&one).await.unwrap();
    assert!(!store.begin_again(&first.id, &one.id, at(5)).await.unwrap(), "it is still tried");
    assert!(store.claim_delivery(&one.id, 0, at(1), at(9)).await.unwrap());
    let given_up = After { next_try_at: None, arrived_at: None, answer: "It answered 500.".into() };
    store.settle_delivery(&one.id, 1, &given_up).await.unwrap();
    let (rows, count) = store.deliveries(&first.id, 0, 9).await.unwrap();
    assert_eq!((count, rows[0].tries, rows[0].answer.as_str()), (1, 1, "It answered 500."));
    assert!(!store.begin_again(&second.id, &one.id, at(5)).await.unwrap());
    assert!(store.begin_again(&first.id, &one.id, at(5)).await.unwrap());
    assert_eq!(store.due(at(5), 9).await.unwrap()[0].tries, 0);
    let changed = Webhook { enabled: false, version: 2, ..first.clone() };
    assert!(store.save_webhook(&changed, &event("hooks")).await.unwrap());
    assert!(!store.save_webhook(&changed, &event("hooks")).await.unwrap());
    assert!(store.remove_webhook(&first.id, &event("hooks")).await.unwrap());
    assert!(!store.remove_webhook(&first.id, &event("hooks")).await.unwrap());
    assert_eq!((store.webhook(&first.id).await.unwrap(), store.due(at(5), 9).await.unwrap()), (None, Vec::new()));
}

on_every_database!(
    of_those_who_claim_at_once_one_tries_and_a_lease_that_ran_out_lets_another,
    what_is_over_is_sent_again_and_goes_with_its_webhook,
);
