//! Mail over SMTP: one connection per letter, which either arrives at the server or says why not.

use std::time::Duration;

use async_trait::async_trait;
use domain::{
    delivery::Tried,
    id::DeliveryId,
    letter::Letter,
    notice::News,
    ports::{Post, PostSettings},
};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart,
        header::{Header, HeaderName, HeaderValue},
    },
    transport::smtp::{self, authentication::Credentials},
};
use secrecy::ExposeSecret;

use crate::settings::{Mail, PublicUrl, Security};

/// So long a server may take for each of its answers.
const PATIENCE: Duration = Duration::from_secs(10);
/// Answers that say that this mailbox will never take a mail.
const NO_MAILBOX: [&str; 3] = ["550", "551", "553"];

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// [`Post`] on lettre.
pub struct Mailer {
    mail: Option<Mail>,
    public: PublicUrl,
}

impl Mailer {
    #[must_use]
    pub fn new(mail: Option<Mail>, public: PublicUrl) -> Self {
        Self { mail, public }
    }

    async fn try_to_send(&self, mail: &Mail, message: Message) -> Tried {
        let transport = match transport(mail) {
            Ok(transport) => transport,
            Err(cause) => return Tried::Failed(words(&cause)),
        };
        match transport.send(message).await {
            Ok(response) => {
                let said: Vec<&str> = response.message().collect();
                Tried::Arrived(format!("The mail server took it: {} {}", response.code(), said.join(" ")))
            }
            Err(cause) => {
                let is_final = cause.status().is_some_and(|code| NO_MAILBOX.contains(&code.to_string().as_str()));
                if is_final { Tried::GivenUp(words(&cause)) } else { Tried::Failed(words(&cause)) }
            }
        }
    }

    fn message(&self, mail: &Mail, id: &DeliveryId, to: Address, portal: &str, news: &News) -> Option<Message> {
        let absolute = |path: &str| format!("{}{path}", self.public);
        let link = absolute(&app::paths::target(&news.target));
        let letter = Letter::of(news, portal, &link, &absolute(app::paths::NOTICE_CHOICES));
        let name = mail.from.name.clone().unwrap_or_else(|| portal.to_owned());
        let message = Message::builder()
            .from(Mailbox::new(Some(name), mail.from.email.clone()))
            .to(Mailbox::new(None, to))
            .subject(&letter.subject)
            // The same for each try of one message, so that a server or a reader can tell that it has it already.
            .message_id(Some(format!("<{id}@{}>", mail.from.email.domain())))
            .header(AutoSubmitted)
            .multipart(MultiPart::alternative_plain_html(letter.text(), letter.html()));
        message.ok()
    }
}

#[async_trait]
impl Post for Mailer {
    fn settings(&self) -> Option<PostSettings> {
        let mail = self.mail.as_ref()?;
        let user = mail.user.as_ref().map(|(user, _)| user.clone());
        Some(PostSettings { server: mail.to_string(), user, from: mail.from.to_string() })
    }

    async fn send(&self, id: &DeliveryId, address: &str, portal: &str, news: &News) -> Tried {
        let Some(mail) = &self.mail else {
            return Tried::Failed("No mail server is set: see mail.url in the settings of the server.".into());
        };
        let Ok(to) = address.parse::<Address>() else {
            return Tried::GivenUp("This is no address that a mail can be sent to.".into());
        };
        match self.message(mail, id, to, portal, news) {
            Some(message) => self.try_to_send(mail, message).await,
            None => Tried::GivenUp("No mail can be made of this.".into()),
        }
    }
}

fn transport(mail: &Mail) -> Result<Transport, smtp::Error> {
    let builder = match mail.security {
        Security::Tls => Transport::relay(&mail.host)?,
        Security::StartTls => Transport::starttls_relay(&mail.host)?,
        Security::Plain => Transport::builder_dangerous(mail.host.as_str()),
    };
    let builder = builder.port(mail.port).timeout(Some(PATIENCE));
    Ok(match &mail.user {
        Some((user, password)) => {
            builder.credentials(Credentials::new(user.clone(), password.expose_secret().to_owned())).build()
        }
        None => builder.build(),
    })
}

/// What went wrong, in words for administrators: the server's own where it answered.
fn words(cause: &smtp::Error) -> String {
    let mut deepest: &dyn std::error::Error = cause;
    while let Some(deeper) = deepest.source() {
        deepest = deeper;
    }
    match cause.status() {
        Some(code) => format!("The mail server refused it: {code} {deepest}"),
        None if cause.is_timeout() => "The mail server did not answer in time.".into(),
        None if cause.is_tls() => format!("There is no encrypted way to the mail server: {deepest}"),
        None => format!("The mail server cannot be reached, or does not speak SMTP: {deepest}"),
    }
}

/// Tells programs that nobody typed this, so that none answers that somebody is on holiday (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".into())
    }
}
