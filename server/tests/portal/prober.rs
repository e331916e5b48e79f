//! The way to a sign-in page, gone over real sockets.

use std::{sync::Arc, time::Duration};

use domain::{
    check::{Seen, Way},
    ports::{Clock, Prober},
};
use jiff::{SignedDuration, Timestamp};
use rustls::ServerConfig;
use server::{clock::SystemClock, prober::Visitor};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

use super::{
    certificate::certified,
    lookout::{nobody, trusting, waiting},
};

/// An endpoint on this machine, which may name pages on this machine.
const HERE: Option<&str> = Some("http://127.0.0.1:4567");

fn fine() -> Seen {
    Seen::Fine { until: None }
}

fn bad(seen: &Seen) -> &str {
    match seen {
        Seen::Bad(words) => words,
        other => panic!("{other:?}"),
    }
}

async fn say(mut stream: impl AsyncRead + AsyncWrite + Unpin, words: &str) {
    let mut read = [0; 1024];
    if stream.read(&mut read).await.is_ok() {
        let _ = stream.write_all(words.as_bytes()).await;
        let _ = stream.shutdown().await;
    }
}

/// A page that says the same to everybody; its port.
async fn page(words: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(say(stream, words));
        }
    });
    port
}

fn now() -> Timestamp {
    SystemClock.now()
}

fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * count)
}

/// An encrypted page of a name, and somebody who trusts it.
async fn encrypted(name: &str, from: Timestamp, until: Timestamp) -> (u16, Visitor) {
    let (certificate, key) = certified(name, from, until);
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![certificate.clone()], key).unwrap();
    let (acceptor, listener) = (TlsAcceptor::from(Arc::new(config)), TcpListener::bind("127.0.0.1:0").await.unwrap());
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(stream) = acceptor.accept(stream).await {
                say(stream, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
            }
        }
    });
    (port, trusting(&[certificate]))
}

#[tokio::test]
async fn an_encrypted_page_tells_until_when_its_certificate_is_valid() {
    let until = Timestamp::from_second((now() + days(90)).as_second()).unwrap();
    let (port, visitor) = encrypted("desk.localhost", now() - days(1), until).await;
    let way = visitor.probe(&format!("https://desk.localhost:{port}/"), HERE).await;
    assert_eq!(way, Way { name: fine(), tls: Seen::Fine { until: Some(until) }, page: fine() });
}

#[tokio::test]
async fn a_certificate_that_is_not_one_to_trust_says_why_and_its_page_is_not_asked() {
    let (expired, of_expired) = encrypted("desk.localhost", now() - days(9), now() - days(1)).await;
    let (early, of_early) = encrypted("desk.localhost", now() + days(1), now() + days(9)).await;
    let (other, of_other) = encrypted("other.localhost", now() - days(1), now() + days(9)).await;
    let (unknown, _) = encrypted("desk.localhost", now() - days(1), now() + days(9)).await;
    let plain = page("HTTP/1.1 200 OK\r\n\r\n").await;
    for (port, visitor, words) in [
        (expired, of_expired, "Its certificate has expired."),
        (early, of_early, "Its certificate is not valid yet."),
        (other, of_other, "Its certificate is of another name."),
        (unknown, trusting(&[]), "Its certificate is signed by nobody whom this server trusts."),
        (plain, trusting(&[]), "No encrypted connection could be made."),
    ] {
        let way = visitor.probe(&format!("https://desk.localhost:{port}/"), HERE).await;
        assert_eq!((&way.name, bad(&way.tls)), (&fine(), words));
        assert!(matches!(way.page, Seen::Unseen(_)), "{way:?}");
    }
}

#[tokio::test]
async fn any_answer_that_is_no_failure_of_the_server_will_do() {
    let visitor = trusting(&[]);
    let seen = async |words| {
        let port = page(words).await;
        visitor.probe(&format!("http://desk.localhost:{port}/a?b=c"), HERE).await
    };
    for answer in [
        "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\nNothing here",
    ] {
        let way = seen(answer).await;
        assert_eq!((way.name, way.page), (fine(), fine()), "{answer}");
        assert!(matches!(way.tls, Seen::Nothing(_)));
    }
    for (answer, words) in [
        ("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n", "It answered 503 Service Unavailable."),
        ("What?\r\n\r\n", "It broke the connection off instead of answering."),
        ("", "It broke the connection off instead of answering."),
    ] {
        assert_eq!(bad(&seen(answer).await.page), words);
    }
}

#[tokio::test]
async fn who_refuses_or_is_silent_does_not_answer() {
    let refused = trusting(&[]).probe(&nobody().await, HERE).await;
    assert_eq!(bad(&refused.page), "The connection was refused.");
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", silent.local_addr().unwrap());
    let hasty = waiting(&[], Duration::from_secs(2));
    assert_eq!(bad(&hasty.probe(&address, HERE).await.page), "It did not answer within 2 seconds.");
    let encrypted = hasty.probe(&address.replace("http:", "https:"), HERE).await;
    assert_eq!(bad(&encrypted.tls), "There was no encrypted connection within 2 seconds.");
}

#[tokio::test]
async fn a_name_that_nobody_knows_is_the_end_of_the_way() {
    let way = trusting(&[]).probe("https://nowhere.invalid/", HERE).await;
    assert!(bad(&way.name).contains("nowhere.invalid"), "{way:?}");
    assert!(matches!((way.tls, way.page), (Seen::Unseen(_), Seen::Unseen(_))));
}

#[tokio::test]
async fn nobody_is_led_into_a_private_network() {
    let port = page("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let visitor = trusting(&[]);
    let here = format!("http://127.0.0.1:{port}/");
    let number = visitor.probe(&here, HERE).await;
    assert!(matches!(number.name, Seen::Nothing(_)) && number.page == fine(), "{number:?}");
    let elsewhere = Some("https://finspace.us-east-1.amazonaws.com");
    let local = format!("http://desk.localhost:{port}/");
    for (address, endpoint) in [
        (here.as_str(), None),
        (here.as_str(), elsewhere),
        (local.as_str(), elsewhere),
        ("https://10.0.0.1/", HERE),
        ("https://169.254.169.254/latest", HERE),
        ("https://[::ffff:10.0.0.1]/", None),
        ("https://0x7f.1/", elsewhere),
    ] {
        let way = visitor.probe(address, endpoint).await;
        assert!(bad(&way.name).contains("private network"), "{address}: {way:?}");
        assert!(matches!(way.page, Seen::Unseen(_)));
    }
    assert!(bad(&visitor.probe("no address", HERE).await.name).contains("no address"));
}
