//! How the portal sends mail, and what its mails say.

use domain::portal::MailSeen;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// The page of mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailShown {
    pub seen: MailSeen,
    /// Where a test goes.
    pub me: String,
    /// One for each occasion.
    pub letters: Vec<LetterShown>,
}

/// A mail as an example.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterShown {
    /// When it is sent.
    pub label: String,
    pub subject: String,
    /// What whoever reads HTML sees.
    pub body: String,
    /// What everybody else does.
    pub text: String,
}

#[server(endpoint = "mail/show")]
pub async fn show() -> Result<MailShown, ApiError> {
    use crate::{context, paths};
    use domain::{letter::Letter, notice::News, occasion::Occasion};
    let (portal, actor) = (context::portal(), context::actor()?);
    let seen = portal.mail(&actor).await?;
    let (now, name) = (portal.now(), portal.house().appearance.name.clone());
    let choices = context::absolute(paths::NOTICE_CHOICES);
    let letters = Occasion::ALL.map(|occasion| {
        let news = News::example(occasion, now);
        let letter = Letter::of(&news, &name, &context::absolute(&paths::target(&news.target)), &choices);
        let (body, text) = (letter.body(), letter.text());
        LetterShown { label: occasion.label().to_owned(), subject: letter.subject, body, text }
    });
    Ok(MailShown { seen, me: actor.email, letters: letters.to_vec() })
}

/// Sends a mail to whoever asks for it, and says what the server answers.
#[server(endpoint = "mail/test")]
pub async fn test() -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let tried = context::portal().try_mail(&context::actor()?).await;
    let told = |words: &String| Then::go(paths::MAIL).telling(Notice::done(words.clone()));
    context::answer(tried, told, || Back::to(paths::MAIL)).await.map(|_| ())
}
