//! FinSpace's own SAML metadata, for identity providers that take a file.

use domain::environment::Federation;
use leptos::prelude::*;

use super::CopyableCode;
use crate::ui::{Button, ButtonLook, Glyph, Section};

/// What the file is called.
pub const FILE: &str = "finspace-service-provider.xml";

/// The file, once FinSpace has given what belongs into it; it is downloaded at `href`.
#[component]
pub fn ServiceProvider(federation: Federation, #[prop(into)] href: String) -> impl IntoView {
    let document = service_provider_of(&federation)?;
    let download = view! { <Button label="Download the file" look=ButtonLook::Link icon=Glyph::Download href=href/> };
    Some(view! {
        <Section title="Metadata of FinSpace for the identity provider"
            description="Many identity providers take a file instead of two values. It is made of the URN and the callback URL alone.">
            <CopyableCode label=FILE text=document actions=download/>
        </Section>
    })
}

/// The file's text, for an environment that FinSpace has given both values of.
#[must_use]
pub fn service_provider_of(federation: &Federation) -> Option<String> {
    Some(service_provider_metadata(federation.urn.as_deref()?, federation.callback_url.as_deref()?))
}

/// A service provider's metadata: its name, and where answers are posted to. Source: SAML 2.0 metadata, section 2.4.4.
#[must_use]
pub fn service_provider_metadata(urn: &str, callback: &str) -> String {
    let (urn, callback) =
        (html_escape::encode_double_quoted_attribute(urn), html_escape::encode_double_quoted_attribute(callback));
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{urn}">
  <md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat>
    <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="{callback}" index="0" isDefault="true"/>
  </md:SPSSODescriptor>
</md:EntityDescriptor>
"#
    )
}

#[cfg(test)]
mod tests {
    use domain::saml::{Role, read};

    use super::*;

    #[test]
    fn the_file_is_metadata_of_an_application_with_that_name() {
        for urn in ["urn:amazon:cognito:sp:eu-west-1_abc", "a&b\"<c>"] {
            let document = service_provider_metadata(urn, "https://x.example/saml2/idpresponse?a=1&b=2");
            let metadata = read(&document).unwrap();
            assert_eq!((metadata.entity_id.as_str(), metadata.role), (urn, Role::ServiceProvider));
        }
    }
}
