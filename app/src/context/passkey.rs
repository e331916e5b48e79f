//! What the session knows of passkeys: the one that is being added or shown in this browser, and whether it can be here.

use axum::http::header;
use domain::{Actor, Error, factor::Half, passkey::Ceremony};

use super::{
    absolute,
    factor::{end_half, half_done},
    header_of, portal,
    session::session,
};
use crate::api::passkeys::{Asked, Place};

/// Where the session keeps the passkey that is asked for.
const CEREMONY: &str = "passkey";

/// Where this browser stands: whether it has passkeys for the address that it opened.
#[must_use]
pub fn place() -> Place {
    let public = absolute("");
    let portal = portal();
    let Some(address) = portal.passkeys_at() else { return Place::Nowhere { address: public } };
    // A portal at 127.0.0.1 has passkeys as localhost. Only then the address that was opened tells anything: a proxy in
    // front of others may change it on the way.
    let host = address.split_once("://").map(|(_, host)| host);
    if address == public || header_of(header::HOST).as_deref() == host {
        Place::Here
    } else {
        Place::Elsewhere { address: address.to_owned() }
    }
}

/// Keeps what is asked for, in the place of what was asked before; or forgets that.
pub async fn ask(ceremony: Option<&Ceremony>) -> Result<(), Error> {
    let session = session().map_err(|error| error.0)?;
    let kept = match ceremony {
        Some(ceremony) => session.insert(CEREMONY, ceremony).await,
        None => session.remove_value(CEREMONY).await.map(drop),
    };
    kept.map_err(|cause| portal().broken(&cause))
}

async fn asked() -> Option<Ceremony> {
    let ceremony: Option<Ceremony> = session().ok()?.get(CEREMONY).await.ok().flatten();
    ceremony.filter(|ceremony| portal().waits_for_passkey(ceremony))
}

/// What was asked for. It is answered once, so it is forgotten.
pub async fn take_asked() -> Result<Option<Ceremony>, Error> {
    let asked = asked().await;
    ask(None).await?;
    Ok(asked)
}

/// The passkey that somebody is adding in this browser.
pub async fn being_added(actor: &Actor) -> Option<Asked> {
    let Ceremony { person, adds, options, .. } = asked().await?;
    (person == actor.person).then_some(Asked { name: Some(adds?), options })
}

/// The passkey that somebody can show in this browser, whose password was right.
pub async fn being_shown(half: &Half) -> Option<Asked> {
    let Ceremony { person, adds, options, .. } = asked().await?;
    (person == half.person && adds.is_none()).then_some(Asked { name: None, options })
}

/// Asks for a passkey of somebody whose password was right, if they have one.
pub async fn ask_for_passkey(half: &Half) -> Result<(), Error> {
    ask(portal().begin_showing(half).await?.as_ref()).await
}

/// Checks the passkey of somebody whose password was right, and signs in.
pub async fn finish_by_passkey(answer: &str) -> Result<(), Error> {
    let (half, asked) = (half_done().await, take_asked().await?);
    match portal().finish_by_passkey(half.as_ref(), asked.as_ref(), answer).await {
        Ok(actor) => end_half(&actor).await,
        Err(error) => {
            // Another try takes another question.
            if let Some(half) = &half {
                ask_for_passkey(half).await?;
            }
            Err(error)
        }
    }
}
