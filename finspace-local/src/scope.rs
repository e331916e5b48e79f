//! Whose environments a call is about: one account in one region.

/// Environments of different scopes never see each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    pub account: String,
    pub region: String,
}

impl Scope {
    /// The ARN of the environment `id` of this scope.
    pub fn environment_arn(&self, id: &str) -> String {
        let Self { account, region } = self;
        format!("arn:aws:finspace:{region}:{account}:environment/{id}")
    }

    /// The environment id in `arn`, when it is the ARN of an environment of this scope.
    pub fn environment_id<'a>(&self, arn: &'a str) -> Option<&'a str> {
        let place = arn.strip_prefix("arn:aws:finspace:")?;
        let place = place.strip_prefix(&self.region)?.strip_prefix(':')?;
        let place = place.strip_prefix(&self.account)?;
        let id = place.strip_prefix(":environment/")?;
        (!id.contains('/')).then_some(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope() -> Scope {
        Scope { account: "123456789012".to_owned(), region: "us-east-1".to_owned() }
    }

    #[test]
    fn an_arn_gives_its_id_back() {
        let arn = scope().environment_arn("6c6b4bbnnxin774ruft2dr");
        assert_eq!(scope().environment_id(&arn), Some("6c6b4bbnnxin774ruft2dr"));
    }

    #[test]
    fn an_arn_of_another_place_or_kind_is_not_ours() {
        for arn in [
            "arn:aws:finspace:us-east-2:123456789012:environment/abc",
            "arn:aws:finspace:us-east-1:123456789013:environment/abc",
            "arn:aws:finspace:us-east-1:123456789012:kxEnvironment/abc",
            "arn:aws:finspace:us-east-1:123456789012:environment/abc/kxUser/u",
            "arn:aws:finspace:us-east-11:123456789012:environment/abc",
        ] {
            assert_eq!(scope().environment_id(arn), None, "{arn}");
        }
    }
}
