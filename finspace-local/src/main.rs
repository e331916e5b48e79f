//! The command: flags become settings, signals end it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use finspace_local::{Credential, Endpoint, Settings};
use jiff::SignedDuration;
use tokio::signal::unix::{SignalKind, signal};

/// A FinSpace-compatible endpoint on your own machine.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:4567")]
    listen: SocketAddr,
    /// The folder of the database; without it everything is forgotten at the end.
    #[arg(long)]
    data_dir: Option<PathBuf>,
    /// The account that owns the environments: 12 digits.
    #[arg(long, default_value = "123456789012")]
    account_id: String,
    /// The region of requests that are not signed.
    #[arg(long, default_value = "us-east-1")]
    region: String,
    /// How many environments an account may have in a region.
    #[arg(long, default_value_t = 50)]
    quota: u32,
    /// How long a creation takes, such as 5s or 1h 30m.
    #[arg(long, default_value = "5s", value_parser = duration)]
    create_time: Duration,
    /// How long a deletion takes.
    #[arg(long, default_value = "2s", value_parser = duration)]
    delete_time: Duration,
    /// An access key that may call, as ID:SECRET or ID:SECRET:ACCOUNT; may be repeated. Without any, everybody may.
    #[arg(long = "credential", value_name = "ID:SECRET")]
    credentials: Vec<Credential>,
    /// Let names provoke faults, and answer under /_local/.
    #[arg(long)]
    faults: bool,
}

fn duration(text: &str) -> Result<Duration, String> {
    let duration: SignedDuration = text.parse().map_err(|cause: jiff::Error| cause.to_string())?;
    Duration::try_from(duration).map_err(|_| "a duration cannot be negative".to_owned())
}

impl From<Arguments> for Settings {
    fn from(arguments: Arguments) -> Self {
        Self {
            listen: arguments.listen,
            data_dir: arguments.data_dir,
            account_id: arguments.account_id,
            region: arguments.region,
            quota: arguments.quota,
            create_time: arguments.create_time,
            delete_time: arguments.delete_time,
            credentials: arguments.credentials,
            faults: arguments.faults,
            ..Self::default()
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()))
        .with_writer(std::io::stderr)
        .init();
    let settings = Settings::from(Arguments::parse());
    match run(settings).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            eprintln!("finspace-local: {cause}");
            ExitCode::FAILURE
        }
    }
}

async fn run(settings: Settings) -> Result<(), Box<dyn std::error::Error>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    if settings.data_dir.is_none() {
        tracing::info!("everything is forgotten at the end; --data-dir keeps it");
    }
    let endpoint = Endpoint::start(settings).await?;
    // On standard output, so that a script can read where a free port ended up.
    println!("{}", endpoint.url());
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    endpoint.stop().await;
    Ok(())
}
