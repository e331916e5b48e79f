//! `portal admin …` and `portal token create`: people, their second factor and their tokens from the command line.

use std::io::BufRead;

use domain::{Error, Portal, Problems, person::PASSWORD_MOST};
use secrecy::ExposeSecret;

use crate::{
    application::portal,
    build_error::BuildError,
    jobs::Bell,
    settings::{NewPerson, NewToken, PublicUrl, Settings},
    store::Database,
};

/// Why nothing was added.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    #[error(transparent)]
    Build(#[from] BuildError),
    #[error("The password could not be read from standard input: {0}.")]
    Input(#[from] std::io::Error),
    /// Every input that is wrong, in words.
    #[error("{}", words(.0))]
    Refused(Error),
}

/// Adds somebody, and says so.
pub async fn create(settings: Settings, new: &NewPerson, input: impl BufRead) -> Result<String, AdminError> {
    let password = first_line(input)?;
    let (portal, database) = opened(settings).await?;
    let added = portal.add_person(&new.email, &new.name, &password, &new.roles).await;
    database.close().await;
    let person = added.map_err(AdminError::Refused)?;
    Ok(format!("{} can sign in now.", person.email))
}

/// Takes somebody's second factor away, and says so.
pub async fn reset_second_factor(settings: Settings, email: &str) -> Result<String, AdminError> {
    let (portal, database) = opened(settings).await?;
    let done = portal.reset_factor_of(email).await;
    database.close().await;
    Ok(if done.map_err(AdminError::Refused)? {
        format!("The second factor of {email} is gone and they are signed out. They sign in with their password alone.")
    } else {
        format!("{email} has no second factor. Nothing was changed.")
    })
}

/// Makes a token for somebody, and says nothing but the token.
pub async fn make_token(settings: Settings, new: &NewToken) -> Result<String, AdminError> {
    let (portal, database) = opened(settings).await?;
    let made = portal.add_token(&new.email, &new.form).await;
    database.close().await;
    made.map(|made| made.text).map_err(AdminError::Refused)
}

async fn opened(mut settings: Settings) -> Result<(Portal, Database), BuildError> {
    // Nothing is asked of FinSpace here.
    settings.connections.clear();
    let database = Database::open(settings.storage.database_url().expose_secret()).await?;
    let public = PublicUrl::of(settings.web.listen);
    let portal = Box::pin(portal(&settings, &database, None, &Bell::new(), &public)).await?;
    Ok((portal, database))
}

/// The first line without its end. A password can be 1,000 characters of up to four bytes; more is not read.
fn first_line(input: impl BufRead) -> std::io::Result<String> {
    let mut line = String::new();
    input.take(PASSWORD_MOST as u64 * 4 + 2).read_line(&mut line)?;
    Ok(line.strip_suffix('\n').map_or(line.as_str(), |text| text.strip_suffix('\r').unwrap_or(text)).to_owned())
}

fn words(error: &Error) -> String {
    match error {
        Error::Invalid(Problems(all)) => all
            .iter()
            .map(|problem| format!("{}: {}", problem.field.label(), problem.words))
            .collect::<Vec<_>>()
            .join("\n"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_one_line_with_its_spaces() {
        for (typed, password) in [("a b \n", "a b "), ("x\r\n", "x"), ("x", "x"), ("", ""), ("a\nb\n", "a")] {
            assert_eq!(first_line(typed.as_bytes()).unwrap(), password);
        }
    }
}
