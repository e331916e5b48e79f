//! The command line, made from the list of settings.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use domain::role::{Role, Roles};

use super::{
    audit::{self, Verify},
    keys::{FILE_FLAG, KEYS, Key},
    token::{self, NewToken},
};

/// What the command line asks the program to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Run the portal.
    Serve,
    /// Add somebody who can sign in.
    AddPerson(NewPerson),
    /// Take the second factor of the person with this address away.
    ResetFactor(String),
    /// Make an API token for somebody.
    MakeToken(NewToken),
    /// Check the audit log.
    VerifyLog(Verify),
    /// Copy what only this portal has into a folder.
    Backup(PathBuf),
    /// Print the public key that the audit log is signed with.
    ShowKey,
}

/// The command that makes a backup.
const BACKUP: &str = "backup";
/// The command that takes a second factor away.
const RESET: &str = "reset-second-factor";

/// The person to add. The password comes on standard input: a command line is visible to all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    pub email: String,
    /// What to call them; without it the part of the address before the @.
    pub name: String,
    pub roles: Roles,
}

impl Asked {
    pub(super) fn from_matches(matches: &ArgMatches) -> Self {
        if let Some(asked) = matches.subcommand_matches("audit").and_then(audit::asked) {
            return asked;
        }
        if let Some(asked) = matches.subcommand_matches("token").and_then(token::asked) {
            return asked;
        }
        if let Some(given) = matches.subcommand_matches(BACKUP) {
            return Self::Backup(given.get_one::<PathBuf>("folder").cloned().unwrap_or_default());
        }
        let Some((command, given)) = matches.subcommand_matches("admin").and_then(ArgMatches::subcommand) else {
            return Self::Serve;
        };
        let text = |name: &str| given.get_one::<String>(name).cloned();
        let email = text("email").unwrap_or_default();
        if command == RESET {
            return Self::ResetFactor(email);
        }
        let name = text("name").unwrap_or_else(|| email.split('@').next().unwrap_or_default().to_owned());
        let roles: Option<Roles> = given.get_many::<Role>("role").map(|roles| roles.copied().collect());
        Self::AddPerson(NewPerson { email, name, roles: roles.unwrap_or_else(|| Role::Admin.into()) })
    }
}

/// The whole command.
pub fn command() -> Command {
    Command::new("portal")
        .version(env!("CARGO_PKG_VERSION"))
        .about("A web portal for Amazon FinSpace environments")
        .after_help(
            "Every option can also stand in portal.toml (reading.rest = \"60s\") or in the environment \
             (PORTAL_READING_REST=60s). A flag goes before the environment, the environment before the file.",
        )
        .args(settings(|_| true))
        .args_conflicts_with_subcommands(true)
        .subcommand(
            Command::new("serve")
                .about("Run the portal; this is what happens without a command")
                .args(settings(|_| true)),
        )
        .subcommand(
            Command::new("admin")
                .about("People who run the portal")
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommand(create())
                .subcommand(reset()),
        )
        .subcommand(token::command())
        .subcommand(audit::command())
        .subcommand(backup())
}

fn backup() -> Command {
    Command::new(BACKUP)
        .about("Copy the database and the keys into a new folder, while the portal runs")
        .arg(Arg::new("folder").value_name("FOLDER").required(true).value_parser(value_parser!(PathBuf)).help(
            "The folder to make; with PostgreSQL the keys alone are copied there, and pg_dump copies the database",
        ))
        .args(settings(|key| key.shared))
}

fn create() -> Command {
    Command::new("create")
        .about("Add somebody who can sign in, an administrator unless told otherwise")
        .arg(email())
        .arg(
            Arg::new("name")
                .long("name")
                .value_name("NAME")
                .help("What to call them [default: the address up to the @]"),
        )
        .arg(
            Arg::new("role")
                .long("role")
                .value_name("ROLE")
                .action(ArgAction::Append)
                .value_parser(|word: &str| word.parse::<Role>().map_err(|flaw| flaw.words))
                .help(roles_help()),
        )
        .arg(
            Arg::new("password-stdin")
                .long("password-stdin")
                .action(ArgAction::SetTrue)
                .required(true)
                .help("Read the password from the first line of standard input"),
        )
        .args(settings(|key| key.shared))
}

/// For whoever lost phone and recovery codes, and has no other administrator to ask.
fn reset() -> Command {
    Command::new(RESET)
        .about("Take somebody's second factor away and sign them out: they come in with their password alone")
        .arg(email())
        .args(settings(|key| key.shared))
}

fn email() -> Arg {
    Arg::new("email").long("email").value_name("ADDRESS").required(true).help("The address to sign in with")
}

fn roles_help() -> String {
    let words: Vec<&str> = Role::ALL.into_iter().map(Role::as_str).collect();
    format!("What they are: {}; can be given several times [default: admin]", words.join(", "))
}

pub(super) fn settings(wanted: impl Fn(&Key) -> bool) -> Vec<Arg> {
    let file = Arg::new(FILE_FLAG)
        .long(FILE_FLAG)
        .value_name("FILE")
        .help("The file with settings [default: portal.toml, if there is one]");
    let others = KEYS.iter().filter(|key| wanted(key)).map(|key| {
        let arg = Arg::new(key.path)
            .long(key.flag())
            .value_name(key.value)
            .help(key.help)
            .help_heading(key.heading)
            .allow_hyphen_values(false);
        if key.value == "TRUE|FALSE" { arg.num_args(0..=1).default_missing_value("true") } else { arg }
    });
    std::iter::once(file).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_consistent() {
        command().debug_assert();
    }

    #[test]
    fn the_help_of_an_administrator_is_short() {
        let mut command = command();
        let admin = command.find_subcommand_mut("admin").unwrap().find_subcommand_mut("create").unwrap();
        let help = admin.render_long_help().to_string();
        assert!(help.contains("--database-url") && !help.contains("--local-quota"), "{help}");
    }

    #[test]
    fn a_second_factor_is_reset_by_the_address_of_its_owner() {
        let matches = |flags: &[&str]| command().try_get_matches_from(["portal", "admin", RESET].iter().chain(flags));
        let asked = Asked::from_matches(&matches(&["--email", "a@b.co"]).unwrap());
        assert_eq!(asked, Asked::ResetFactor("a@b.co".into()));
        assert!(matches(&[]).is_err());
    }

    #[test]
    fn a_backup_goes_to_a_folder() {
        let matches = |flags: &[&str]| command().try_get_matches_from(["portal", BACKUP].iter().chain(flags));
        assert_eq!(Asked::from_matches(&matches(&["monday"]).unwrap()), Asked::Backup("monday".into()));
        assert!(matches(&[]).is_err());
    }

    #[test]
    fn a_person_is_an_administrator_unless_told_otherwise() {
        let roles = |flags: &[&str]| {
            let usual = ["portal", "admin", "create", "--email", "a@b.co", "--password-stdin"];
            let matches = command().try_get_matches_from(usual.iter().chain(flags))?;
            match Asked::from_matches(&matches) {
                Asked::AddPerson(new) => Ok(new.roles.to_string()),
                asked => panic!("{asked:?}"),
            }
        };
        assert_eq!(roles(&[]).unwrap(), "admin");
        assert_eq!(roles(&["--role", "auditor", "--role=operator"]).unwrap(), "operator auditor");
        let refused: clap::Error = roles(&["--role", "king"]).unwrap_err();
        assert!(refused.to_string().contains("The roles are admin, operator"), "{refused}");
    }
}
