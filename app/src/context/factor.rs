//! What the session knows of second factors: who is half in, how somebody came in, and what is being set up.

use domain::{
    Actor, Error,
    factor::{Came, FactorForm, Half, SignIn, plain_recovery_code},
};
use tower_sessions::session::Error as SessionError;

use super::{
    Once,
    passkey::{ask, ask_for_passkey},
    portal,
    session::{CAME, begin_here, session},
    wants_html,
};
use crate::{api::people::SignedIn, flash::Notice, paths};

/// Where the session keeps who has still to show the second factor.
const HALF: &str = "half";
/// Where it keeps the sealed secret of an app that is being set up.
pub const OFFERED: &str = "offered";

/// Signs in whoever is whole; of whoever has a second factor it is kept that they knew their password.
pub async fn take_in(found: Result<SignIn, Error>) -> Result<SignedIn, Error> {
    match found? {
        SignIn::Whole(actor, came) => begin_here(&actor, came).await.map(|()| SignedIn::Whole),
        SignIn::Half(half) => {
            let session = session().map_err(|error| error.0)?;
            // Whoever was signed in here is not any more, and an id that was planted before is worth nothing.
            session.clear().await;
            let kept = async {
                session.cycle_id().await?;
                session.insert(HALF, &half).await
            };
            kept.await.map_err(|cause: SessionError| portal().broken(&cause))?;
            ask_for_passkey(&half).await?;
            Ok(SignedIn::Half)
        }
    }
}

/// Who has still to show the second factor, as long as they can.
pub async fn half_done() -> Option<Half> {
    let half: Option<Half> = session().ok()?.get(HALF).await.ok().flatten();
    half.filter(|half| portal().waits_for_factor(half))
}

/// Checks the second factor, and signs in. What there is to say about it is left for the next page.
pub async fn finish(form: &FactorForm) -> Result<Option<Notice>, Error> {
    let finished = portal().finish_sign_in(half_done().await.as_ref(), form).await?;
    end_half(&finished.actor).await?;
    Ok(finished.codes_left.map(|left| {
        let left = match left {
            0 => "None is left".to_owned(),
            1 => "1 is left".to_owned(),
            left => format!("{left} are left"),
        };
        Notice::told(format!(
            "You signed in with a recovery code, which is used up. {left}. Make new ones under Account, Second factor; if you lost your app, turn it off there and set another one up."
        ))
    }))
}

/// Makes whoever was half in whole.
pub(super) async fn end_half(actor: &Actor) -> Result<(), Error> {
    let session = session().map_err(|error| error.0)?;
    session.remove_value(HALF).await.map_err(|cause| portal().broken(&cause))?;
    ask(None).await?;
    begin_here(actor, Came::Password).await
}

/// Where to go back to after a second factor that was refused: whoever is too late begins again, because on the page for
/// it there is nothing to do any more.
pub async fn back_to_code<T>(finished: &Result<T, Error>, next: &str) -> String {
    match finished {
        Err(Error::Denied(_)) if half_done().await.is_none() => paths::sign_in_to(next),
        _ => paths::sign_in_code(next),
    }
}

/// How the person of this session came in.
pub async fn came() -> Came {
    match session() {
        Ok(session) => session.get(CAME).await.ok().flatten().unwrap_or_default(),
        Err(_) => Came::default(),
    }
}

/// Notes that the person of this session has shown a password that can stand alone.
pub async fn came_by_password() -> Result<(), Error> {
    let session = session().map_err(|error| error.0)?;
    session.insert(CAME, Came::Password).await.map_err(|cause| portal().broken(&cause))
}

/// The sealed secret of the app that is being set up in this browser.
pub async fn offered() -> Option<String> {
    session().ok()?.get(OFFERED).await.ok().flatten()
}

/// Keeps such a secret, or forgets it.
pub async fn set_offered(sealed: Option<String>) -> Result<(), Error> {
    let session = session().map_err(|error| error.0)?;
    let kept = match sealed {
        Some(sealed) => session.insert(OFFERED, sealed).await,
        None => session.remove_value(OFFERED).await.map(drop),
    };
    kept.map_err(|cause| portal().broken(&cause))
}

/// Leaves recovery codes for the page that shows them once.
pub fn leave_codes(codes: &[String]) {
    // Only the first second factor brings codes.
    if wants_html() && !codes.is_empty() {
        Once::CODES.leave(&codes.join("."));
    }
}

/// The codes that were left.
#[must_use]
pub fn codes_just_made() -> Vec<String> {
    let left = Once::CODES.take().unwrap_or_default();
    left.split('.').filter(|code| plain_recovery_code(code).is_some()).map(str::to_owned).collect()
}
