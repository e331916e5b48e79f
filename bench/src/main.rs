//! What the portal's list page is measured against, and the clients that wrk is not: `setup/bench.sh` calls them.

mod abort;
mod sample;
mod seed;
mod serve;
mod start;

use std::{error::Error, ffi::OsString, net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::Parser;

#[derive(Parser)]
enum Command {
    /// Serve a saved page as it is at /static, and the same rows rendered by maud at /maud, until killed
    Serve {
        /// Port 0 takes a free one; the address goes to standard output
        #[arg(long, default_value = "127.0.0.1:0")]
        listen: SocketAddr,
        /// A page of the portal's list, as it was answered without compression
        #[arg(long)]
        page: PathBuf,
    },
    /// Create environments number FROM up to, and without, number TO at a FinSpace endpoint
    Seed {
        #[arg(long)]
        endpoint: String,
        #[arg(long)]
        from: usize,
        #[arg(long)]
        to: usize,
    },
    /// Ask for a page many times and leave before it has come whole
    Abort {
        /// The portal's address
        #[arg(long)]
        listen: SocketAddr,
        #[arg(long)]
        path: String,
        #[arg(long)]
        cookie: String,
        #[arg(long)]
        count: usize,
    },
    /// Start a program until it answers on /healthz, and end it again; print the milliseconds of the middle one of several
    Start {
        /// Where it will listen
        #[arg(long)]
        listen: SocketAddr,
        #[arg(long, default_value_t = 5)]
        times: usize,
        /// The program and its arguments
        #[arg(last = true, required = true)]
        program: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    match run(Command::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            eprintln!("bench: {cause}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Box<dyn Error + Send + Sync>> {
    match command {
        Command::Serve { listen, page } => serve::serve(listen, &page),
        Command::Seed { endpoint, from, to } => seed::seed(&endpoint, from..to),
        Command::Abort { listen, path, cookie, count } => {
            let left = abort::abort(listen, &path, &cookie, count)?;
            println!("{} before the answer, {} in the middle of it", left.before, left.middle);
            Ok(())
        }
        Command::Start { listen, times, program } => {
            println!("{:.0}", start::start(listen, times, &program)?.as_secs_f64() * 1000.0);
            Ok(())
        }
    }
}
