//! Clients that go away: half of them before the answer comes, half of them with most of it still on its way.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

/// Clients at once.
const AT_ONCE: usize = 8;
/// So much of the answer is waited for by those who leave in its middle.
const FIRST: usize = 1024;
/// One who waits longer than this has found a portal that does not answer, which is no abort.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many left when.
#[derive(Default)]
pub struct Left {
    pub before: usize,
    pub middle: usize,
}

pub fn abort(listen: SocketAddr, path: &str, cookie: &str, count: usize) -> io::Result<Left> {
    // Without compression, so that the answer is larger than what sockets take at once.
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {listen}\r\nCookie: {cookie}\r\nAccept: text/html\r\nAccept-Encoding: identity\r\n\r\n"
    );
    let next = AtomicUsize::new(0);
    let leave = || {
        let mut left = Left::default();
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= count {
                return Ok(left);
            }
            let mut stream = TcpStream::connect(listen)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.write_all(request.as_bytes())?;
            if n.is_multiple_of(2) {
                left.before += 1;
                continue;
            }
            let mut first = [0; FIRST];
            stream.read_exact(&mut first)?;
            if !first.starts_with(b"HTTP/1.1 200") {
                let line: Vec<u8> = first.into_iter().take_while(|byte| *byte != b'\r').collect();
                return Err(io::Error::other(format!("the answer was {}", String::from_utf8_lossy(&line))));
            }
            // What was not read turns closing into a reset: the other side learns of it while it still writes.
            left.middle += 1;
        }
    };
    thread::scope(|scope| {
        let clients: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(leave)).collect();
        let mut all = Left::default();
        for client in clients {
            let left = client.join().map_err(|_| io::Error::other("a client panicked"))??;
            all.before += left.before;
            all.middle += left.middle;
        }
        Ok(all)
    })
}
