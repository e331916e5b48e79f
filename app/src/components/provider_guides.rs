//! The same federation in the words of five identity providers.

use leptos::prelude::*;

use crate::ui::{Details, Section};

/// A provider and what to do there, in order.
struct Guide {
    name: &'static str,
    steps: &'static [&'static str],
}

const GUIDES: [Guide; 5] = [
    Guide {
        name: "Okta",
        steps: &[
            "In the admin console, open Applications, Create App Integration, SAML 2.0.",
            "Single sign-on URL: the application callback URL. Leave “Use this for Recipient URL and Destination URL” ticked.",
            "Audience URI (SP Entity ID): the federation URN. Name ID format: EmailAddress. Application username: Email.",
            "Attribute statements: name email, value user.email. Put “email” into the attribute map as the claim for Email.",
            "On the Sign On tab, open the metadata URL and save the document; upload it here under Edit. Then assign people.",
        ],
    },
    Guide {
        name: "Microsoft Entra ID",
        steps: &[
            "Open Enterprise applications, New application, Create your own application, and choose the one not in the gallery.",
            "Under Single sign-on choose SAML. Identifier (Entity ID): the federation URN. Reply URL: the application callback URL.",
            "Keep the claim http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress from user.mail: it is the claim for Email.",
            "Under SAML certificates download Federation Metadata XML and upload it here under Edit. Then assign people.",
        ],
    },
    Guide {
        name: "AD FS",
        steps: &[
            "In AD FS Management add a relying party trust. Import the file above, or enter the data by hand.",
            "By hand: switch on SAML 2.0 WebSSO with the application callback URL; the relying party trust identifier is the federation URN.",
            "Edit the claim issuance policy: send LDAP attributes as claims, E-Mail-Addresses as E-Mail Address, and the same as Name ID.",
            "The claim for Email is http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress.",
            "Save https://YOUR-ADFS/FederationMetadata/2007-06/FederationMetadata.xml and upload it here under Edit.",
        ],
    },
    Guide {
        name: "AWS IAM Identity Center",
        steps: &[
            "Open Applications, Add application, “I have an application I want to set up”, SAML 2.0.",
            "Download the IAM Identity Center SAML metadata file and upload it here under Edit.",
            "Application ACS URL: the application callback URL. Application SAML audience: the federation URN. Or upload the file above.",
            "Attribute mappings: Subject is ${user:email}, format emailAddress; add Email as ${user:email}, and put “Email” into the attribute map as the claim.",
            "Assign users and groups.",
        ],
    },
    Guide {
        name: "Keycloak",
        steps: &[
            "In the realm open Clients, Import client, and choose the file above; or create a SAML client whose Client ID is the federation URN.",
            "Valid redirect URIs and Assertion Consumer Service POST Binding URL: the application callback URL. Name ID format: email.",
            "Switch off “Client signature required”: FinSpace has no setting for signed requests.",
            "Add a mapper of type User Property: property email, SAML attribute name email. That name is the claim for Email.",
            "Save https://YOUR-KEYCLOAK/realms/YOUR-REALM/protocol/saml/descriptor and upload it here under Edit.",
        ],
    },
];

/// One closed part per provider.
#[component]
pub fn ProviderGuides() -> impl IntoView {
    let guides = GUIDES.map(|Guide { name, steps }| {
        let steps = steps.iter().map(|step| view! { <li>{*step}</li> }).collect_view();
        view! { <Details summary=name><ol class="guide">{steps}</ol></Details> }
    });
    view! {
        <Section title="Step by step" description="Where the two sides meet in the consoles of common identity providers. FinSpace itself is set up under Edit.">
            <div>{guides.collect_view()}</div>
        </Section>
    }
}
