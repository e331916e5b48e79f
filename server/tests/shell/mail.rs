//! Mail over a real connection, to a mail server that takes, delays, refuses and breaks off.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::watch,
};

use super::{
    browser::{Browser, set_up},
    notices::until,
};

/// How the server meets the next connections; the last one goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Takes,
    /// Come back later, as greylisting has it.
    Greylists,
    NoMailbox,
    /// It hangs up in the middle of the letter.
    BreaksOff,
}

/// A mail server on this machine.
pub struct Sink {
    pub url: String,
    letters: watch::Receiver<Vec<String>>,
    moods: Arc<Mutex<Vec<Mood>>>,
}

impl Sink {
    pub async fn open(moods: &[Mood]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let moods = Arc::new(Mutex::new(moods.to_vec()));
        let (tell, letters) = watch::channel(Vec::new());
        let rest = Arc::clone(&moods);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mood = {
                    let mut rest = rest.lock().unwrap();
                    if rest.len() > 1 { rest.remove(0) } else { rest[0] }
                };
                if let Some(letter) = talk(stream, mood).await {
                    tell.send_modify(|letters| letters.push(letter));
                }
            }
        });
        Self { url, letters, moods }
    }

    pub fn becomes(&self, mood: Mood) {
        *self.moods.lock().unwrap() = vec![mood];
    }

    /// The letters, once there are so many.
    pub async fn letters(&mut self, count: usize) -> Vec<String> {
        let wait = self.letters.wait_for(|letters| letters.len() >= count);
        let came = tokio::time::timeout(std::time::Duration::from_mins(1), wait).await;
        came.unwrap_or_else(|_| panic!("fewer than {count} letters came")).unwrap().clone()
    }
}

/// One conversation; the letter, if one was taken.
async fn talk(stream: TcpStream, mood: Mood) -> Option<String> {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    writing.write_all(b"220 sink\r\n").await.ok()?;
    let mut letter = None;
    while let Ok(Some(line)) = lines.next_line().await {
        let said: &[u8] = match line.split([' ', ':']).next().unwrap_or_default().to_uppercase().as_str() {
            "EHLO" | "HELO" => b"250 sink\r\n",
            "RCPT" if mood == Mood::Greylists => b"450 4.2.0 come back later\r\n",
            "RCPT" if mood == Mood::NoMailbox => b"550 5.1.1 nobody of that name\r\n",
            "DATA" => {
                writing.write_all(b"354 go on\r\n").await.ok()?;
                if mood == Mood::BreaksOff {
                    return None;
                }
                let mut text = String::new();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    text.push_str(&line);
                    text.push('\n');
                }
                letter = Some(text);
                b"250 2.0.0 taken as letter 7\r\n"
            }
            "QUIT" => {
                let _ = writing.write_all(b"221 bye\r\n").await;
                return letter;
            }
            _ => b"250 ok\r\n",
        };
        writing.write_all(said).await.ok()?;
    }
    letter
}

async fn make_token(ada: &mut Browser, name: &str) {
    let form = format!("form[token_name]={name}&form[scopes][0]=read&form[days]=7");
    assert_eq!(ada.post("/api/tokens/make", &form).await.location(), "/account/tokens");
}

#[tokio::test]
async fn a_mail_says_in_text_and_html_what_happened_and_has_one_link() {
    let mut sink = Sink::open(&[Mood::Takes]).await;
    let flags =
        ["--mail-url", &sink.url, "--mail-from", "desk@example.com", "--public-url", "http://portal.example.com"];
    let application = set_up(&flags).await;
    let mut ada = Browser::signed_in(&application).await;
    make_token(&mut ada, "nightly").await;
    let letter = sink.letters(1).await.remove(0);
    for line in [
        "Subject: A new API token acts for you",
        "From: \"FinSpace Portal\" <desk@example.com>",
        "To: ada@example.com",
        "Auto-Submitted: auto-generated",
        "http://portal.example.com/account/tokens",
        "<a href=3D\"http://portal.example.com/account/tokens\">",
    ] {
        let plain = letter.replace("=\n", "");
        assert!(plain.contains(line) || plain.contains(&line.replace("=3D", "=")), "{line} is not in\n{letter}");
    }
    assert!(letter.contains("@example.com>\n") && letter.contains("Message-ID: <"), "{letter}");
}

#[tokio::test]
async fn administrators_see_the_settings_without_the_password_and_what_the_server_answers() {
    let mut sink = Sink::open(&[Mood::Takes]).await;
    let url = sink.url.replace("smtp://", "smtp://desk:canary-secret@");
    let application = set_up(&["--mail-url", &url, "--mail-from", "Desk <desk@example.com>"]).await;
    let mut ada = Browser::signed_in(&application).await;
    let page = ada.get("/admin/settings/mail").await.text;
    assert!(page.contains("Signs in as") && !page.contains("canary-secret"), "{page}");
    // The sink does not know how anybody signs in, which is said.
    assert_eq!(ada.post("/api/mail/test", "").await.location(), "/admin/settings/mail");
    let page = ada.get("/admin/settings/mail").await.text;
    assert!(page.contains("The mail server") && !page.contains("canary-secret"), "{page}");
    drop(sink.letters(0).await);

    let mut sink = Sink::open(&[Mood::Greylists]).await;
    let application = set_up(&["--mail-url", &sink.url, "--mail-from", "desk@example.com"]).await;
    let mut ada = Browser::signed_in(&application).await;
    ada.post("/api/mail/test", "").await;
    assert!(ada.get("/admin/settings/mail").await.text.contains("450 4.2.0 come back later"));
    sink.becomes(Mood::Takes);
    ada.post("/api/mail/test", "").await;
    assert!(ada.get("/admin/settings/mail").await.text.contains("taken as letter 7"));
    assert!(sink.letters(1).await[0].contains("Subject: "));
    assert!(ada.get("/account/notices").await.text.contains("By mail"));
}

#[tokio::test]
async fn what_has_no_mailbox_is_given_up_and_what_breaks_off_is_tried_again() {
    let sink = Sink::open(&[Mood::NoMailbox, Mood::BreaksOff]).await;
    let application = set_up(&["--mail-url", &sink.url, "--mail-from", "desk@example.com"]).await;
    let mut ada = Browser::signed_in(&application).await;
    make_token(&mut ada, "first").await;
    until(&mut ada, "/admin/settings/mail", "Given up within 30 days</dt><dd>1").await;
    make_token(&mut ada, "second").await;
    until(&mut ada, "/admin/settings/mail", "On their way</dt><dd>1").await;
    // Notices do not depend on mail.
    until(&mut ada, "/notices", "2<span class=\"visually-hidden\"> unread").await;
}

#[tokio::test]
async fn without_a_mail_server_the_pages_say_so() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let page = ada.get("/admin/settings/mail").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("This portal sends no mail") && page.text.contains("What the mails say"), "{page:?}");
    assert!(ada.get("/account/notices").await.text.contains("sends no mail"));
    ada.post("/api/mail/test", "").await;
    assert!(ada.get("/admin/settings/mail").await.text.contains("No mail server is set"));
}
