//! The table as it stands in its file.

use config::{Config, File, FileFormat};
use serde::Deserialize;

/// The columns, from left to right.
pub const ACTORS: [&str; 8] = ["anonymous", "none", "member", "approver", "operator", "auditor", "admin", "disabled"];

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
    /// The form that a call sends. To the API it goes as JSON, in which `/` leads into an object.
    #[serde(default)]
    pub sends: String,
    /// Whether the form goes in parts.
    #[serde(default)]
    pub in_parts: bool,
    pub sees: String,
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
    /// One cell for each actor.
    pub fn cells(&self) -> Vec<String> {
        let cells: Vec<String> = self.sees.split_whitespace().map(str::to_owned).collect();
        assert_eq!(cells.len(), ACTORS.len(), "{}: {}", self.path, self.sees);
        assert!(["present", "absent", "yourself"].contains(&self.of.as_str()), "{}", self.of);
        cells
    }
}
