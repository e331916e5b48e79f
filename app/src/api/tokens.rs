//! One's own API tokens.

use domain::{id::TokenId, portal::MadeToken, portal::TokenForm, token::Token};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// One's own tokens, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokensShown {
    pub tokens: Vec<Token>,
    pub now: jiff::Timestamp,
}

#[server(endpoint = "tokens/list")]
pub async fn list() -> Result<TokensShown, ApiError> {
    use crate::context;
    let portal = context::portal();
    Ok(TokensShown { tokens: portal.tokens(&context::actor()?).await?, now: portal.now() })
}

/// Makes a token; the page that it leads to shows it.
#[server(endpoint = "tokens/make")]
pub async fn make(#[server(default)] form: TokenForm) -> Result<MadeToken, ApiError> {
    use crate::{
        context::{self, Back, Once, Then},
        paths,
    };
    let made = context::portal().make_token(&context::actor()?, &form).await;
    if let (Ok(made), true) = (&made, context::wants_html()) {
        Once::TOKEN.leave(&made.text);
    }
    context::answer(made, |_| Then::go(paths::TOKENS), || Back::to(paths::TOKENS).with(&form)).await
}

/// The token that was made just now in this browser, once.
#[server(endpoint = "tokens/made")]
pub async fn just_made() -> Result<Option<String>, ApiError> {
    use crate::context::{self, Once};
    use domain::{may::Deed, token::Bearer};
    context::portal().see(&context::actor()?, Deed::OwnAccount, "This page")?;
    Ok(Once::TOKEN.take().and_then(|left| Bearer::parse(&left)).map(|bearer| bearer.reveal()))
}

/// Makes a token useless: one's own, or somebody's on their page.
#[server(endpoint = "tokens/withdraw")]
pub async fn withdraw(id: TokenId, #[server(default)] back: String) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let withdrawn = context::portal().withdraw_token(&context::actor()?, &id).await;
    let back = paths::own(&back).unwrap_or(paths::TOKENS);
    let told = Notice::done("The token is withdrawn. Programs that still use it are refused.");
    context::answer(withdrawn, |()| Then::go(back).telling(told), || Back::to(back)).await
}

/// The address under which programs call the portal.
#[server(endpoint = "tokens/address")]
pub async fn address() -> Result<String, ApiError> {
    use crate::{context, paths};
    context::actor()?;
    Ok(context::absolute(paths::API))
}
