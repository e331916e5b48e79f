//! What a blueprint approves by itself: whose requests, and how far.

use serde::{Deserialize, Serialize};

use super::Rules;

/// Whose requests a blueprint approves by itself. Nobody decides their own by that: an administrator settled it for all of
/// them beforehand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", try_from = "Kept")]
pub enum Automatic {
    /// Somebody decides each of them.
    #[default]
    Nobody,
    /// Those of the owners of the team, and of its members who are approvers.
    Approvers,
    /// Those of everybody in the team.
    Members,
}

/// As it was kept: it was a yes or no once, and a box to tick.
#[derive(Deserialize)]
#[serde(untagged)]
enum Kept {
    YesOrNo(bool),
    Word(String),
}

impl TryFrom<Kept> for Automatic {
    type Error = String;

    fn try_from(kept: Kept) -> Result<Self, Self::Error> {
        match kept {
            Kept::YesOrNo(true) => Ok(Self::Members),
            Kept::YesOrNo(false) => Ok(Self::Nobody),
            Kept::Word(word) if word == "true" => Ok(Self::Members),
            Kept::Word(word) => {
                let known = Self::ALL.into_iter().find(|one| one.as_str() == word);
                known.ok_or_else(|| format!("nobody is called “{word}”"))
            }
        }
    }
}

impl Automatic {
    /// All of them, in the order in which pages offer them.
    pub const ALL: [Self; 3] = [Self::Nobody, Self::Approvers, Self::Members];

    /// The word in forms and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Approvers => "approvers",
            Self::Members => "members",
        }
    }

    /// What the pages call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Nobody => "No requests",
            Self::Approvers => "Requests of owners and approvers",
            Self::Members => "Requests of every member",
        }
    }

    /// What that means, in a sentence.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Nobody => "Somebody decides each of them.",
            Self::Approvers => {
                "Of the team’s owners, and of its members with the role Approver. Somebody decides what others ask for."
            }
            Self::Members => "Whoever of the team asks, nobody has to decide.",
        }
    }

    /// Those whose requests they are, as a sentence goes on.
    fn whose(self) -> Option<&'static str> {
        match self {
            Self::Nobody => None,
            Self::Approvers => Some("owners and approvers of the team"),
            Self::Members => Some("members of the team"),
        }
    }
}

impl Rules {
    /// Whether it approves by itself what is asked for now: by one of the approvers of the team or another member of it,
    /// for a team that has so many environments of it.
    #[must_use]
    pub fn approves_by_itself(&self, is_approver: bool, of_team: usize) -> bool {
        let is_theirs = match self.automatic {
            Automatic::Nobody => false,
            Automatic::Approvers => is_approver,
            Automatic::Members => true,
        };
        is_theirs && (self.automatic_up_to == 0 || of_team < self.automatic_up_to as usize)
    }

    /// By which rule it approves by itself, as a sentence; `None` when it never does.
    #[must_use]
    pub fn automatic_rule(&self) -> Option<String> {
        let whose = self.automatic.whose()?;
        let far = match self.automatic_up_to {
            0 => String::new(),
            most => format!(", as long as the team has no more than {most} of it"),
        };
        Some(format!("The blueprint approves by itself what {whose} ask for, within its limits{far}."))
    }

    /// Whether what there is of it has to be counted before more is asked for.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        self.per_team > 0 || self.per_person > 0 || (self.automatic != Automatic::Nobody && self.automatic_up_to > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_as_yes_or_no_is_still_read() {
        for (kept, means) in [
            ("true", Automatic::Members),
            ("false", Automatic::Nobody),
            ("\"true\"", Automatic::Members),
            ("\"approvers\"", Automatic::Approvers),
        ] {
            assert_eq!(serde_json::from_str::<Automatic>(kept).unwrap(), means, "{kept}");
        }
        assert!(serde_json::from_str::<Automatic>("\"everybody\"").is_err());
        for one in Automatic::ALL {
            let word = serde_json::to_string(&one).unwrap();
            assert_eq!(word, format!("\"{}\"", one.as_str()));
            assert_eq!(serde_json::from_str::<Automatic>(&word).unwrap(), one);
        }
    }
}
