//! Webhooks over a real connection: what is sent, how it is proved, and what becomes of what does not arrive.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use aws_lc_rs::hmac;
use axum::http::StatusCode;
use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
    time::timeout,
};

use super::browser::{Browser, set_up};

/// What was received: the head as it came, and the body.
type Message = (String, String);

/// Another program on this machine that is told things.
struct Receiver {
    url: String,
    messages: watch::Receiver<Vec<Message>>,
    answers: Arc<Mutex<Vec<String>>>,
}

impl Receiver {
    /// Answers one after the other; the last one goes on.
    async fn open(answers: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/in", listener.local_addr().unwrap());
        let answers = Arc::new(Mutex::new(answers.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()));
        let (tell, messages) = watch::channel(Vec::new());
        let rest = Arc::clone(&answers);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let answer = {
                    let mut rest = rest.lock().unwrap();
                    if rest.len() > 1 { rest.remove(0) } else { rest[0].clone() }
                };
                if let Some(message) = receive(stream, &answer).await {
                    tell.send_modify(|messages| messages.push(message));
                }
            }
        });
        Self { url, messages, answers }
    }

    fn says(&self, answer: &str) {
        *self.answers.lock().unwrap() = vec![answer.to_owned()];
    }

    async fn message(&mut self, number: usize) -> Message {
        let wait = self.messages.wait_for(|messages| messages.len() >= number);
        timeout(Duration::from_mins(1), wait).await.expect("a message came").unwrap()[number - 1].clone()
    }
}

async fn receive(mut stream: TcpStream, answer: &str) -> Option<Message> {
    let mut text = Vec::new();
    let mut piece = [0; 4096];
    let (head, mut body) = loop {
        let read = stream.read(&mut piece).await.ok().filter(|read| *read > 0)?;
        text.extend_from_slice(&piece[..read]);
        let so_far = String::from_utf8_lossy(&text).into_owned();
        if let Some((head, body)) = so_far.split_once("\r\n\r\n") {
            break (head.to_owned(), body.to_owned());
        }
    };
    let length: usize = header(&head, "content-length").parse().unwrap();
    while body.len() < length {
        let read = stream.read(&mut piece).await.ok().filter(|read| *read > 0)?;
        body.push_str(&String::from_utf8_lossy(&piece[..read]));
    }
    // One that wants to read no more of an answer hangs up.
    let _ = stream.write_all(answer.as_bytes()).await;
    Some((head, body))
}

fn header<'h>(head: &'h str, name: &str) -> &'h str {
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    lines.into_iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
}

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
const BROKEN: &str = "HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n";
const ELSEWHERE: &str = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n";

fn form(address: &str) -> String {
    format!("form[name]=Desk&form[address]={address}&form[shape]=portal&form[occasions][0]=asked&form[enabled]=true")
}

/// A webhook of the portal in which Ada is signed in: its page, and the secret that was shown once.
async fn add(ada: &mut Browser, address: &str) -> (String, String) {
    let added = ada.post("/api/webhooks/add", &form(address)).await;
    let page = added.location().to_owned();
    let mut cookies = added.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let secret = cookies.find_map(|cookie| cookie.strip_prefix("webhook-secret=")).expect("the secret");
    (page, secret.split(';').next().unwrap().to_owned())
}

fn id_of(page: &str) -> &str {
    page.rsplit('/').next().unwrap()
}

#[tokio::test]
async fn a_message_is_signed_with_the_secret_that_was_shown_once() {
    let mut receiver = Receiver::open(&[OK]).await;
    let application = set_up(&["--webhooks-private", "true", "--public-url", "http://portal.example.com"]).await;
    let mut ada = Browser::signed_in(&application).await;
    let (page, secret) = add(&mut ada, &receiver.url).await;
    assert_eq!(ada.post("/api/webhooks/test", &format!("id={}", id_of(&page))).await.location(), page);
    let shown = ada.get(&page).await.text;
    assert!(shown.contains("It answered 200 OK.") && shown.contains("Arrived"), "{shown}");
    assert!(!shown.contains(&secret), "a secret is shown once");

    let (head, body) = receiver.message(1).await;
    let signed = format!("{}.{}.{body}", header(&head, "webhook-id"), header(&head, "webhook-timestamp"));
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), signed.as_bytes());
    assert_eq!(header(&head, "webhook-signature"), format!("v1,{}", STANDARD.encode(tag)));
    let read: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(read["type"], "built");
    assert!(read["data"]["link"].as_str().unwrap().starts_with("http://portal.example.com/"), "{body}");

    // Another secret signs from now on.
    let renewed = ada.post("/api/webhooks/secret", &format!("id={}", id_of(&page))).await;
    assert!(renewed.header("set-cookie").starts_with("webhook-secret=whsec_"), "{renewed:?}");
    ada.post("/api/webhooks/test", &format!("id={}", id_of(&page))).await;
    let (head, again) = receiver.message(2).await;
    let signed = format!("{}.{}.{again}", header(&head, "webhook-id"), header(&head, "webhook-timestamp"));
    let old = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), signed.as_bytes());
    assert_ne!(header(&head, "webhook-signature"), format!("v1,{}", STANDARD.encode(old)));
}

#[tokio::test]
async fn what_does_not_arrive_is_said_in_words_and_can_be_sent_again() {
    let huge = format!("HTTP/1.1 200 OK\r\ncontent-length: 9000000\r\n\r\n{}", "x".repeat(100_000));
    let mut receiver = Receiver::open(&[BROKEN, ELSEWHERE, &huge]).await;
    let application = set_up(&["--webhooks-private", "true"]).await;
    let mut ada = Browser::signed_in(&application).await;
    let (page, _) = add(&mut ada, &receiver.url).await;
    let id = id_of(&page).to_owned();
    for said in ["It answered 500", "The portal follows nobody elsewhere", "It answered 200 OK."] {
        ada.post("/api/webhooks/test", &format!("id={id}")).await;
        let shown = ada.get(&page).await.text;
        assert!(shown.contains(said), "{said}: {shown}");
    }
    receiver.says(OK);
    let shown = ada.get(&page).await.text;
    assert_eq!(shown.matches("Given up").count(), 2, "{shown}");
    let delivery = shown.split_once("name=\"delivery\" value=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
    let again = ada.post("/api/webhooks/send-again", &format!("id={id}&delivery={delivery}")).await;
    assert_eq!(again.location(), page);
    let (head, _) = receiver.message(4).await;
    assert_eq!(header(&head, "webhook-id"), delivery, "the receiver can tell that it has it already");
    let gone = ada.post("/api/webhooks/remove", &format!("id={id}")).await;
    assert_eq!(gone.location(), "/admin/settings/webhooks");
    assert_eq!(ada.get(&page).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn addresses_inside_are_not_called_unless_the_settings_say_so() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    for inside in ["http://127.0.0.1:9/", "https://10.0.0.1/x", "https://[::1]/", "https://localhost/"] {
        let refused = ada.post("/api/webhooks/add", &form(inside)).await;
        assert_eq!(refused.location(), "/admin/settings/webhooks/new", "{inside}");
        let page = ada.get(refused.location()).await.text;
        assert!(page.contains("value=\"Desk\"") && page.contains("field-error"), "{inside}: {page}");
    }
    // A number is an address, too, which only shows when it is called.
    let (page, _) = add(&mut ada, "https://2130706433/").await;
    ada.post("/api/webhooks/test", &format!("id={}", id_of(&page))).await;
    let shown = ada.get(&page).await.text;
    assert!(shown.contains("The address is one of a private network"), "{shown}");
}
