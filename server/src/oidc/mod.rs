//! OpenID Connect: code flow with PKCE, over the crate `openidconnect`. What it leaves to its users is in `token.rs`.

mod http;
mod metadata;
mod token;

use std::{sync::Arc, time::Duration};

use app::paths;
use async_trait::async_trait;
use domain::{
    portal::secret_of,
    ports::{Clock, Seals, SingleSignOn},
    provider::{Issuer, Provider},
    single_sign_on::{Attempt, Discovered, Proof, Unproved},
};
use openidconnect::{
    AuthType, AuthenticationFlow, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    RequestTokenError, Scope, StandardErrorResponse, SubjectIdentifier, TokenResponse, UserInfoError,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreResponseType, CoreRevocableToken, CoreRevocationErrorResponse,
        CoreTokenIntrospectionResponse,
    },
};

use crate::settings::PublicUrl;
use http::Http;
use metadata::{Documents, Metadata, of_http};
use token::{Others, Tokens, UserInfo};

/// The portal in the eyes of one provider.
type Party = Client<
    Others,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// [`SingleSignOn`] over HTTP.
pub struct Oidc {
    http: Http,
    documents: Documents,
    seals: Arc<dyn Seals>,
    clock: Arc<dyn Clock>,
    public: PublicUrl,
}

impl Oidc {
    /// `patience` is how long a provider may take for an answer.
    pub fn new(public: PublicUrl, seals: Arc<dyn Seals>, clock: Arc<dyn Clock>, patience: Duration) -> Self {
        Self { http: Http::new(patience), documents: Documents::new(Arc::clone(&clock)), seals, clock, public }
    }

    /// The portal as it shows itself to a provider.
    fn party(&self, provider: &Provider, metadata: &Metadata) -> Result<Party, Unproved> {
        let secret = match &provider.secret {
            None => None,
            Some(sealed) => {
                let open = self.seals.open(&secret_of(&provider.name), &sealed.0);
                Some(ClientSecret::new(open.ok_or(Unproved::Secret)?))
            }
        };
        let back = format!("{}{}", self.public, paths::sign_in_back(&provider.name));
        let back = RedirectUrl::new(back).map_err(|_| Unproved::Unreadable)?;
        let client = ClientId::new(provider.client_id.to_string());
        let party = Party::from_provider_metadata(metadata.clone(), client, secret);
        // Basic is what holds when a provider says nothing.
        let methods = metadata.token_endpoint_auth_methods_supported();
        let basic = methods.is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let how = if basic { AuthType::BasicAuth } else { AuthType::RequestBody };
        Ok(party.set_redirect_uri(back).set_auth_type(how))
    }

    /// What the token says of the person, and where it says too little, what the provider tells to whoever has it.
    async fn told(
        &self,
        party: &Party,
        provider: &Provider,
        tokens: &Tokens,
        claims: &token::Claims,
    ) -> Result<Proof, Unproved> {
        let groups = provider.group_claim.as_ref();
        let (proof, is_complete) = token::proof(claims, groups);
        let access_token = tokens.access_token();
        // The crate would panic at a token that is no header.
        let is_plain = access_token.secret().bytes().all(|byte| byte.is_ascii_graphic());
        let subject = SubjectIdentifier::new(proof.subject.clone());
        let request = party.user_info(access_token.clone(), Some(subject)).ok().filter(|_| is_plain && !is_complete);
        let Some(request) = request else { return Ok(proof) };
        let told: Result<UserInfo, _> = request.request_async(&self.http).await;
        match told {
            Ok(told) => Ok(token::complete(proof, &told, groups)),
            Err(UserInfoError::Request(cause)) => Err(of_http(&cause)),
            Err(UserInfoError::ClaimsVerification(_)) => Err(Unproved::Subject),
            Err(_) => Err(Unproved::Unreadable),
        }
    }
}

#[async_trait]
impl SingleSignOn for Oidc {
    async fn look_up(&self, issuer: &Issuer) -> Result<Discovered, Unproved> {
        let metadata = self.documents.read(&self.http, issuer).await?;
        let algorithms = token::algorithms(&metadata);
        if algorithms.is_empty() {
            return Err(Unproved::NoAlgorithm);
        }
        let more = metadata.additional_metadata();
        let methods = more.code_challenge_methods_supported.as_deref().unwrap_or_default();
        Ok(Discovered {
            algorithms: algorithms.iter().map(token::named).collect(),
            keys: metadata.jwks().keys().len(),
            pkce: methods.iter().any(|method| method == "S256"),
            names_itself: more.authorization_response_iss_parameter_supported,
            claims: metadata.claims_supported().map(|claims| claims.iter().map(|claim| claim.to_string()).collect()),
            scopes: metadata.scopes_supported().map(|scopes| scopes.iter().map(|scope| scope.to_string()).collect()),
        })
    }

    async fn departure(&self, provider: &Provider, attempt: &Attempt) -> Result<String, Unproved> {
        let metadata = self.documents.get(&self.http, &provider.issuer).await?;
        if token::algorithms(&metadata).is_empty() {
            return Err(Unproved::NoAlgorithm);
        }
        let party = self.party(provider, &metadata)?;
        let verifier = PkceCodeVerifier::new(attempt.verifier.clone());
        let (state, nonce) = (attempt.state.clone(), attempt.nonce.clone());
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        // `openid` goes along by itself.
        let scopes = provider.scopes.as_str().split(' ').filter(|scope| *scope != "openid");
        let (url, _, _) = party
            .authorize_url(flow, || CsrfToken::new(state), || Nonce::new(nonce))
            .add_scopes(scopes.map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(url.into())
    }

    async fn names_itself(&self, issuer: &Issuer) -> Result<bool, Unproved> {
        let metadata = self.documents.get(&self.http, issuer).await?;
        Ok(metadata.additional_metadata().authorization_response_iss_parameter_supported)
    }

    async fn prove(&self, provider: &Provider, attempt: &Attempt, code: &str) -> Result<Proof, Unproved> {
        let metadata = self.documents.get(&self.http, &provider.issuer).await?;
        let party = self.party(provider, &metadata)?;
        let exchange =
            party.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(|_| Unproved::Unreadable)?;
        let tokens = exchange
            .set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier.clone()))
            .request_async(&self.http)
            .await
            .map_err(|cause| match cause {
                RequestTokenError::ServerResponse(_) => Unproved::CodeRefused,
                RequestTokenError::Request(cause) => of_http(&cause),
                RequestTokenError::Parse(..) | RequestTokenError::Other(_) => Unproved::Unreadable,
            })?;
        let token = tokens.id_token().ok_or(Unproved::NoToken)?;
        let now = self.clock.now();
        let check = |metadata: &Metadata| token::check(token, tokens.access_token(), provider, attempt, metadata, now);
        let claims = match check(&metadata) {
            // Providers change their keys now and then.
            Err(Unproved::UnknownKey) => {
                let newer = self.documents.with_newer_keys(&self.http, &provider.issuer).await?;
                let newer = newer.ok_or(Unproved::UnknownKey)?;
                check(&newer)?
            }
            checked => checked?,
        };
        self.told(&party, provider, &tokens, claims).await
    }
}
