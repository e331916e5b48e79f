//! Which tags are in use: counted over all environments, with the required ones that some lack.

use domain::{Error, role::Role};

use super::world::{Setting, World};

#[tokio::test]
async fn keys_in_use_are_shown_with_their_values_and_required_ones_with_who_lacks_them() {
    let world = World::with(Setting { required_tags: vec!["owner"], ..Setting::default() }).await;
    let seen = world.portal.tag_keys(&world.actor, "", 1).unwrap();
    assert_eq!((seen.keys.matching, seen.required, seen.unknown), (0, vec![("owner".to_owned(), 0)], 0));
    for name in ["first", "second", "third"] {
        world.made_elsewhere(name).await;
    }
    world.read().await;
    let seen = world.portal.tag_keys(&world.actor, "", 1).unwrap();
    assert_eq!(seen.required, [("owner".to_owned(), 3)]);
    let owner = world.portal.tag_values(&world.actor, "owner", 1).unwrap();
    assert_eq!((owner.having, owner.lacking, owner.is_required), (0, 3, true));

    let entries = world.portal.inventory().entries().to_vec();
    for (n, entry) in entries.iter().enumerate() {
        let tags = [("owner", "ada"), ("number", ["one", "two", "three"][n])];
        let form = super::tagging::form(&world, &[&entry.environment.id], &tags[usize::from(n == 0)..], "");
        world.portal.tag_many(&world.actor, &form).await.unwrap();
    }
    let seen = world.portal.tag_keys(&world.actor, "", 1).unwrap();
    let told: Vec<_> = seen.keys.rows.iter().map(|row| (row.key.as_str(), row.environments, row.values)).collect();
    assert_eq!(told, [("number", 3, 3), ("owner", 2, 1)]);
    assert_eq!(seen.required, [("owner".to_owned(), 1)]);
    let found = |text: &str| world.portal.tag_keys(&world.actor, text, 1).unwrap().keys.matching;
    assert_eq!((found("ADA"), found("num"), found("nowhere")), (1, 1, 0));
    let number = world.portal.tag_values(&world.actor, "number", 9).unwrap();
    let values: Vec<_> = number.values.rows.iter().map(|(value, count)| (value.as_str(), *count)).collect();
    assert_eq!((values, number.values.number), (vec![("one", 1), ("three", 1), ("two", 1)], 1));

    let strange = world.portal.tag_values(&world.actor, &"x".repeat(10_000), 1);
    assert!(matches!(&strange, Err(Error::NotFound(what)) if what.len() < 200), "{strange:?}");
    let member = world.somebody("member@example.com", [Role::Member]).await;
    assert!(matches!(world.portal.tag_keys(&member, "", 1), Err(Error::NotFound(_))));
    assert!(matches!(world.portal.tag_values(&member, "owner", 1), Err(Error::NotFound(_))));
}
