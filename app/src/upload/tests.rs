//! What forms with a file promise.

use domain::{
    Error, Field, Problems,
    environment::{AttributeRow, EnvironmentForm, FederationForm, Mode},
};
use server_fn::codec::MultipartData;

use super::{OnlyAFile, Sent, read};
use crate::{
    api::drafts::{Go, SignInStep},
    error::ApiError,
    sent_form::decoded,
};

const BOUNDARY: &str = "----of-the-parts";

fn part(name: &str, file: Option<&str>, content: &[u8]) -> Vec<u8> {
    let file = file.map(|file| format!("; filename=\"{file}\"\r\nContent-Type: text/xml")).unwrap_or_default();
    let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
    [head.as_bytes(), content, b"\r\n"].concat()
}

fn data(parts: &[Vec<u8>]) -> MultipartData {
    let body = [parts.concat(), format!("--{BOUNDARY}--\r\n").into_bytes()].concat();
    let chunks: Vec<_> = body.chunks(7000).map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec())).collect();
    MultipartData::Server(multer::Multipart::new(futures::stream::iter(chunks), BOUNDARY))
}

async fn sign_in(parts: &[Vec<u8>]) -> Result<Sent<SignInStep>, ApiError> {
    let draft = part("draft", None, b"77777777777777777777777777");
    read(data(&[[draft].as_slice(), parts].concat())).await
}

#[tokio::test]
async fn a_form_with_parts_is_read_like_one_without() {
    let text = "a+b=c&d%20e;f [g]\r\n<é>\u{202e}";
    let pairs = [
        ("draft", "77777777777777777777777777"),
        ("step", "sign-in"),
        ("go", "stay"),
        ("form[mode]", "FEDERATED"),
        ("form[federation][metadata_document]", text),
        ("form[federation][attributes][7][key]", "Email"),
        ("form[federation][attributes][7][value]", text),
    ];
    let parts: Vec<_> = pairs.iter().map(|(name, value)| part(name, None, value.as_bytes())).collect();
    let Sent { form: step, document } = read::<SignInStep>(data(&parts)).await.unwrap();
    let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    assert_eq!(step, decoded(&encoded).unwrap());
    let attributes = vec![AttributeRow { key: "Email".into(), value: text.into() }];
    let federation = FederationForm { metadata_document: text.into(), attributes, ..FederationForm::default() };
    assert_eq!(step.form, EnvironmentForm { mode: Mode::Federated, federation, ..EnvironmentForm::default() });
    assert_eq!((step.go, document), (Go::Stay, Ok(None)));
}

#[tokio::test]
async fn a_file_is_its_text_without_the_mark_of_byte_order() {
    let large = "<é/>\r\n".repeat(200_000);
    for (content, text) in [("\u{feff}<a/>", "<a/>"), (large.as_str(), large.as_str())] {
        let sent = sign_in(&[part("file", Some("idp.xml"), content.as_bytes())]).await.unwrap();
        assert_eq!(sent.document.unwrap().as_deref(), Some(text));
    }
}

#[tokio::test]
async fn no_file_was_chosen() {
    assert_eq!(sign_in(&[part("file", Some(""), b"")]).await.unwrap().document, Ok(None));
    assert_eq!(sign_in(&[]).await.unwrap().document, Ok(None));
}

#[tokio::test]
async fn a_file_that_is_no_text_is_refused_in_words_at_its_field_and_loses_nothing_else() {
    let parts = [part("go", None, b"stay"), part("file", Some("idp.zip"), b"PK\x03\x04\xff\xfe")];
    let sent = sign_in(&parts).await.unwrap();
    let Problems(problems) = sent.document.unwrap_err();
    assert_eq!((sent.form.go, problems[0].field), (Go::Stay, Field::MetadataDocument));
    assert!(problems[0].words.contains("UTF-8"), "{}", problems[0].words);
}

#[tokio::test]
async fn a_file_alone_is_a_form_too() {
    let sent = read::<OnlyAFile>(data(&[part("file", Some("blob"), b"<a/>")])).await.unwrap();
    assert_eq!(sent.document.unwrap().as_deref(), Some("<a/>"));
}

#[tokio::test]
async fn a_form_that_breaks_off_is_unreadable() {
    let body = part("draft", None, b"7777");
    let cut = body[..body.len() - 9].to_vec();
    let chunks = futures::stream::iter([Ok::<_, std::io::Error>(cut)]);
    let data = MultipartData::Server(multer::Multipart::new(chunks, BOUNDARY));
    let error = read::<SignInStep>(data).await.map(|_| ()).unwrap_err();
    assert!(matches!(error, ApiError(Error::Unreadable(_))), "{error}");
}
