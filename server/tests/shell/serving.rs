//! The listener: those who dawdle, those who are in the middle of something at the end, and both versions of HTTP.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};

use super::browser::{Browser, set_up};

const LONG: Duration = Duration::from_mins(1);

/// Whoever holds the portal up does so for longer: it waits so long for those who are being answered.
const FAREWELL: Duration = Duration::from_secs(19);

/// A portal on a socket, and how to stop it.
struct Running {
    address: SocketAddr,
    /// The session of the first administrator, as a cookie.
    cookie: String,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

async fn run(flags: &[&str]) -> Running {
    let application = set_up(flags).await;
    let cookie = Browser::signed_in(&application).await.cookie.unwrap();
    let address = application.address();
    let (stop, stopped) = oneshot::channel();
    let ended = tokio::spawn(application.run(async move {
        let _told_or_forgotten = stopped.await;
    }));
    Running { address, cookie, stop, ended }
}

/// Everything that comes until the other side closes.
async fn rest(socket: &mut TcpStream) -> String {
    let mut all = Vec::new();
    // A reset ends a connection as well as a close does.
    let _closed = timeout(LONG, socket.read_to_end(&mut all)).await.expect("the connection is closed");
    String::from_utf8_lossy(&all).into_owned()
}

#[tokio::test]
async fn half_open_clients_are_closed_whatever_they_began_with() {
    let portal = run(&["--limits-header-time", "300ms"]).await;
    let beginnings: [&[u8]; 4] =
        [b"", b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: ", b"PRI * HTT", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"];
    let mut sockets = Vec::new();
    for beginning in beginnings.iter().cycle().take(100) {
        let mut socket = TcpStream::connect(portal.address).await.unwrap();
        socket.write_all(beginning).await.unwrap();
        sockets.push(socket);
    }
    for socket in &mut sockets {
        let said = rest(socket).await;
        assert!(!said.contains("200 OK"), "{said}");
    }
}

#[tokio::test]
async fn nobody_waits_for_those_who_dawdle() {
    // They may dawdle for longer than this test waits.
    let portal = run(&["--limits-header-time", "5m"]).await;
    let mut sockets = Vec::new();
    for _ in 0..100 {
        let mut socket = TcpStream::connect(portal.address).await.unwrap();
        socket.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: ").await.unwrap();
        sockets.push(socket);
    }
    let mut socket = TcpStream::connect(portal.address).await.unwrap();
    socket.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    assert!(rest(&mut socket).await.ends_with("up\n"));
}

#[tokio::test]
async fn a_connection_that_is_kept_and_not_used_is_closed_too() {
    // Long enough for the one request, however busy the machine is.
    let portal = run(&["--limits-header-time", "3s"]).await;
    let mut socket = TcpStream::connect(portal.address).await.unwrap();
    socket.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    assert!(rest(&mut socket).await.contains("up\n"));
}

#[tokio::test]
async fn whoever_is_in_the_middle_of_something_is_answered_at_the_end() {
    let portal = run(&[]).await;
    let body = "form[email_address]=nobody%40example.com&form[password]=some+wrong+words";
    let mut socket = TcpStream::connect(portal.address).await.unwrap();
    let head = format!(
        "POST /api/session/sign-in HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let (first, second) = body.split_at(20);
    socket.write_all(head.as_bytes()).await.unwrap();
    socket.write_all(first.as_bytes()).await.unwrap();
    // Another request is answered, so the first one has arrived by then.
    let mut other = TcpStream::connect(portal.address).await.unwrap();
    other.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    rest(&mut other).await;
    portal.stop.send(()).unwrap();
    while TcpStream::connect(portal.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    socket.write_all(second.as_bytes()).await.unwrap();
    let answer = rest(&mut socket).await;
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
    timeout(LONG, portal.ended).await.expect("the portal ends").unwrap();
}

#[tokio::test]
async fn streams_and_idle_connections_do_not_hold_the_end_up() {
    let portal = run(&[]).await;
    let mut stream = TcpStream::connect(portal.address).await.unwrap();
    let request = format!("GET /events HTTP/1.1\r\nhost: x\r\ncookie: {}\r\n\r\n", portal.cookie);
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut begun = [0; 12];
    stream.read_exact(&mut begun).await.unwrap();
    assert_eq!(&begun, b"HTTP/1.1 200");
    let mut idle = TcpStream::connect(portal.address).await.unwrap();
    idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    idle.read_exact(&mut begun).await.unwrap();
    portal.stop.send(()).unwrap();
    timeout(FAREWELL, portal.ended).await.expect("the portal ends").unwrap();
    assert!(rest(&mut stream).await.ends_with("0\r\n\r\n"), "the stream is ended and not cut");
}

#[tokio::test]
async fn http_2_is_spoken_without_tls() {
    let portal = run(&[]).await;
    let mut socket = TcpStream::connect(portal.address).await.unwrap();
    // The preface and empty SETTINGS.
    socket.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.unwrap();
    let mut frame = [0; 9];
    timeout(LONG, socket.read_exact(&mut frame)).await.unwrap().unwrap();
    assert_eq!(frame[3], 4, "the answer begins with SETTINGS");
}

#[tokio::test]
async fn an_address_that_is_taken_is_an_error_in_words() {
    let portal = run(&[]).await;
    let address = portal.address.to_string();
    let second = server::Application::build(super::browser::settings(&["--listen", &address])).await;
    let Err(said) = second.map(drop) else { panic!("two portals on one address") };
    assert!(said.to_string().contains(&format!("cannot listen on {address}")), "{said}");
    drop(portal.stop);
}
