//! Documents that are not read at all, each with its reason in words.

use domain::saml::{Unreadable, limits, read};

use super::{OKTA, numbered, sound};

fn refusal(document: &str) -> Unreadable {
    let refusal = read(document).expect_err("a refusal");
    let words = refusal.words();
    assert!(words.ends_with('.') && words.len() < 400, "{words}");
    refusal
}

#[test]
fn nothing_is_not_metadata() {
    for document in ["", " \r\n\t", "\u{feff}", "\u{feff}\n "] {
        assert_eq!(refusal(document), Unreadable::Empty);
    }
}

#[test]
fn what_people_upload_by_mistake_is_named() {
    for page in [
        "<!DOCTYPE html><html><p>Sign in<br></html>",
        "\u{feff}\n<!doctype HTML>\n<html>",
        "<html lang=en><title>Okta</title>",
        "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"x\"><html/>",
        "<HTML></HTML>",
    ] {
        assert_eq!(refusal(page), Unreadable::WebPage, "{page}");
    }
    assert_eq!(refusal("{\"issuer\": \"https://idp.example.com\"}"), Unreadable::Json);
    assert_eq!(refusal(" [1]"), Unreadable::Json);
    assert_eq!(refusal(" https://idp.example.com/metadata.xml\n"), Unreadable::Address);
    assert_eq!(refusal(super::WEAK), Unreadable::Pem);
}

#[test]
fn other_xml_is_told_by_its_first_element() {
    let response = "<p:Response xmlns:p='urn:oasis:names:tc:SAML:2.0:protocol'/>";
    assert_eq!(
        refusal(response),
        Unreadable::NotMetadata { root: "Response".into(), namespace: "urn:oasis:names:tc:SAML:2.0:protocol".into() }
    );
    assert!(refusal(response).words().contains("a SAML message"));
    assert!(refusal("<EntityDescriptor/>").words().contains("namespace"));
    assert!(refusal("<svg xmlns='http://www.w3.org/2000/svg'/>").words().contains("“svg”"));
    let empty = "<EntitiesDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata'/>";
    assert_eq!(refusal(empty), Unreadable::NoEntity);
}

#[test]
fn a_fault_in_the_xml_has_a_place_and_a_reason() {
    let place = |document: &str| match refusal(document) {
        Unreadable::NotXml { line, column, reason } => (line, column, reason),
        other => panic!("{other:?}"),
    };
    let (line, column, reason) = place("<a>\n  <b></c>\n</a>");
    assert_eq!((line, column), (2, 6));
    assert_eq!(reason, "“c” is closed where “b” should be");
    assert_eq!(place("<a x='1' x='2'/>").2, "the attribute “x” is given twice");
    assert_eq!(place("<a>\n <q:b/></a>").2, "the prefix “q” is not declared");
    assert!(place("<a>AT&T</a>").2.contains("&amp;"));
    assert!(place("<a>&nbsp;</a>").2.contains("“nbsp”"));
    assert!(place("\n<?xml version=\"1.0\"?><a/>").2.contains("very first"));
    assert!(place("<a x='<'/>").2.contains("&lt;"));
    assert!(place("<a>\u{1}</a>").2.contains("not allowed"));
    assert_eq!((place("hello").0, place("hello").1), (1, 1));
    assert!(place("<!-- only -->").2.contains("no element"));
}

#[test]
fn a_document_cut_off_anywhere_is_refused_at_its_end() {
    let document = OKTA.trim_end();
    for length in (60..document.len()).step_by(97) {
        let Unreadable::NotXml { line, .. } = refusal(&document[..length]) else { panic!("at {length}") };
        assert!(line > 0);
    }
    let Unreadable::NotXml { line, column, reason } = refusal("<a>\nsome tëxt") else { panic!() };
    assert_eq!((line, column), (2, 10));
    assert!(reason.contains("cut off"));
}

#[test]
fn a_document_type_is_refused_wherever_it_stands() {
    let laughs = r#"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]><lolz>&lol3;</lolz>"#;
    assert_eq!(refusal(laughs), Unreadable::DoctypeRefused);
    let external = "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>";
    assert_eq!(refusal(external), Unreadable::DoctypeRefused);
    assert_eq!(refusal(&format!("<!DOCTYPE a>{OKTA}")), Unreadable::DoctypeRefused);
    assert_eq!(refusal("<a><!DOCTYPE b></a>"), Unreadable::DoctypeRefused);
}

#[test]
fn length_is_counted_in_characters() {
    let padded = |characters: usize| {
        let document = sound("");
        let padding = "é".repeat(characters - document.chars().count() - 7);
        format!("{document}<!--{padding}-->")
    };
    assert!(read(&padded(10_000_000)).is_ok());
    assert_eq!(refusal(&padded(10_000_001)), Unreadable::TooLong { characters: 10_000_001 });
    assert!(refusal(&padded(10_000_001)).words().contains("10,000,001"));
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| sound(&("<m:Extensions>".repeat(depth) + &"</m:Extensions>".repeat(depth)));
    // Two elements of the document stand around them.
    assert!(read(&nested(limits::DEPTH - 2)).is_ok());
    assert_eq!(refusal(&nested(limits::DEPTH - 1)), Unreadable::TooDeep);
}

#[test]
fn nodes_are_bounded() {
    let many = |count: usize| sound(&"<m:NameIDFormat/>".repeat(count));
    assert!(read(&many(19_900)).is_ok());
    assert_eq!(refusal(&many(20_000)), Unreadable::TooManyNodes);
    assert_eq!(refusal(&many(50_000)), Unreadable::TooManyNodes);
}

#[test]
fn attributes_of_an_element_are_bounded() {
    let wide = |count: usize| {
        let attributes: String = numbered(0..count, |index| format!(" a{index}=''"));
        sound(&format!("<m:Extensions{attributes}/>"))
    };
    assert!(read(&wide(limits::ATTRIBUTES)).is_ok());
    assert_eq!(refusal(&wide(limits::ATTRIBUTES + 1)), Unreadable::TooManyAttributes);
    let document = sound(&"<m:Extensions a='' b=''/>".repeat(limits::EQUALS_SIGNS / 2));
    assert!(matches!(refusal(&document), Unreadable::TooManyNodes | Unreadable::TooManyAttributes));
    assert_eq!(refusal(&sound(&"=".repeat(limits::EQUALS_SIGNS))), Unreadable::TooManyAttributes);
}

#[test]
fn namespaces_and_names_are_bounded() {
    let spaces = |count: usize| {
        let declarations: String = numbered(0..count, |index| format!(" xmlns:n{index}='urn:n'"));
        sound(&format!("<m:Extensions{declarations}><m:a/></m:Extensions>"))
    };
    // Three are declared around them.
    assert!(read(&spaces(limits::NAMESPACES - 3)).is_ok());
    assert_eq!(refusal(&spaces(limits::NAMESPACES - 2)), Unreadable::TooManyNamespaces);
    let beside = "<m:Extensions xmlns:n='urn:n'/>".repeat(1_000);
    assert!(read(&sound(&beside)).is_ok(), "declarations beside each other do not add up");
    let named = |length: usize| sound(&format!("<{}/>", "n".repeat(length)));
    assert!(read(&named(limits::NAME)).is_ok());
    assert_eq!(refusal(&named(limits::NAME + 1)), Unreadable::NameTooLong);
    let address = |length: usize| sound(&format!("<a xmlns='{}'/>", "n".repeat(length)));
    assert!(read(&address(limits::NAMESPACE)).is_ok());
    assert_eq!(refusal(&address(limits::NAMESPACE + 1)), Unreadable::NameTooLong);
}
