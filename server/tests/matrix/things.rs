//! What a row names, made for one cell.

mod change;
mod factor;
mod identity;
mod lifetime;
mod notice;
mod request;
mod team;

use domain::{
    Actor,
    draft::{Draft, Work},
    environment::{AttributeRow, EditForm, Environment, EnvironmentForm, Mode, Step},
    id::{ConnectionName, DraftId, EventId, OperationId},
    operation::{Operation, SWEEPS, State},
    portal::TokenForm,
    ports::{SignIns, Store},
    role::{Role, Roles},
    token::Scope,
};

use identity::silent;

use crate::{
    stage::{PASSWORD, Stage, somebody},
    table::Row,
};

/// The words to put in the places of a row.
pub struct Things {
    played: usize,
    /// Whether somebody else signs people in: only then there is a document to download.
    federated: bool,
    words: Vec<(&'static str, String)>,
}

impl Things {
    /// Makes what the row names, and nothing else.
    pub async fn of(stage: &Stage, word: &str, player: &Actor, row: &Row) -> Self {
        let federated = ["metadata.xml", "service-provider.xml"].iter().any(|file| row.path.ends_with(file));
        let mut things = Self { played: stage.played, federated, words: Vec::new() };
        things.put("{connection}", "local");
        things.put("{step}", "basics");
        things.put("{email}", &player.email);
        things.put("{password}", PASSWORD);
        let newcomer = things.newcomer();
        things.put("{newcomer}", newcomer);
        let free = things.free();
        things.put("{free}", free);
        things.put("{newname}", format!("new{}", things.played));
        if row.of == "absent" {
            things.absent();
            return things;
        }
        let named = |place: &str| row.path.contains(place) || row.sends.contains(place);
        if named("{person}") {
            let id =
                if row.of == "yourself" { player.person.clone() } else { things.somebody_else(stage).await.person };
            if named("{identity}") {
                let identity = things.identity(stage, &id).await;
                things.put("{identity}", identity.to_string());
            }
            if row.path.ends_with("reset-factor") {
                factor::give(stage, &id).await;
            }
            things.put("{person}", id.to_string());
        }
        if named("{passkey}") {
            let id = factor::passkey(stage, &player.person).await;
            things.put("{passkey}", id.to_string());
        }
        if named("{provider}") {
            let name = things.provider();
            stage.store.add_provider(&silent(&name), &told()).await.unwrap();
            things.put("{provider}", name);
        }
        if named("{invitation}") || named("{secret}") {
            let (portal, newcomer) = (stage.application.portal(), things.newcomer());
            let invited = portal.invite(&stage.admin, &newcomer, "", &Roles::default()).await.unwrap();
            things.put("{invitation}", invited.invitation.id.to_string());
            things.put("{secret}", invited.secret);
        }
        if named("{session}") {
            let seen = stage.store.sessions_of(&player.person, stage.application.portal().now()).await.unwrap();
            things.put("{session}", seen.first().map_or("aaaaaaaaaaaaaaaaaaaaaaaaaa", |seen| seen.key.as_str()));
        }
        if named("{token}") {
            let owner = if row.of == "yourself" { player.clone() } else { things.somebody_else(stage).await };
            let form = TokenForm { token_name: "of the cell".into(), scopes: Scope::Read.into(), days: "7".into() };
            // Who is disabled gets none.
            let made = stage.application.portal().make_token(&owner, &form).await;
            things.put("{token}", made.map_or("a".repeat(26), |made| made.token.id.to_string()));
        }
        if named("{draft}") {
            let draft = Self::draft(player, things.create());
            stage.store.add_draft(&draft).await.unwrap();
            things.put("{draft}", draft.id.to_string());
        }
        if named("{lost}") {
            let draft = things.lost(stage, player).await;
            things.put("{lost}", draft.to_string());
        }
        if named("{notice}") || named("{webhook}") {
            things.told(stage, player).await;
        }
        if named("{target}") {
            things.somebody_else(stage).await;
            things.put("{target}", things.target());
        }
        if named("{changing}") {
            things.changing(stage, word, player).await;
        } else if named("{parting}") {
            things.parting(stage, word, player).await;
        } else if named("{blueprint}") || named("{request}") || named("{undecided}") {
            things.request(stage, word, player, row).await;
        } else if named("{team}") || named("{link}") {
            things.team(stage, word, player, named("{link}")).await;
        }
        if named("{environment}") || named("{edit}") {
            let environment = things.environment(stage).await;
            things.put("{environment}", environment.id.to_string());
            things.put("{name}", environment.name.clone());
            let form = EditForm { name: format!("renamed{}", things.played), ..EditForm::of(&environment) };
            let edit = Self::draft(player, Work::Edit { base: Box::new(environment), form });
            stage.store.add_draft(&edit).await.unwrap();
            things.put("{edit}", edit.id.to_string());
        }
        things
    }

