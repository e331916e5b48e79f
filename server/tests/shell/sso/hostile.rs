//! What a hostile provider, link or browser gets: words, a line in the log, and no session.

use axum::http::StatusCode;
use domain::audit::Outcome;
use domain::ports::Clock;
use serde_json::{Value, json};
use server::clock::SystemClock;

use super::{
    Jar, Place, form,
    keys::Signing,
    provider::{Answers, Provider, Script},
};
use crate::browser::Answer;

/// Nobody came in by this, and it is noted.
async fn refused(place: &Place, jar: &mut Jar, answer: &Answer, words: &str, what: &str) {
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}: {answer:?}");
    let plain = answer.text.replace("&quot;", "\"");
    assert!(plain.contains(words), "{what}: no “{words}” in {plain}");
    assert!(plain.contains("You are not signed in") && plain.contains("Quote this id"), "{what}: {plain}");
    assert!(!jar.is_signed_in().await, "{what}: somebody is signed in");
    let newest = place.sign_ins().await.remove(0);
    assert_eq!(newest.outcome, Outcome::Refused, "{what}: {newest:?}");
    assert!(newest.detail.contains(words), "{what}: {newest:?}");
    let id = newest.request.unwrap();
    assert!(plain.contains(id.as_str()), "{what}: the page quotes another id");
    for secret in ["code-", "access-token", "007", "eyJ"] {
        assert!(!newest.detail.contains(secret) && !plain.contains(secret), "{what}: “{secret}” is told");
    }
}

#[tokio::test]
async fn a_token_that_is_not_right_in_every_part_proves_nothing() {
    let place = Place::new(&[]).await;
    let now = SystemClock.now().as_second();
    let claims = |claims: Value| Script { claims, ..Script::default() };
    let signed = |signing| Script { signing, ..Script::default() };
    let tries = [
        ("wrong nonce", claims(json!({ "nonce": "another" })), "of another sign-in"),
        ("no nonce", claims(json!({ "nonce": null })), "of another sign-in"),
        ("wrong issuer", claims(json!({ "iss": "https://evil.example" })), "of another issuer"),
        ("wrong audience", claims(json!({ "aud": "another" })), "meant for another application"),
        ("no audience", claims(json!({ "aud": [] })), "meant for another application"),
        ("more audiences", claims(json!({ "aud": ["portal", "another"] })), "meant for another application"),
        ("wrong azp", claims(json!({ "azp": "another" })), "meant for another application"),
        ("expired", claims(json!({ "exp": now - 120, "iat": now - 600 })), "has expired"),
        ("no expiry", claims(json!({ "exp": null })), "cannot be read"),
        ("future iat", claims(json!({ "iat": now + 600 })), "from the future"),
        ("no subject", claims(json!({ "sub": "" })), "cannot be read"),
        ("endless subject", claims(json!({ "sub": "x".repeat(256) })), "cannot be read"),
        ("alg none", signed(Signing::None), "without a signature"),
        ("HS256 with the public key", signed(Signing::PublicKeyAsSecret), "does not take"),
        ("HS256 with the client secret", signed(Signing::ClientSecret), "does not take"),
        ("signed by a stranger", signed(Signing::Stranger), "signature is wrong"),
        ("changed after it was signed", signed(Signing::Tampered), "signature is wrong"),
        (
            "wrong at_hash",
            Script { signing: Signing::Rs256, wrong_access_token_hash: true, ..Script::default() },
            "do not belong together",
        ),
        (
            "user info of somebody else",
            Script { claims: json!({ "email": null }), user_info: json!({ "sub": "008" }), ..Script::default() },
            "another person",
        ),
    ];
    for (what, script, words) in tries {
        *place.provider.script.lock().unwrap() = script;
        let mut jar = place.jar();
        let answer = jar.sign_in(&place.provider).await;
        refused(&place, &mut jar, &answer, words, what).await;
    }
    let people = place.application.portal().people(&place.admin, &domain::person::Filter::default(), 1).await.unwrap();
    assert_eq!(people.matching, 1, "one of them made an account");
}

#[tokio::test]
async fn an_unknown_key_makes_the_portal_look_once_and_not_again_and_again() {
    let place = Place::new(&[]).await;
    *place.provider.script.lock().unwrap() = Script { signing: Signing::UnknownKey, ..Script::default() };
    for _ in 0..3 {
        let mut jar = place.jar();
        let answer = jar.sign_in(&place.provider).await;
        refused(&place, &mut jar, &answer, "signed with an unknown key", "unknown kid").await;
    }
    assert_eq!(place.provider.asked("keys"), 2);
}

