//! Every setting by name: the file's key, the flag and the environment variable all follow from one line here.

/// One setting.
pub struct Key {
    /// The key in the file; a dot separates the section.
    pub path: &'static str,
    /// What stands for the value in the help.
    pub value: &'static str,
    /// The heading in the help.
    pub heading: &'static str,
    /// What it is, with its default.
    pub help: &'static str,
    /// Whether commands other than `serve` look at it too.
    pub shared: bool,
}

impl Key {
    /// `local.create_time` is `local-create-time`.
    pub fn flag(&self) -> String {
        self.path.replace(['.', '_'], "-")
    }

    /// `local.create_time` is `PORTAL_LOCAL_CREATE_TIME`.
    pub fn variable(&self) -> String {
        format!("{PREFIX}{}", self.path.replace('.', "_").to_uppercase())
    }
}

/// How environment variables of the portal begin.
pub const PREFIX: &str = "PORTAL_";
/// What the tests are told, which is not for the portal.
pub const TEST_PREFIX: &str = "PORTAL_TEST_";
/// The file's own place cannot stand in the file.
pub const FILE_FLAG: &str = "config";
/// The same as an environment variable.
pub const FILE_VARIABLE: &str = "PORTAL_CONFIG";

const WEB: &str = "Web";
const PEOPLE: &str = "People";
const STORAGE: &str = "Storage";
const FINSPACE: &str = "FinSpace";
const LOCAL: &str = "Embedded FinSpace endpoint";
const TELLING: &str = "Telling people";
const LIMITS: &str = "Limits";
const LOG: &str = "Log";

const fn key(heading: &'static str, path: &'static str, value: &'static str, help: &'static str) -> Key {
    Key { path, value, heading, help, shared: false }
}

const fn shared(heading: &'static str, path: &'static str, value: &'static str, help: &'static str) -> Key {
    Key { path, value, heading, help, shared: true }
}

/// All settings, in the order of the help.
pub const KEYS: [Key; 28] = [
    key(WEB, "listen", "ADDRESS", "Where to listen [default: 127.0.0.1:3000]"),
    key(
        WEB,
        "public_url",
        "URL",
        "What people type to get here, such as https://portal.example.com [default: http:// and the listen address]",
    ),
    key(WEB, "site", "FOLDER", "The browser's files, as the build leaves them [default: target/site]"),
    key(
        PEOPLE,
        "require_second_factor",
        "WHO",
        "Who needs a second factor beside a password: nobody, admins_and_approvers or everybody [default: nobody]",
    ),
    shared(
        PEOPLE,
        "password_cost",
        "COST",
        "How dear hashing a password is: calibrated (a quarter of a second) or weakest (19 MiB and two passes, for small machines) [default: calibrated]",
    ),
    shared(STORAGE, "data", "FOLDER", "Where the portal keeps its files [default: data]"),
    shared(STORAGE, "database_url", "URL", "sqlite:… or postgres://… [default: portal.db in the data folder]"),
    key(
        FINSPACE,
        "connections",
        "TOML",
        "Accounts and regions, written as in the file: [{ name = \"eu\", region = \"eu-west-1\" }] [default: one, local, on the embedded endpoint]",
    ),
    key(
        FINSPACE,
        "required_tags",
        "KEYS",
        "Tag keys that every environment must have, separated by commas [default: none]",
    ),
    key(FINSPACE, "reading.rest", "DURATION", "How often connections are read when nothing changes [default: 60s]"),
    key(FINSPACE, "reading.changing", "DURATION", "How often while an environment changes its status [default: 2s]"),
    key(FINSPACE, "reading.watched", "DURATION", "How often while somebody has a page open [default: 5s]"),
    key(
        LOCAL,
        "local.listen",
        "ADDRESS",
        "Where it listens [default: 127.0.0.1:4567, or a free port when that is taken]",
    ),
    key(LOCAL, "local.account_id", "DIGITS", "The account that owns its environments [default: 123456789012]"),
    key(LOCAL, "local.quota", "NUMBER", "How many environments it allows [default: 50]"),
    key(LOCAL, "local.create_time", "DURATION", "How long a creation takes [default: 5s]"),
    key(LOCAL, "local.delete_time", "DURATION", "How long a deletion takes [default: 2s]"),
    key(
        LOCAL,
        "local.faults",
        "TRUE|FALSE",
        "Whether names can provoke faults, for trying errors out [default: false]",
    ),
    key(
        TELLING,
        "mail.url",
        "URL",
        "The mail server: smtps://user:password@host, or smtp://host for STARTTLS [default: none, and no mail is sent]",
    ),
    key(TELLING, "mail.from", "ADDRESS", "The sender of the mails, such as FinSpace Portal <portal@example.com>"),
    key(
        TELLING,
        "webhooks_private",
        "TRUE|FALSE",
        "Whether webhooks may be in private networks and without encryption [default: false]",
    ),
    key(LIMITS, "limits.requests", "NUMBER", "Requests worked on at once; more are asked to come back [default: 512]"),
    key(LIMITS, "limits.streams", "NUMBER", "Open pages with live news per person [default: 20]"),
    key(LIMITS, "limits.header_time", "DURATION", "How long a client may take to send its headers [default: 10s]"),
    key(LIMITS, "limits.ping", "DURATION", "How often open pages are sent a sign of life [default: 15s]"),
    key(LIMITS, "limits.provider_time", "DURATION", "How long a sign-in provider may take for an answer [default: 5s]"),
    shared(LOG, "log.format", "FORMAT", "text or json [default: text]"),
    shared(
        LOG,
        "log.filter",
        "FILTER",
        "What to log, as tracing's directives such as info or server=debug [default: info]",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_names_the_flag_and_the_variable() {
        let key = KEYS.iter().find(|key| key.path == "local.create_time").unwrap();
        assert_eq!(key.flag(), "local-create-time");
        assert_eq!(key.variable(), "PORTAL_LOCAL_CREATE_TIME");
    }

    #[test]
    fn no_two_settings_share_a_variable() {
        let mut variables: Vec<String> = KEYS.iter().map(Key::variable).collect();
        variables.push(FILE_VARIABLE.into());
        variables.sort();
        variables.dedup();
        assert_eq!(variables.len(), KEYS.len() + 1);
    }
}