    /// Words of the right kind that nothing has.
    fn absent(&mut self) {
        self.put("{digest}", "nothing");
        self.put("{provider}", "nothing");
        self.put("{environment}", "aaaaaaaaaaaaaaaaaaaaaa");
        self.put("{name}", "nothing");
        self.put("{secret}", "0".repeat(64));
        self.put("{link}", "a".repeat(12));
        self.put("{linked}", "aaaaaaaaaaaaaaaaaaaaaa");
        self.put("{parting}", "aaaaaaaaaaaaaaaaaaaaaa");
        self.put("{target}", "nobody@example.com");
        let ids = [
            "{draft}",
            "{edit}",
            "{lost}",
            "{person}",
            "{invitation}",
            "{session}",
            "{team}",
            "{identity}",
            "{token}",
            "{passkey}",
            "{blueprint}",
            "{request}",
            "{undecided}",
            "{changing}",
            "{notice}",
            "{webhook}",
            "{message}",
        ];
        for place in ids {
            self.put(place, "aaaaaaaaaaaaaaaaaaaaaaaaaa");
        }
    }

    fn put(&mut self, place: &'static str, word: impl Into<String>) {
        self.words.push((place, word.into()));
    }

    /// A text of a row with its places filled.
    pub fn fill(&self, text: &str) -> String {
        let filled = self.words.iter().fold(text.to_owned(), |text, (place, word)| text.replace(place, word));
        assert!(!filled.contains('{'), "something in “{filled}” is not known here");
        filled
    }

    /// Who is invited, or could be.
    pub fn newcomer(&self) -> String {
        format!("newcomer{}@example.com", self.played)
    }

    /// To whom something is done.
    pub fn target(&self) -> String {
        format!("target{}@example.com", self.played)
    }

    /// A provider that is there.
    pub fn provider(&self) -> String {
        format!("provider{}", self.played)
    }

    /// The name of a provider that could be there.
    pub fn free(&self) -> String {
        format!("free{}", self.played)
    }

    async fn somebody_else(&self, stage: &Stage) -> Actor {
        somebody(&stage.application, &self.target(), Role::Operator.into()).await
    }

    fn form(&self) -> EnvironmentForm {
        self.form_called(&format!("cell{}", self.played))
    }

    fn form_called(&self, name: &str) -> EnvironmentForm {
        let mut form = EnvironmentForm { connection: "local".into(), name: name.into(), ..EnvironmentForm::default() };
        if self.federated {
            form.mode = Mode::Federated;
            form.federation.provider_name = "Okta".into();
            form.federation.metadata_document = include_str!("../../../domain/tests/saml/okta.xml").into();
            form.federation.attributes = vec![AttributeRow { key: "Email".into(), value: "email".into() }];
        }
        form
    }

    fn create(&self) -> Work {
        Work::Create { form: self.form(), seen: vec![Step::Basics] }
    }

    fn draft(player: &Actor, work: Work) -> Draft {
        Draft {
            id: DraftId::from_bytes(rand::random()),
            person: player.person.clone(),
            version: 1,
            saved_at: "2026-11-22T12:00:00Z".parse().unwrap(),
            work,
        }
    }

    async fn environment(&self, stage: &Stage) -> Environment {
        self.environment_called(stage, &format!("cell{}", self.played)).await
    }

    async fn environment_called(&self, stage: &Stage, name: &str) -> Environment {
        let (portal, operator) = (stage.application.portal(), &stage.operator);
        let draft = portal.start_draft(operator).await.unwrap().id;
        for step in [Step::Basics, Step::SignIn] {
            let problems = portal.save_step(operator, &draft, step, &self.form_called(name)).await.unwrap();
            assert!(problems.is_empty(), "{problems:?}");
        }
        let State::Created { environment } = portal.create(operator, &draft).await.unwrap().state else { panic!() };
        portal.environment(operator, &local(), &environment).await.unwrap().environment
    }

    /// A draft whose call was lost long ago, and missed by enough readings.
    async fn lost(&self, stage: &Stage, player: &Actor) -> DraftId {
        let draft = Self::draft(player, self.create());
        stage.store.add_draft(&draft).await.unwrap();
        let plan = self.form().parse(&[local()], &[]).unwrap();
        let id = OperationId::from_bytes(rand::random());
        let operation = Operation::armed(id, draft.id.clone(), player.person.clone(), plan, draft.saved_at);
        assert!(stage.store.arm(&operation, false, &told()).await.unwrap());
        let unknown = State::Unknown { words: "Silence.".into() };
        assert!(stage.store.settle(&operation.id, 1, &unknown, &told()).await.unwrap());
        for _ in 0..SWEEPS {
            stage.store.count_sweep(&operation.id, 1).await.unwrap();
        }
        draft.id
    }
}

fn local() -> ConnectionName {
    ConnectionName::parse("local").unwrap()
}

/// An event of what happened before the cell.
fn told() -> domain::audit::Event {
    domain::audit::Event {
        id: EventId::from_bytes(rand::random()),
        at: "2026-11-22T12:00:00Z".parse().unwrap(),
        person: None,
        who: "portal".into(),
        action: domain::audit::Action::CreateEnvironment,
        object: "operation".into(),
        outcome: domain::audit::Outcome::Intended,
        detail: String::new(),
        changes: Vec::new(),
        request: None,
    }
}
