//! The table as it stands in its file.

use config::{Config, File, FileFormat};
use serde::Deserialize;

/// The columns, from left to right.
pub const ACTORS: [&str; 8] = ["anonymous", "none", "member", "approver", "operator", "auditor", "admin", "disabled"];

/// More columns of rows that are about a team: somebody in it, and somebody who owns it. `member` is in another team.
pub const IN_TEAM: [&str; 2] = ["teammate", "owner"];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub pages: Vec<Row>,
    pub calls: Vec<Row>,
    pub api: Vec<Row>,
}

/// One page or call in one state.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    pub path: String,
    /// What is there: `present`, `absent` or `yourself`.
    #[serde(default = "present")]
    pub of: String,
    /// How the API is called; pages are asked for and calls are posted.
    #[serde(default)]
    pub method: String,
    /// The scopes of the token that goes along to the API: all of them where nothing is said.
    #[serde(default)]
    pub scopes: Option<String>,
    /// What is read first: the call is meant of the version that this answers with.
    #[serde(default)]
    pub reads: String,
    /// The form that a call sends. To the API it goes as JSON, in which `/` leads into an object.
    #[serde(default)]
    pub sends: String,
    /// Whether the form goes in parts.
    #[serde(default)]
    pub in_parts: bool,
    pub sees: String,
    /// What those of the team see that the row names; it must be said there, and nowhere else.
    #[serde(default)]
    pub in_team: String,
}

fn present() -> String {
    "present".into()
}

impl Table {
    pub fn read() -> Self {
        let file = File::from_str(include_str!("matrix.toml"), FileFormat::Toml);
        let table: Self = Config::builder().add_source(file).build().unwrap().try_deserialize().unwrap();
        assert!(table.pages.len() > 30 && table.calls.len() > 50 && table.api.len() > 15, "rows are missing");
        table
    }
}

impl Row {
    /// Each actor with what they see.
    pub fn cells(&self) -> Vec<(&'static str, String)> {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let (sees, in_team) = (words(&self.sees), words(&self.in_team));
        assert_eq!(sees.len(), ACTORS.len(), "{}: {}", self.path, self.sees);
        let of_team = ["{team}", "{link}", "{request}", "{parting}", "{changing}"]
            .iter()
            .any(|name| self.path.contains(name) || self.sends.contains(name));
        assert_eq!(in_team.len(), if of_team { IN_TEAM.len() } else { 0 }, "{}: {}", self.path, self.in_team);
        assert!(["present", "absent", "yourself"].contains(&self.of.as_str()), "{}", self.of);
        ACTORS.into_iter().zip(sees).chain(IN_TEAM.into_iter().zip(in_team)).collect()
    }
}