#[tokio::test]
async fn a_token_endpoint_that_fails_signs_nobody_in() {
    let place = Place::new(&[]).await;
    let answering = |token| Script { token, ..Script::default() };
    let status = |status, body: &[u8]| answering(Answers::With(status, body.to_vec()));
    let huge = format!("{{\"access_token\":\"{}\"}}", "x".repeat(1_000_000));
    let tries = [
        ("500", status(500, b"<h1>Oh no</h1>"), "cannot be read"),
        ("refusal", status(400, br#"{"error":"invalid_grant"}"#), "refused the code"),
        ("no JSON", status(200, b"hello"), "cannot be read"),
        ("no token", status(200, br#"{"access_token":"x","token_type":"Bearer"}"#), "sent no ID token"),
        ("huge", status(200, huge.as_bytes()), "cannot be read"),
        ("a redirect", answering(Answers::Elsewhere), "cannot be read"),
    ];
    for (what, script, words) in tries {
        *place.provider.script.lock().unwrap() = script;
        let mut jar = place.jar();
        let answer = jar.sign_in(&place.provider).await;
        refused(&place, &mut jar, &answer, words, what).await;
    }
}

#[tokio::test]
async fn a_silent_token_endpoint_is_waited_for_only_so_long() {
    let place = Place::new(&["--limits-provider-time", "2s"]).await;
    *place.provider.script.lock().unwrap() = Script { token: Answers::Never, ..Script::default() };
    let mut jar = place.jar();
    let answer = jar.sign_in(&place.provider).await;
    refused(&place, &mut jar, &answer, "did not answer", "silence").await;
}

#[tokio::test]
async fn only_the_browser_that_began_comes_back_once_with_its_own_state() {
    let place = Place::new(&[]).await;
    let mut jar = place.jar();
    let asked = jar.begin("/sign-in/with/okta").await;
    let code = place.provider.code(&asked);
    let state = &asked["state"];
    for (what, path) in [
        ("wrong state", format!("/sign-in/back/okta?code={code}&state={}", "0".repeat(64))),
        ("missing state", format!("/sign-in/back/okta?code={code}")),
        ("state twice", format!("/sign-in/back/okta?code={code}&state={state}&state={state}")),
    ] {
        let answer = jar.get(&path).await;
        refused(&place, &mut jar, &answer, "the answer to another sign-in", what).await;
    }
    let right = format!("/sign-in/back/okta?code={code}&state={state}");
    let mut stranger = place.jar();
    let answer = stranger.get(&right).await;
    refused(&place, &mut stranger, &answer, "This browser did not begin this sign-in", "another browser").await;
    assert_eq!(place.provider.asked("token"), 0, "the code was sent on");

    let kept = jar.cookies.clone();
    assert_eq!(jar.get(&right).await.status, StatusCode::SEE_OTHER);
    let mut again = Jar { cookies: kept, ..place.jar() };
    let answer = again.get(&right).await;
    refused(&place, &mut again, &answer, "used already", "replayed state").await;
    // The same code in a sign-in of one's own.
    let mut other = place.jar();
    let own = other.begin("/sign-in/with/okta").await;
    let answer = other.get(&format!("/sign-in/back/okta?code={code}&state={}", own["state"])).await;
    refused(&place, &mut other, &answer, "refused the code", "replayed code").await;
    // A code that was meant for another browser: PKCE ties it to the one that began.
    let (mut victim, mut thief) = (place.jar(), place.jar());
    let stolen = place.provider.code(&victim.begin("/sign-in/with/okta").await);
    let own = thief.begin("/sign-in/with/okta").await;
    let answer = thief.get(&format!("/sign-in/back/okta?code={stolen}&state={}", own["state"])).await;
    refused(&place, &mut thief, &answer, "refused the code", "stolen code").await;
}

#[tokio::test]
async fn an_answer_of_another_provider_is_not_taken_for_this_one() {
    let place = Place::new(&[]).await;
    let evil = Provider::start().await;
    place.application.portal().add_provider(&place.admin, &form("evil", &evil.issuer)).await.unwrap();
    let mut jar = place.jar();
    let asked = jar.begin("/sign-in/with/evil").await;
    let code = evil.code(&asked);
    let answer = jar.get(&format!("/sign-in/back/okta?code={code}&state={}", asked["state"])).await;
    refused(&place, &mut jar, &answer, "began with another provider", "mix-up by path").await;

    let asked = jar.begin("/sign-in/with/okta").await;
    let code = place.provider.code(&asked);
    let named = evil.issuer.replace(':', "%3A");
    let answer = jar.get(&format!("/sign-in/back/okta?code={code}&state={}&iss={named}", asked["state"])).await;
    refused(&place, &mut jar, &answer, "not from the provider that you went to", "wrong iss").await;

    let promised = Place::new(&[]).await;
    promised.provider.script.lock().unwrap().discovery =
        json!({ "authorization_response_iss_parameter_supported": true });
    let mut jar = promised.jar();
    let answer = jar.sign_in(&promised.provider).await;
    refused(&promised, &mut jar, &answer, "not from the provider that you went to", "promised iss is missing").await;
    assert_eq!((evil.asked("token"), promised.provider.asked("token")), (0, 0));
}

#[tokio::test]
async fn whoever_cancels_or_is_not_let_in_there_is_told_so() {
    let place = Place::new(&[]).await;
    let mut jar = place.jar();
    let asked = jar.begin("/sign-in/with/okta").await;
    let path =
        format!("/sign-in/back/okta?error=access_denied&error_description=%3Cb%3Epay%3C/b%3E&state={}", asked["state"]);
    let answer = jar.get(&path).await;
    refused(&place, &mut jar, &answer, "did not let you in, or you cancelled", "access_denied").await;
    assert!(!answer.text.contains("pay"), "the provider's words are shown: {answer:?}");
    let asked = jar.begin("/sign-in/with/okta").await;
    let answer = jar.get(&format!("/sign-in/back/okta?state={}", asked["state"])).await;
    refused(&place, &mut jar, &answer, "without saying who you are", "no code").await;
}

#[tokio::test]
async fn a_discovery_document_that_cannot_be_trusted_lets_nobody_leave() {
    for (what, discovery, words) in [
        ("another issuer", json!({ "issuer": "https://evil.example" }), "answered for another issuer"),
        (
            "no algorithm",
            json!({ "id_token_signing_alg_values_supported": ["HS256", "none"] }),
            "signs with no algorithm",
        ),
        ("open authorization", json!({ "authorization_endpoint": "http://evil.example/" }), "not encrypted"),
        ("open keys", json!({ "jwks_uri": "http://evil.example/keys" }), "not encrypted"),
        ("nonsense", json!({ "jwks_uri": 7 }), "cannot be read"),
    ] {
        let place = Place::new(&[]).await;
        place.provider.script.lock().unwrap().discovery = discovery;
        let mut jar = place.jar();
        let answer = jar.get("/sign-in/with/okta").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}: {answer:?}");
        assert!(answer.text.contains(words) && answer.text.contains("Quote this id"), "{what}: {answer:?}");
        assert!(!jar.cookies.contains_key("sign-in"), "{what}");
        // Whoever clicks again does not make the portal ask again at once.
        jar.get("/sign-in/with/okta").await;
        assert_eq!(place.provider.asked("discovery"), 1, "{what}");
    }
    let open = Place::new(&[]).await;
    open.provider.script.lock().unwrap().discovery = json!({ "token_endpoint": "http://evil.example/token" });
    let mut jar = open.jar();
    let answer = jar.sign_in(&open.provider).await;
    refused(&open, &mut jar, &answer, "not encrypted", "open token endpoint").await;
}

#[tokio::test]
async fn the_way_back_stays_on_this_site() {
    let place = Place::new(&[]).await;
    for evil in
        ["//evil.example", "https://evil.example", "/%5Cevil.example", "%2F%2Fevil.example", "/%0d%0aset-cookie:x"]
    {
        let mut jar = place.jar();
        let asked = jar.begin(&format!("/sign-in/with/okta?next={evil}")).await;
        let code = place.provider.code(&asked);
        let answer = jar.get(&format!("/sign-in/back/okta?code={code}&state={}", asked["state"])).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"), "{evil}: {answer:?}");
    }
    let mut jar = place.jar();
    let long = format!("/x?{}", "y".repeat(5000));
    let asked = jar.begin(&format!("/sign-in/with/okta?next={long}")).await;
    let code = place.provider.code(&asked);
    let answer = jar.get(&format!("/sign-in/back/okta?code={code}&state={}", asked["state"])).await;
    assert_eq!(answer.location(), "/", "a path that no cookie can hold");
}

#[tokio::test]
async fn a_provider_that_is_not_there_is_not_found_on_both_ways() {
    let place = Place::new(&[]).await;
    let mut jar = place.jar();
    for path in
        ["/sign-in/with/nobody", "/sign-in/back/nobody?code=x&state=y", "/sign-in/with/..%2f", "/sign-in/back/%00"]
    {
        let answer = jar.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {answer:?}");
    }
    assert_eq!(place.refusals().await, 0);
}
