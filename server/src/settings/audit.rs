//! The commands about the audit log.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use domain::text::unhex;

use super::{
    command::{Asked, settings},
    keys::Key,
};

/// What the log is to be held against, beside the checkpoints in the database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verify {
    /// Files with lines of the server's own log.
    pub checkpoints: Vec<PathBuf>,
    /// Public keys that are trusted beside the one in the data folder.
    pub keys: Vec<[u8; 32]>,
}

pub(super) fn command() -> Command {
    let verify = Command::new("verify")
        .about("Check that nobody changed, added, moved or removed a line of the log")
        .arg(
            Arg::new("checkpoints")
                .long("checkpoints")
                .value_name("FILE")
                .action(ArgAction::Append)
                .value_parser(value_parser!(PathBuf))
                .help("A file with lines of the server's own log, whose checkpoints are compared too; can be repeated"),
        )
        .arg(
            Arg::new("key")
                .long("key")
                .value_name("HEX")
                .action(ArgAction::Append)
                .value_parser(public_key)
                .help("A public key to trust beside the one in the data folder; can be repeated"),
        )
        .args(settings(|key: &Key| key.shared));
    let key = Command::new("key")
        .about("Print the public key of this portal, to keep somewhere else")
        .args(settings(|key: &Key| key.shared));
    Command::new("audit")
        .about("The audit log")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(verify)
        .subcommand(key)
}

fn public_key(text: &str) -> Result<[u8; 32], &'static str> {
    unhex(text.trim())
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or("a public key has 64 digits from 0 to 9 and a to f")
}

pub(super) fn asked(matches: &ArgMatches) -> Option<Asked> {
    match matches.subcommand()? {
        ("verify", verify) => Some(Asked::VerifyLog(Verify {
            checkpoints: verify.get_many("checkpoints").into_iter().flatten().cloned().collect(),
            keys: verify.get_many("key").into_iter().flatten().copied().collect(),
        })),
        ("key", _) => Some(Asked::ShowKey),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked_for(arguments: &[&str]) -> Result<Option<Asked>, clap::Error> {
        command().try_get_matches_from(arguments).map(|matches| asked(&matches))
    }

    #[test]
    fn files_and_keys_can_be_named_again_and_again() {
        let (one, other) = ("ab".repeat(32), "00".repeat(32));
        let all =
            ["audit", "verify", "--checkpoints", "a.log", "--checkpoints", "b.log", "--key", &one, "--key", &other];
        let verify = Verify { checkpoints: vec!["a.log".into(), "b.log".into()], keys: vec![[0xab; 32], [0; 32]] };
        assert_eq!(asked_for(&all).unwrap(), Some(Asked::VerifyLog(verify)));
        assert_eq!(asked_for(&["audit", "verify"]).unwrap(), Some(Asked::VerifyLog(Verify::default())));
        assert_eq!(asked_for(&["audit", "key"]).unwrap(), Some(Asked::ShowKey));
    }

    #[test]
    fn a_key_that_is_none_is_refused_in_words() {
        let said = asked_for(&["audit", "verify", "--key", "xyz"]).unwrap_err().to_string();
        assert!(said.contains("a public key has 64 digits"), "{said}");
    }
}
