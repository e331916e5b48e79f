//! The commands about API tokens.

use clap::{Arg, ArgAction, ArgMatches, Command};
use domain::{
    portal::TokenForm,
    token::{Lifetime, Scope},
};

use super::{
    command::{Asked, settings},
    keys::Key,
};

/// The token to make, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    pub email: String,
    pub form: TokenForm,
}

pub(super) fn command() -> Command {
    let create = Command::new("create")
        .about("Make a token for somebody who can sign in, and print it: it is told this once")
        .arg(Arg::new("email").long("email").value_name("ADDRESS").required(true).help("For whom the token acts"))
        .arg(Arg::new("name").long("name").value_name("NAME").required(true).help("What the token is for"))
        .arg(
            Arg::new("scope")
                .long("scope")
                .value_name("SCOPE")
                .action(ArgAction::Append)
                .value_parser(|word: &str| word.parse::<Scope>().map_err(|flaw| flaw.words))
                .help(scopes_help()),
        )
        .arg(
            Arg::new("expires")
                .long("expires")
                .value_name("DAYS")
                .default_value("30d")
                .value_parser(|word: &str| Lifetime::parse(word).map(Lifetime::days).map_err(|flaw| flaw.words))
                .help("How long it works: 7d, 30d, 90d or 365d"),
        )
        .args(settings(|key: &Key| key.shared));
    Command::new("token").about("API tokens").subcommand_required(true).arg_required_else_help(true).subcommand(create)
}

fn scopes_help() -> String {
    let words: Vec<&str> = Scope::ALL.into_iter().map(Scope::as_str).collect();
    format!("What it may do: {}; can be given several times [default: read]", words.join(", "))
}

pub(super) fn asked(matches: &ArgMatches) -> Option<Asked> {
    let ("create", create) = matches.subcommand()? else { return None };
    let text = |name: &str| create.get_one::<String>(name).cloned().unwrap_or_default();
    let scopes = create.get_many::<Scope>("scope").map(|scopes| scopes.copied().collect());
    let days = create.get_one::<i64>("expires").map(ToString::to_string).unwrap_or_default();
    let form = TokenForm { token_name: text("name"), scopes: scopes.unwrap_or_else(|| Scope::Read.into()), days };
    Some(Asked::MakeToken(NewToken { email: text("email"), form }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked_for(flags: &[&str]) -> Result<TokenForm, clap::Error> {
        let usual = ["token", "create", "--email", "a@b.co", "--name", "nightly"];
        let matches = command().try_get_matches_from(usual.iter().chain(flags))?;
        match asked(&matches) {
            Some(Asked::MakeToken(new)) if new.email == "a@b.co" => Ok(new.form),
            asked => panic!("{asked:?}"),
        }
    }

    #[test]
    fn a_token_reads_for_a_month_unless_told_otherwise() {
        let usual = asked_for(&[]).unwrap();
        assert_eq!((usual.token_name.as_str(), usual.days.as_str()), ("nightly", "30"));
        assert_eq!(usual.scopes, Scope::Read.into());
        let told = asked_for(&["--scope", "tags", "--scope=environments", "--expires", "7d"]).unwrap();
        assert_eq!((told.scopes.to_string().as_str(), told.days.as_str()), ("environments tags", "7"));
    }

    #[test]
    fn what_no_token_can_be_is_refused_in_words() {
        let said = |flags: &[&str]| asked_for(flags).unwrap_err().to_string();
        assert!(said(&["--scope", "everything"]).contains("The scopes are read, environments, tags"));
        assert!(said(&["--expires", "1000d"]).contains("7, 30, 90 or 365 days"));
    }
}
