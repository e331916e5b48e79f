//! The section about one's own passkeys.

use domain::{
    Problems,
    id::PasskeyId,
    passkey::{PASSKEYS_MOST, PasskeyName, PasskeySeen},
};
use leptos::prelude::*;

use super::{HOSTILE, before, html, now};
use crate::{
    api::passkeys::{Asked, PasskeysShown, Place},
    components::Passkeys,
};

fn passkey(name: &str, n: u8) -> PasskeySeen {
    let name = PasskeyName::parse(name).unwrap();
    PasskeySeen { id: PasskeyId::from_bytes([n; 26]), name, added_at: before(60), used_at: None }
}

fn section(passkeys: Vec<PasskeySeen>, place: Place, asked: Option<Asked>, removing: &str) -> String {
    let shown = PasskeysShown { passkeys, place, asked, now: now() };
    let (removing, none) = (removing.to_owned(), Problems::default());
    html(|| {
        view! {
            <Passkeys shown removing typed=String::new() of_name=none.clone() of_removal=none proof_id=None/>
        }
    })
}

#[test]
fn nothing_hostile_becomes_markup() {
    let name = PasskeyName::parse(HOSTILE).unwrap();
    let asked = Asked { name: Some(name), options: HOSTILE.into() };
    let html = section(vec![passkey(HOSTILE, 1)], Place::Here, Some(asked), PasskeyId::from_bytes([1; 26]).as_str());
    // The form's own script is the only one.
    assert_eq!(html.matches("<script").count(), 1, "{html}");
    assert!(html.contains("Continue in the browser") && html.contains("Remove passkey"), "{html}");
}

#[test]
fn where_there_are_none_nobody_is_asked_for_one() {
    let asked = || Some(Asked { name: None, options: "{}".into() });
    let elsewhere = section(vec![], Place::Elsewhere { address: "http://localhost:1".into() }, asked(), "");
    assert!(elsewhere.contains(r#"href="http://localhost:1/account/second-factor""#), "{elsewhere}");
    let nowhere = section(vec![], Place::Nowhere { address: "http://192.0.2.1".into() }, asked(), "");
    assert!(nowhere.contains("http://192.0.2.1") && nowhere.contains("--public-url"), "{nowhere}");
    for page in [elsewhere, nowhere] {
        assert!(!page.contains("<form"), "{page}");
    }
}

#[test]
fn who_has_as_many_as_are_kept_adds_none() {
    let many: Vec<_> = (0..PASSKEYS_MOST).map(|n| passkey(&format!("Key {n}"), u8::try_from(n).unwrap())).collect();
    let page = section(many.clone(), Place::Here, None, "");
    assert!(page.contains("the most that are kept") && !page.contains("<form"), "{page}");
    assert!(section(many[1..].to_vec(), Place::Here, None, "").contains("Add a passkey"));
}
