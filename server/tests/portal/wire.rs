//! The wire between the portal and FinSpace: it counts what passes and can be cut anywhere.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, BufStream},
    net::{TcpListener, TcpStream},
    sync::{oneshot, watch},
    task::JoinHandle,
};

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The connection is reset, and FinSpace never hears of the request.
    Lost,
    /// The connection is reset when FinSpace has heard all but the end of it.
    Half,
    /// FinSpace carries it out; the connection is reset before the reply.
    ReplyLost,
    /// FinSpace carries it out; no reply comes, and the connection stays.
    Silence,
    /// FinSpace carries it out; the reply comes when [`Wire::let_go`] is called.
    Held,
    /// FinSpace never hears of it; this is answered: status, headers, body.
    Says(u16, &'static str, &'static str),
}

#[derive(Debug, Default)]
struct Log {
    /// `METHOD /path` of each request, in order.
    calls: Vec<String>,
    /// What a request begins with, the fault, and how often it strikes.
    rules: Vec<(String, Fault, usize)>,
    /// Requests under way now, and the most at once so far.
    under_way: usize,
    most_at_once: usize,
    /// The replies that are held.
    held: Vec<oneshot::Sender<()>>,
}

/// A relay that listens at an address of its own.
pub struct Wire {
    address: SocketAddr,
    log: Arc<Mutex<Log>>,
    /// Grows with each request that was dealt with: passed on, or met by a fault.
    dealt: Arc<watch::Sender<usize>>,
    relay: JoinHandle<()>,
}

impl Wire {
    /// Relays to `target` from now on.
    pub async fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (log, dealt) = (Arc::<Mutex<Log>>::default(), Arc::new(watch::Sender::new(0)));
        let relay = tokio::spawn(relay(listener, target, Arc::clone(&log), Arc::clone(&dealt)));
        Self { address, log, dealt, relay }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The next `times` requests that begin so meet the fault.
    pub fn meet(&self, beginning: &str, fault: Fault, times: usize) {
        lock(&self.log).rules.push((beginning.to_owned(), fault, times));
    }

    /// Waits until so many replies are held.
    pub async fn holds(&self, count: usize) {
        self.dealt.subscribe().wait_for(|_| lock(&self.log).held.len() >= count).await.unwrap();
    }

    /// Lets the replies come that were held.
    pub fn let_go(&self) {
        lock(&self.log).held.clear();
    }

    /// From now on all is well again.
    pub fn mend(&self) {
        lock(&self.log).rules.clear();
    }

    /// How many requests began so.
    pub fn count(&self, beginning: &str) -> usize {
        lock(&self.log).calls.iter().filter(|call| call.starts_with(beginning)).count()
    }

    pub fn most_at_once(&self) -> usize {
        lock(&self.log).most_at_once
    }

    /// Waits until so many requests were dealt with.
    pub async fn dealt_with(&self, count: usize) {
        self.dealt.subscribe().wait_for(|dealt| *dealt >= count).await.unwrap();
    }

    /// Nobody listens at the address any more.
    pub async fn close(&mut self) {
        self.relay.abort();
        let _ = (&mut self.relay).await;
    }

    /// Listens again, where it was.
    pub async fn open_again(&mut self, target: SocketAddr) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.relay = tokio::spawn(relay(listener, target, Arc::clone(&self.log), Arc::clone(&self.dealt)));
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.relay.abort();
    }
}

fn lock(log: &Mutex<Log>) -> MutexGuard<'_, Log> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn relay(listener: TcpListener, target: SocketAddr, log: Arc<Mutex<Log>>, dealt: Arc<watch::Sender<usize>>) {
    // The connections end with the listener, as those of a server that dies.
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        client.set_nodelay(true).unwrap();
        let (log, dealt) = (Arc::clone(&log), Arc::clone(&dealt));
        connections.spawn(async move {
            // A client that goes away is none of the relay's business.
            let _ = attend(BufStream::new(client), target, &log, &dealt).await;
        });
    }
}

async fn attend(
    mut client: BufStream<TcpStream>,
    target: SocketAddr,
    log: &Mutex<Log>,
    dealt: &watch::Sender<usize>,
) -> std::io::Result<()> {
    let mut server: Option<BufStream<TcpStream>> = None;
    loop {
        let request = message(&mut client).await?;
        let line =
            String::from_utf8_lossy(&request[..request.iter().position(|b| *b == b'\r').unwrap_or(0)]).into_owned();
        let fault = noted(log, line.trim_end_matches(" HTTP/1.1"));
        let reply = match fault {
            Some(Fault::Lost) => None,
            Some(Fault::Says(status, headers, body)) => {
                let length = body.len();
                Some(format!("HTTP/1.1 {status} x\r\ncontent-length: {length}\r\n{headers}\r\n{body}").into_bytes())
            }
            Some(Fault::Half) => {
                let mut other = TcpStream::connect(target).await?;
                other.write_all(&request[..request.len() - 1]).await?;
                None
            }
            Some(Fault::ReplyLost | Fault::Silence | Fault::Held) | None => {
                if server.is_none() {
                    server = Some(BufStream::new(TcpStream::connect(target).await?));
                }
                let server = server.as_mut().unwrap();
                server.write_all(&request).await?;
                server.flush().await?;
                Some(message(server).await?)
            }
        };
        lock(log).under_way -= 1;
        let held = (fault == Some(Fault::Held)).then(|| {
            let (held, go) = oneshot::channel();
            lock(log).held.push(held);
            go
        });
        dealt.send_modify(|dealt| *dealt += 1);
        if let Some(go) = held {
            // Nothing is ever sent: whoever lets go drops it.
            let _let_go = go.await;
        }
        match (fault, reply) {
            (Some(Fault::Silence), _) => return std::future::pending().await,
            (Some(Fault::Lost | Fault::Half | Fault::ReplyLost), _) => return client.get_ref().set_zero_linger(),
            (_, Some(reply)) => {
                client.write_all(&reply).await?;
                client.flush().await?;
            }
            (_, None) => return Ok(()),
        }
    }
}

/// Notes a request and finds the fault that it meets.
fn noted(log: &Mutex<Log>, call: &str) -> Option<Fault> {
    let mut log = lock(log);
    log.calls.push(call.to_owned());
    log.under_way += 1;
    log.most_at_once = log.most_at_once.max(log.under_way);
    let rule = log.rules.iter_mut().find(|(beginning, _, times)| *times > 0 && call.starts_with(beginning.as_str()))?;
    rule.2 -= 1;
    Some(rule.1)
}

/// One HTTP/1.1 message: a head, and as much body as it announces.
async fn message(from: &mut BufStream<TcpStream>) -> std::io::Result<Vec<u8>> {
    let mut whole = Vec::new();
    while !whole.ends_with(b"\r\n\r\n") {
        whole.push(from.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&whole).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.map_or(0, |length| length.trim().parse().unwrap());
    let head = whole.len();
    whole.resize(head + length, 0);
    from.read_exact(&mut whole[head..]).await?;
    Ok(whole)
}
