//! Teams over the API.

use axum::http::StatusCode;
use domain::{
    environment::EnvironmentForm,
    link::LinkForm,
    operation::State,
    role::Role,
    team::{Standing, TeamForm},
    token::Scope,
};
use serde_json::{Value, json};

use super::{
    api::problem,
    program_desk::{Program, ProgramDesk, somebody, told},
};

impl ProgramDesk {
    /// Gives the team an environment.
    async fn link(&self, name: &str, section: &str) {
        let portal = self.application.portal();
        let form = EnvironmentForm { connection: "local".into(), name: name.into(), ..EnvironmentForm::default() };
        let made = portal.create_once(&self.admin, name, form).await.unwrap();
        let State::Created { environment } = made.state else { panic!("{made:?}") };
        let environment = format!("local/{environment}");
        let form = LinkForm { environment, label: format!("The {name}"), section: section.into() };
        portal.add_link(&self.admin, &self.team, &form).await.unwrap();
    }
}

#[tokio::test]
async fn a_team_is_told_with_its_people_and_its_permanent_addresses() {
    let desk = ProgramDesk::open().await;
    desk.link("risk", "Models").await;
    let (answer, team) = desk.reader.get(&format!("/teams/{}", desk.team)).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    assert_eq!(
        (&team["name"], &team["description"], &team["standing"]),
        (&json!("Rates"), &json!("Desk of rates"), &json!("member"))
    );
    assert_eq!(told(&team["owners"], "email"), ["owner@example.com"]);
    assert_eq!(told(&team["members"], "email"), ["owner@example.com", "member@example.com"]);
    assert_eq!(told(&team["members"], "standing"), ["owner", "member"]);
    assert_eq!((&team["memberCount"], &team["linkCount"]), (&json!(2), &json!(1)));
    let link = &team["links"][0];
    assert_eq!((&link["label"], &link["section"]), (&json!("The risk"), &json!("Models")));
    let address = link["address"].as_str().unwrap();
    assert_eq!(address, format!("https://portal.example/go/{}", link["id"].as_str().unwrap()));
    let environment = &link["environment"];
    assert_eq!(
        (&environment["connection"], &environment["name"], &environment["status"]),
        (&json!("local"), &json!("risk"), &json!("CREATED"))
    );
    assert!(environment["signInUrl"].as_str().is_some_and(|url| url.contains("amazonfinspace")), "{environment}");
    assert_eq!((&team["membersNext"], &team["linksNext"]), (&Value::Null, &Value::Null), "this is all");
}

#[tokio::test]
async fn the_environments_of_a_team_are_listed_by_its_id_and_by_its_name() {
    let desk = ProgramDesk::open().await;
    desk.link("risk", "").await;
    let admin = Program::of(&desk.application, &desk.admin, "reads", &[Scope::Read]).await;
    for asked in ["rates", desk.team.as_str()] {
        let (answer, list) = admin.get(&format!("/environments?team={asked}")).await;
        assert_eq!((answer.status, told(&list["environments"], "name")), (StatusCode::OK, vec!["risk"]), "{asked}");
    }
    let (answer, said) = admin.get("/environments?team=Bonds").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{said}");
    problem(&answer);
    assert!(said["detail"].as_str().unwrap().contains("The team “Bonds”"), "{said}");
}

