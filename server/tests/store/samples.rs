//! People, drafts, operations and environments to try the store with.

use std::collections::BTreeMap;

use domain::{
    audit::{Action, Change, Event, Outcome},
    draft::{Draft, Work},
    environment::{Environment, EnvironmentForm, Federation, Mode, Name, NewEnvironment, Status, Step},
    id::{ConnectionName, DraftId, EnvironmentId, EventId, OperationId, PersonId, RequestId},
    inventory::Entry,
    operation::Operation,
    person::Person,
    ports::Store,
    role::Role,
};
use jiff::Timestamp;
use server::store::Database;

/// 26 random bytes, for an id.
pub fn chance() -> [u8; 26] {
    rand::random()
}

/// A moment, in seconds after a fixed one.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

pub fn person(email: &str) -> Person {
    Person {
        id: PersonId::from_bytes(chance()),
        email: email.into(),
        name: "Ada “Å” 名".into(),
        roles: [Role::Admin, Role::Auditor].into_iter().collect(),
        given_roles: [Role::Admin, Role::Auditor].into_iter().collect(),
        added_at: at(0),
        disabled_at: None,
        signed_in_at: None,
    }
}

/// A person who is in the database.
pub async fn known(store: &Database) -> Person {
    let person = person(&format!("{}@example.com", EventId::from_bytes(chance())));
    assert!(store.add_person(&person, "hash", &event("people")).await.unwrap());
    person
}

pub fn event(object: &str) -> Event {
    Event {
        id: EventId::from_bytes(chance()),
        at: at(1),
        person: None,
        who: "portal".into(),
        action: Action::CreateEnvironment,
        object: object.into(),
        outcome: Outcome::Intended,
        detail: "“risk” is wanted".into(),
        changes: vec![Change::added("Name", "risk")],
        request: Some(RequestId::from_bytes(chance())),
    }
}

pub fn draft(person: &Person, name: &str) -> Draft {
    let form = EnvironmentForm { name: name.into(), ..EnvironmentForm::default() };
    Draft {
        id: DraftId::from_bytes(chance()),
        person: person.id.clone(),
        version: 1,
        saved_at: at(0),
        work: Work::Create { form, seen: vec![Step::Basics] },
    }
}

pub fn local() -> ConnectionName {
    ConnectionName::parse("local").unwrap()
}

pub fn operation(person: &Person) -> Operation {
    let plan = NewEnvironment {
        connection: local(),
        name: Name::parse("risk").unwrap(),
        description: None,
        kms_key: None,
        mode: Mode::Local,
        federation: Federation::default(),
        superuser: None,
        data_bundles: Vec::new(),
        tags: BTreeMap::default(),
    };
    let (id, draft) = (OperationId::from_bytes(chance()), DraftId::from_bytes(chance()));
    Operation::armed(id, draft, person.id.clone(), plan, at(10))
}

/// The operation as it is armed once more.
pub fn again(operation: &Operation) -> Operation {
    Operation { armed_at: at(20 + operation.arms), arms: operation.arms + 1, ..operation.clone() }
}

pub fn environment_id(number: usize) -> EnvironmentId {
    EnvironmentId::parse(&format!("env{number}")).unwrap()
}

pub fn entry(connection: &ConnectionName, number: usize) -> Entry {
    let id = environment_id(number);
    let environment = Environment {
        connection: connection.clone(),
        name: format!("risk-{number}"),
        arn: format!("arn:aws:finspace:us-east-1:123456789012:environment/{id}"),
        status: Status::Created,
        account: Some("123456789012".into()),
        url: Some(format!("{id}.us-east-1.amazonfinspace.com")),
        description: Some("Where risk is reckoned. ".repeat(8)),
        notebook_url: None,
        kms_key: Some("arn:aws:kms:us-east-1:123456789012:key/1".into()),
        service_account: None,
        mode: Mode::Federated,
        federation: Federation { provider_name: Some("idp".into()), ..Federation::default() },
        id,
    };
    let tags = (0..5).map(|n| (format!("key-{n}"), format!("value {n}"))).collect();
    Entry { environment, tags: Some(tags), first_seen: at(0), changed_at: at(1), tags_read_at: Some(at(2)) }
}
