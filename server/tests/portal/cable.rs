//! The cable between a portal and PostgreSQL, which can be cut at any commit.

use std::{
    collections::BTreeMap,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, BufStream},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use url::Url;

/// A client asks so whether the server speaks TLS.
const ASKS_FOR_TLS: u32 = 80_877_103;

/// On which side of a commit the cable is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// PostgreSQL never hears of it.
    Before,
    /// PostgreSQL carries it out, and the answer is lost.
    After,
}

/// How many more commits get through, and what happens to the next.
type Lasts = Mutex<Option<(usize, Cut)>>;

/// A relay that listens at an address of its own.
pub struct Cable {
    url: Url,
    cut: Arc<Lasts>,
    relay: JoinHandle<()>,
}

impl Cable {
    pub async fn to(url: &str) -> Self {
        let mut url = Url::parse(url).unwrap();
        let target = SocketAddr::new(url.host_str().unwrap().parse().unwrap(), url.port().unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        url.set_port(Some(listener.local_addr().unwrap().port())).unwrap();
        let cut = Arc::<Lasts>::default();
        let relay = tokio::spawn(relay(listener, target, Arc::clone(&cut)));
        Self { url, cut, relay }
    }

    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// So many commits get through; at the next one the cable is cut, once. Without a number it stays whole.
    pub fn cut(&self, cut: Option<(usize, Cut)>) {
        *self.cut.lock().unwrap() = cut;
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        self.relay.abort();
    }
}

/// A commit is about to get through.
fn next(lasts: &Lasts) -> Option<Cut> {
    let mut lasts = lasts.lock().unwrap();
    let (left, cut) = (*lasts)?;
    *lasts = left.checked_sub(1).map(|left| (left, cut));
    (left == 0).then_some(cut)
}

async fn relay(listener: TcpListener, target: SocketAddr, lasts: Arc<Lasts>) {
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        client.set_nodelay(true).unwrap();
        let lasts = Arc::clone(&lasts);
        connections.spawn(async move {
            // A client that goes away is none of the relay's business.
            let _ = attend(BufStream::new(client), target, &lasts).await;
        });
    }
}

/// One question at a time, each with its answer: the driver asks no other way.
async fn attend(mut client: BufStream<TcpStream>, target: SocketAddr, lasts: &Lasts) -> io::Result<()> {
    let mut server = BufStream::new(TcpStream::connect(target).await?);
    server.get_ref().set_nodelay(true)?;
    let mut greeting = body(&mut client).await?;
    if greeting.starts_with(&ASKS_FOR_TLS.to_be_bytes()) {
        client.write_all(b"N").await?;
        client.flush().await?;
        greeting = body(&mut client).await?;
    }
    put(&mut server, &greeting).await?;
    server.flush().await?;
    let mut alone = answer(&mut server, &mut client).await?;
    let mut prepared = BTreeMap::new();
    loop {
        let (mut question, mut sql) = (Vec::new(), Vec::new());
        loop {
            let (kind, body) = message(&mut client).await?;
            question.push(kind);
            put(&mut question, &body).await?;
            let mut words = body.split(|byte| *byte == 0);
            let mut word = || words.next().unwrap_or_default();
            match kind {
                // Prepares a statement under a name.
                b'P' => drop(prepared.insert(word().to_owned(), word().to_owned())),
                // Fills in one, which comes after the name of what it is filled into.
                b'B' => sql = (word(), prepared.get(word()).cloned().unwrap_or_default()).1,
                b'Q' => sql = word().to_owned(),
                _ => {}
            }
            // A question ends with these; who hangs up says so.
            if matches!(kind, b'Q' | b'S' | b'X') {
                break;
            }
        }
        let cut = if commits(&sql, alone) { next(lasts) } else { None };
        if cut == Some(Cut::Before) {
            return client.get_ref().set_zero_linger();
        }
        server.write_all(&question).await?;
        server.flush().await?;
        let mut answered = Vec::new();
        alone = answer(&mut server, &mut answered).await?;
        if cut == Some(Cut::After) {
            return client.get_ref().set_zero_linger();
        }
        client.write_all(&answered).await?;
        client.flush().await?;
    }
}

/// Whether a statement makes something true: it ends a transaction, or is none's and writes.
fn commits(sql: &[u8], alone: bool) -> bool {
    let is = |word: &&str| sql.starts_with(word.as_bytes());
    is(&"COMMIT") || (alone && ["INSERT", "UPDATE", "DELETE"].iter().any(is))
}

/// Passes on what the server says until it is ready for the next question. Says whether that is in no transaction.
async fn answer(server: &mut BufStream<TcpStream>, to: &mut (impl AsyncWriteExt + Unpin)) -> io::Result<bool> {
    loop {
        let (kind, body) = message(server).await?;
        to.write_u8(kind).await?;
        put(to, &body).await?;
        if kind == b'Z' {
            to.flush().await?;
            return Ok(body == b"I");
        }
    }
}

async fn message(from: &mut BufStream<TcpStream>) -> io::Result<(u8, Vec<u8>)> {
    Ok((from.read_u8().await?, body(from).await?))
}

/// What follows a length, which counts itself.
async fn body(from: &mut BufStream<TcpStream>) -> io::Result<Vec<u8>> {
    let mut body = vec![0; from.read_u32().await? as usize - 4];
    from.read_exact(&mut body).await?;
    Ok(body)
}

async fn put(to: &mut (impl AsyncWriteExt + Unpin), body: &[u8]) -> io::Result<()> {
    to.write_u32(u32::try_from(body.len() + 4).unwrap()).await?;
    to.write_all(body).await
}
