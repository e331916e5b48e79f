//! How long a program takes from being executed to its first good answer.

use std::{
    ffi::OsString,
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// Between two knocks at a door that is still shut.
const KNOCK: Duration = Duration::from_millis(1);
const PATIENCE: Duration = Duration::from_mins(1);

/// The median of several starts.
pub fn start(listen: SocketAddr, times: usize, program: &[OsString]) -> io::Result<Duration> {
    let mut taken = (0..times.max(1)).map(|_| once(listen, program)).collect::<io::Result<Vec<_>>>()?;
    taken.sort();
    Ok(taken[taken.len() / 2])
}

fn once(listen: SocketAddr, program: &[OsString]) -> io::Result<Duration> {
    if TcpStream::connect(listen).is_ok() {
        return Err(io::Error::other(format!("somebody already listens on {listen}")));
    }
    let began = Instant::now();
    let mut child = Command::new(&program[0]).args(&program[1..]).stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    let taken = loop {
        if is_up(listen).unwrap_or(false) {
            break Ok(began.elapsed());
        }
        if let Some(status) = child.try_wait()? {
            break Err(io::Error::other(format!("the program ended with {status}")));
        }
        if began.elapsed() > PATIENCE {
            break Err(io::Error::other("the program never answered"));
        }
        sleep(KNOCK);
    };
    end(&mut child)?;
    taken
}

fn is_up(listen: SocketAddr) -> io::Result<bool> {
    let mut stream = TcpStream::connect(listen)?;
    // It may listen before it answers: then this waits, which is what is measured.
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET /healthz HTTP/1.1\r\nHost: {listen}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.starts_with("HTTP/1.1 200"))
}

/// Politely, as the next start has to open the same database.
fn end(child: &mut Child) -> io::Result<()> {
    if child.try_wait()?.is_none() {
        Command::new("kill").arg(child.id().to_string()).status()?;
    }
    child.wait().map(drop)
}
