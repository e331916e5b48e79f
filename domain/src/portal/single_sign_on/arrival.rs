//! Who somebody is whom a provider has proved: known, linked, invited, new, or nobody.

use super::Away;
use crate::{
    Actor, Error,
    audit::{Action, Change, Event, Outcome},
    id::{IdentityId, PersonId, TeamRuleId},
    identity::{GROUPS_KEPT, Identity},
    invitation::Invitation,
    person::{NO_PASSWORD, Person, display_name, sign_in_email},
    portal::{Portal, people::actor_of, roster::object},
    provider::{Entry, Provider, TeamRule, rules_met, standings_in_words},
    role::Roles,
    single_sign_on::Proof,
};

impl Portal {
    /// The person behind a subject. Whoever is linked is found by (issuer, subject) and by nothing else.
    pub(super) async fn recognised(&self, provider: &Provider, proof: Proof) -> Result<Actor, Away> {
        let known = self.store().identity(&provider.issuer, &proof.subject).await.map_err(|e| self.failed(&e))?;
        match known {
            Some(identity) => self.comes_again(provider, identity, &proof).await,
            None => self.comes_first(provider, &proof).await,
        }
    }

    async fn comes_again(&self, provider: &Provider, known: Identity, proof: &Proof) -> Result<Actor, Away> {
        let person = self.enabled(&known.person).await?;
        let rules = self.rules_about_teams(provider).await?;
        let held: Vec<_> = rules.iter().filter(|rule| known.team_rules.contains(&rule.id)).cloned().collect();
        let met = rules_met(rules, &proof.groups);
        let identity = Identity {
            email: proof.email.clone(),
            groups: kept(&proof.groups),
            rule_roles: provider.rules.roles_for(&proof.groups),
            team_rules: ids(&met),
            signed_in_at: self.now(),
            ..known.clone()
        };
        let mut changes = Vec::new();
        changes.extend(difference("Roles by rules", &labels(&known.rule_roles), &labels(&identity.rule_roles)));
        changes.extend(difference("Teams by rules", &standings_in_words(&held), &standings_in_words(&met)));
        let event = self.came_in(provider, &person, Action::SignIn, "Signed in").changing(changes);
        if !self.store().signed_in(&identity, &event).await.map_err(|e| self.failed(&e))? {
            return Err(Away::with("An administrator took this sign-in from your account just now. Ask them why."));
        }
        self.again(&person.id).await
    }

    async fn comes_first(&self, provider: &Provider, proof: &Proof) -> Result<Actor, Away> {
        let label = &provider.label;
        let email = proof.email.as_deref().and_then(|email| sign_in_email(email).ok());
        let email = email.ok_or_else(|| {
            Away::with(format!(
                "{label} did not tell your email address. Tell an administrator: the scope “email” may be missing."
            ))
        })?;
        // Anybody may claim an address: only one that the provider has verified stands for a person.
        if !proof.email_verified {
            return Err(Away::with(format!(
                "{label} does not say that your email address is verified, so the portal cannot tell who you are. Ask an administrator."
            )));
        }
        let there = self.store().credentials(&email).await.map_err(|e| self.failed(&e))?.map(|(person, _)| person);
        let invitations = self.store().invitations().await.map_err(|e| self.failed(&e))?;
        let invited = invitations.into_iter().find(|one| one.email == email && one.is_open(self.now()));
        match (there, invited) {
            (Some(person), _) if provider.match_email => self.link_to(provider, &person, proof).await,
            (None, Some(invitation)) if provider.match_email => {
                let roles = invitation.roles.clone();
                self.make(provider, proof, &email, &roles, Some(invitation)).await
            }
            (Some(_), _) => Err(Away::with(format!(
                "There is an account of {email} already, and {label} may not be linked to it by its address. Sign in with your password, or ask an administrator."
            ))),
            (None, _) if provider.entry == Entry::Create => {
                self.make(provider, proof, &email, &provider.default_roles, None).await
            }
            (None, _) => Err(Away::with(format!(
                "{label} says that you are {email}, and nobody has invited this address. Ask an administrator for an invitation."
            ))),
        }
    }

    async fn link_to(&self, provider: &Provider, person: &Person, proof: &Proof) -> Result<Actor, Away> {
        let person = self.enabled(&person.id).await?;
        let met = rules_met(self.rules_about_teams(provider).await?, &proof.groups);
        let identity = self.identity(provider, &person.id, proof, &met);
        let event =
            self.came_in(provider, &person, Action::LinkSignIn, "Linked by the verified address, and signed in");
        let event = event.changing(linked(&identity, &met));
        if self.store().link_identity(&identity, &event).await.map_err(|e| self.failed(&e))? {
            return self.again(&person.id).await;
        }
        Err(Away::with(format!(
            "Your account belongs to somebody else at {}: addresses are compared at the first sign-in only. Ask an administrator to unlink the sign-in of before.",
            provider.label
        )))
    }