#[tokio::test]
async fn a_team_of_others_answers_like_one_that_never_was() {
    let desk = ProgramDesk::open().await;
    let there = format!("/teams/{}", desk.team);
    let absent = format!("/teams/{}", "a".repeat(26));
    for below in ["", "/members", "/links"] {
        let mut said = std::collections::BTreeSet::new();
        for path in [&there, &absent, &"/teams/rates".to_owned()] {
            let (answer, mut told) = desk.stranger.get(&format!("{path}{below}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}{below}");
            problem(&answer);
            told["request_id"] = Value::Null;
            said.insert(told.to_string());
        }
        assert_eq!(said.len(), 1, "{said:?}");
    }
    let (_, list) = desk.stranger.get("/teams").await;
    assert_eq!(list, json!({"teams": []}));
    let (_, list) = desk.reader.get("/teams").await;
    assert_eq!(told(&list["teams"], "name"), ["Rates"]);
    assert_eq!((&list["teams"][0]["memberCount"], &list["teams"][0]["ownerCount"]), (&json!(2), &json!(1)));
}

#[tokio::test]
async fn a_token_without_the_scope_is_told_which_one_it_lacks() {
    let desk = ProgramDesk::open().await;
    let auditor = somebody(&desk.application, "auditor@example.com", Role::Auditor.into()).await;
    let tags = Program::of(&desk.application, &auditor, "tags", &[Scope::Tags, Scope::Environments]).await;
    for path in ["/teams", "/requests", "/blueprints"] {
        let (answer, said) = tags.get(path).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        assert!(said["detail"].as_str().unwrap().contains("“read”"), "{said}");
    }
    let one = tags.get(&format!("/teams/{}", desk.team)).await.0;
    assert_eq!(one.status, StatusCode::NOT_FOUND);
    let reads = Program::of(&desk.application, &auditor, "reads", &[Scope::Read]).await;
    let (answer, team) = reads.get(&format!("/teams/{}", desk.team)).await;
    assert_eq!((answer.status, &team["standing"]), (StatusCode::OK, &Value::Null));
}

#[tokio::test]
async fn teams_members_and_links_come_in_pieces_that_join() {
    let desk = ProgramDesk::open().await;
    let portal = desk.application.portal();
    for n in 0..4 {
        let form = TeamForm { name: format!("Team {n}"), description: String::new() };
        portal.make_team(&desk.admin, &form).await.unwrap();
    }
    let mut emails = Vec::new();
    for n in 0..30 {
        emails.push(somebody(&desk.application, &format!("m{n:02}@example.com"), Role::Member.into()).await.email);
    }
    portal.add_members(&desk.admin, &desk.team, &emails.join("\n"), Standing::Member).await.unwrap();
    for n in 0..3 {
        desk.link(&format!("env{n}"), &format!("Section {}", 3 - n)).await;
    }
    let admin = Program::of(&desk.application, &desk.admin, "all", &[Scope::Read]).await;
    let all = async |path: &str, list: &str, name: &str, first: Option<&str>| {
        let (mut all, mut next) = (Vec::new(), first.map(str::to_owned));
        loop {
            let more = next.map(|next| format!("&next={next}")).unwrap_or_default();
            let (answer, piece) = admin.get(&format!("{path}?limit=2{more}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
            all.extend(told(&piece[list], name).into_iter().map(str::to_owned));
            next = piece["next"].as_str().map(str::to_owned);
            if next.is_none() {
                return all;
            }
        }
    };
    assert_eq!(all("/teams", "teams", "name", None).await, ["Rates", "Team 0", "Team 1", "Team 2", "Team 3"]);
    let team = format!("/teams/{}", desk.team);
    let members = all(&format!("{team}/members"), "members", "email", None).await;
    assert_eq!(
        (members.len(), members[0].as_str(), members[31].as_str()),
        (32, "owner@example.com", "member@example.com")
    );
    let links = all(&format!("{team}/links"), "links", "section", None).await;
    assert_eq!(links, ["Section 1", "Section 2", "Section 3"]);
    // The team itself has the first of them, and says where the others go on.
    let (_, shown) = admin.get(&team).await;
    let first = told(&shown["members"], "email");
    let rest = all(&format!("{team}/members"), "members", "email", shown["membersNext"].as_str()).await;
    assert_eq!(first.into_iter().map(str::to_owned).chain(rest).collect::<Vec<_>>(), members);
    assert_eq!(shown["linksNext"], Value::Null);
    let (_, found) = admin.get("/teams?q=AM%203").await;
    assert_eq!(told(&found["teams"], "name"), ["Team 3"]);
}

#[tokio::test]
async fn what_makes_no_sense_in_an_address_is_said() {
    let desk = ProgramDesk::open().await;
    let long = "x".repeat(201);
    for path in [
        "/teams?limit=0",
        "/teams?limit=101",
        "/teams?next=ff",
        "/teams?color=red",
        &format!("/teams?q={long}"),
        &format!("/teams/{}/members?next=00", desk.team),
        &format!("/teams/{}/links?text=x", desk.team),
        "/requests?whose=nobody",
        "/requests?state=happy",
        "/requests?kind=odd",
        "/requests?next=2230",
        &format!("/requests?q={long}"),
        "/blueprints?limit=x",
    ] {
        let (answer, _) = desk.member.get(path).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}: {answer:?}");
        problem(&answer);
    }
}
