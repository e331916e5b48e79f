//! The program: settings, log, run until told to stop.

use std::{env, io, pin::pin, process::ExitCode};

use server::{
    Application, admin, audit, backup,
    settings::{Asked, Log, LogFormat, Refused, Settings},
};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::{EnvFilter, fmt};

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let (settings, asked) = match Settings::read(env::args_os(), env::vars_os()) {
        Ok(read) => read,
        // Help and the version come this way, too; clap knows where they go.
        Err(Refused::Command(command)) => command.exit(),
        Err(Refused::Wrong(wrong)) => return complain(&wrong),
    };
    start_log(&settings.log);
    match asked {
        Asked::Serve => Box::pin(serve(settings)).await,
        Asked::AddPerson(new) => answer(admin::create(settings, &new, io::stdin().lock()).await),
        Asked::ResetFactor(email) => answer(admin::reset_second_factor(settings, &email).await),
        Asked::MakeToken(new) => answer(admin::make_token(settings, &new).await),
        Asked::VerifyLog(wanted) => answer(audit::verify(&settings, &wanted).await),
        Asked::Backup(folder) => answer(backup::make(&settings.storage, &folder).await),
        Asked::ShowKey => answer(audit::key(&settings)),
    }
}

/// What a command has to say, and whether it went well.
fn answer(said: Result<String, impl std::fmt::Display>) -> ExitCode {
    match said {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(cause) => complain(&cause),
    }
}

async fn serve(settings: Settings) -> ExitCode {
    // From here on, as the jobs begin with the building, and what they are at is to be finished.
    let (mut terminate, mut interrupt) = match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(terminate), Ok(interrupt)) => (terminate, interrupt),
        (Err(cause), _) | (_, Err(cause)) => return complain(&cause),
    };
    let mut told_to_stop = pin!(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("told to stop: finishing what is under way");
    });
    let built = tokio::select! {
        built = Application::build(settings) => built,
        () = &mut told_to_stop => return ExitCode::SUCCESS,
    };
    let application = match built {
        Ok(application) => application,
        Err(cause) => return complain(&cause),
    };
    match application.greeting().await {
        // On standard output and not in the log: the link is a secret.
        Ok(greeting) => println!("{greeting}"),
        Err(cause) => return complain(&cause),
    }
    application.run(told_to_stop).await;
    ExitCode::SUCCESS
}

/// Sends the log to standard error, which leaves standard output to what people asked for.
fn start_log(log: &Log) {
    let filter = EnvFilter::new(&log.filter);
    let lines = fmt().with_env_filter(filter).with_writer(io::stderr);
    match log.format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().init(),
    }
}

fn complain(cause: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("portal: {cause}");
    ExitCode::FAILURE
}