    async fn make(
        &self,
        provider: &Provider,
        proof: &Proof,
        email: &str,
        roles: &Roles,
        invitation: Option<Invitation>,
    ) -> Result<Actor, Away> {
        let told = [invitation.as_ref().map(|one| one.name.as_str()), proof.name.as_deref()];
        let name = told.into_iter().flatten().find_map(|name| display_name(name).ok());
        let person = Person {
            id: PersonId::from_bytes(self.chance()),
            email: email.to_owned(),
            name: name.unwrap_or_else(|| email.chars().take(100).collect()),
            roles: roles.clone(),
            given_roles: roles.clone(),
            added_at: self.now(),
            disabled_at: None,
            signed_in_at: Some(self.now()),
        };
        let met = rules_met(self.rules_about_teams(provider).await?, &proof.groups);
        let identity = self.identity(provider, &person.id, proof, &met);
        let (action, words) = match invitation {
            Some(_) => (Action::AcceptInvitation, "Came in by an invitation"),
            None => (Action::AddPerson, "Came in for the first time"),
        };
        let event = self.came_in(provider, &person, action, &format!("{words}, as “{}”", roles.labels()));
        let event = event.changing(linked(&identity, &met));
        let invitation = invitation.map(|invitation| invitation.id);
        let done = self.store().come_in(&person, NO_PASSWORD, invitation.as_ref(), &identity, &event).await;
        if done.map_err(|e| self.failed(&e))? {
            return self.again(&person.id).await;
        }
        Err(Away::with("Somebody came in with your address just now. Sign in again."))
    }

    async fn rules_about_teams(&self, provider: &Provider) -> Result<Vec<TeamRule>, Error> {
        self.store().team_rules(&provider.name).await.map_err(|e| self.failed(&e))
    }

    fn identity(&self, provider: &Provider, person: &PersonId, proof: &Proof, met: &[TeamRule]) -> Identity {
        Identity {
            id: IdentityId::from_bytes(self.chance()),
            person: person.clone(),
            issuer: provider.issuer.clone(),
            subject: proof.subject.clone(),
            email: proof.email.clone(),
            groups: kept(&proof.groups),
            rule_roles: provider.rules.roles_for(&proof.groups),
            team_rules: ids(met),
            linked_at: self.now(),
            signed_in_at: self.now(),
        }
    }

    /// Whoever is disabled does not come in by another way.
    async fn enabled(&self, id: &PersonId) -> Result<Person, Away> {
        let person = self.known_person(id).await?.ok_or_else(|| Away::Failed(Error::NotFound("This person".into())))?;
        if person.disabled_at.is_none() {
            return Ok(person);
        }
        let words = "Your account is disabled. Ask an administrator to enable it.".to_owned();
        Err(Away::Refused { words, who: Some(Box::new(actor_of(&person))) })
    }

    /// The person as they are after the rules were applied.
    async fn again(&self, id: &PersonId) -> Result<Actor, Away> {
        let actor = self.actor(id).await?;
        actor.ok_or_else(|| Away::with("Your account was disabled just now. Ask an administrator to enable it."))
    }

    fn came_in(&self, provider: &Provider, person: &Person, action: Action, words: &str) -> Event {
        let words = format!("{words} by single sign-on with {}", provider.label);
        self.event(Some(&actor_of(person)), action, object(person), Outcome::Done, words)
    }
}

/// The groups as they are shown later; the rules have looked at all of them.
fn kept(groups: &[String]) -> Vec<String> {
    let mut groups = groups.to_vec();
    groups.sort();
    groups.dedup();
    groups.truncate(GROUPS_KEPT);
    groups
}

fn ids(rules: &[TeamRule]) -> Vec<TeamRuleId> {
    rules.iter().map(|rule| rule.id.clone()).collect()
}

fn linked(identity: &Identity, met: &[TeamRule]) -> Vec<Change> {
    let mut changes =
        vec![Change::added("Issuer", identity.issuer.as_str()), Change::added("Subject", &identity.subject)];
    changes.extend(difference("Roles by rules", "", &labels(&identity.rule_roles)));
    changes.extend(difference("Teams by rules", "", &standings_in_words(met)));
    changes
}

/// Roles in words, and nothing where there is none.
fn labels(roles: &Roles) -> String {
    if roles.is_empty() { String::new() } else { roles.labels() }
}

fn difference(field: &str, before: &str, after: &str) -> Option<Change> {
    (before != after).then(|| Change::new(field, said(before), said(after)))
}

fn said(words: &str) -> Option<&str> {
    (!words.is_empty()).then_some(words)
}
