//! The program itself: what it prints, how it ends, and what it keeps.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, ChildStdout, Command, Output, Stdio},
    time::{Duration, Instant},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_portal");

fn told(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).env_remove("PORTAL_CONFIG").output().unwrap()
}

/// A running portal, which does not outlive the test.
pub struct Portal {
    process: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Portal {
    fn start(data: &Path) -> Self {
        Self::start_in(data, &[])
    }

    /// With more variables in its environment.
    pub fn start_in(data: &Path, environment: &[(&str, &str)]) -> Self {
        let mut process = Command::new(PROGRAM)
            .envs(environment.iter().copied())
            .args(["--listen", "127.0.0.1:0", "--local-listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, lines }
    }

    /// The next line that begins so, without the beginning.
    fn line(&mut self, beginning: &str) -> String {
        let mut line =
            || self.lines.next()?.unwrap().strip_prefix(beginning).map(str::to_owned).or(Some(String::new()));
        loop {
            match line() {
                Some(rest) if rest.is_empty() => {}
                Some(rest) => return rest,
                None => panic!("no line begins with {beginning}"),
            }
        }
    }

    /// Asks it to end, and says how long that took.
    fn end(mut self) -> Duration {
        let asked = Instant::now();
        let kill = Command::new("kill").arg("-TERM").arg(self.process.id().to_string()).status().unwrap();
        assert!(kill.success());
        assert!(self.process.wait().unwrap().success());
        asked.elapsed()
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        // It may have ended already, which is as good.
        let _gone = self.process.kill();
        let _reaped = self.process.wait();
    }
}

fn get(address: &str, path: &str) -> String {
    ask(address, &format!("GET {path}"), "", "")
}

/// Sends a request with more header lines and a form.
fn ask(address: &str, request: &str, headers: &str, form: &str) -> String {
    let mut socket = TcpStream::connect(address).unwrap();
    let length = form.len();
    write!(
        socket,
        "{request} HTTP/1.1\r\nhost: {address}\r\naccept: text/html\r\nconnection: close\r\n{headers}\
         content-length: {length}\r\n\r\n{form}"
    )
    .unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    answer
}

fn add_administrator(data: &Path) {
    let create = ["admin", "create", "--email", "ada@example.com", "--name", "Ada", "--password-stdin", "--data"];
    let mut create = Command::new(PROGRAM).args(create).arg(data).stdin(Stdio::piped()).spawn().unwrap();
    create.stdin.take().unwrap().write_all(b"green lamp over seven rivers\n").unwrap();
    assert!(create.wait().unwrap().success());
}

#[test]
fn the_help_names_every_setting_and_the_other_ways_to_say_it() {
    let help = String::from_utf8(told(&["--help"]).stdout).unwrap();
    for part in
        ["--listen", "--connections", "--local-create-time", "PORTAL_READING_REST", "portal.toml", "admin", "serve"]
    {
        assert!(help.contains(part), "{part} is not in\n{help}");
    }
}

#[test]
fn a_wrong_setting_ends_the_program_with_words() {
    let output = told(&["--listen", "nowhere"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("listen = \"nowhere\" (the flag --listen)"), "{said}");
}

#[test]
fn the_program_offers_a_link_serves_and_ends_when_it_is_told_to() {
    let data = tempfile::tempdir().unwrap();
    let mut portal = Portal::start(data.path());
    let address = portal.line("The portal is at http://");
    let link = portal.line(&format!("http://{address}"));
    assert!(link.starts_with("/setup?secret="), "{link}");
    let page = get(&address, &link);
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("<form"), "{page}");
    assert!(get(&address, "/readyz").ends_with("ready\n"));
    assert!(data.path().join("portal.db").exists() && data.path().join("finspace-local").exists());
    let took = portal.end();
    // Whoever is being answered has 20 seconds; nobody is.
    assert!(took < Duration::from_secs(19), "it took {took:?} to end");

    // Nobody was set up, so the next start offers another link.
    let mut again = Portal::start(data.path());
    let address = again.line("The portal is at http://");
    assert_ne!(again.line(&format!("http://{address}")), link);
}

#[test]
fn a_proxy_of_the_environment_does_not_stand_before_the_embedded_endpoint() {
    let data = tempfile::tempdir().unwrap();
    add_administrator(data.path());
    // Nobody listens there.
    let proxy = "http://127.0.0.1:9";
    let mut portal = Portal::start_in(data.path(), &[("HTTP_PROXY", proxy), ("http_proxy", proxy), ("NO_PROXY", "")]);
    let address = portal.line("The portal is at http://");
    let headers = "content-type: application/x-www-form-urlencoded\r\nsec-fetch-site: same-origin\r\n";
    let form = "form[email_address]=ada@example.com&form[password]=green+lamp+over+seven+rivers";
    let signed_in = ask(&address, "POST /api/session/sign-in", headers, form);
    let (_, cookie) = signed_in.split_once("set-cookie: ").unwrap_or_else(|| panic!("{signed_in}"));
    let cookie = format!("cookie: {}\r\n", cookie.split(';').next().unwrap());
    // The detail of an environment is asked for live, and what does not exist is told from what cannot be reached.
    let page = ask(&address, "GET /environments/local/aaaaaaaaaaaaaaaaaaaaaa", &cookie, "");
    assert!(page.starts_with("HTTP/1.1 404"), "{page}");
}
