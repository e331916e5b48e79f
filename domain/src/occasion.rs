//! What people are told of: one row of a table for each occasion, and which line of the log is which occasion.

mod audience;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use audience::Audience;

use crate::{
    Flaw,
    audit::{Action, Event, Outcome},
    deletion,
    operation::State,
    words::{Word, Words},
};

/// Something that somebody wants to hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    Asked,
    StillWaiting,
    Withdrawn,
    Commented,
    Amended,
    Approved,
    Declined,
    Lapsed,
    Built,
    Failed,
    Refused,
    Undecided,
    Stalled,
    EndsSoon,
    EndMoved,
    Parked,
    Kept,
    Deleted,
    Undeleted,
    Changed,
    Unchanged,
    ConnectionDown,
    ConnectionUp,
    Unwell,
    PasswordChanged,
    FactorChanged,
    RolesChanged,
    TokenMade,
}

/// What there is to say of an occasion; `{}` stands for the name of the thing.
struct Row {
    occasion: Occasion,
    word: &'static str,
    /// What the page calls it on which people choose.
    label: &'static str,
    /// What happened.
    says: &'static str,
    /// What the button leads to.
    next: &'static str,
    audience: Audience,
    /// Whether a mail goes out until somebody chooses otherwise.
    mailed: bool,
}

#[rustfmt::skip]
const TABLE: [Row; 28] = {
    use Audience::{Approvers, Asker, AskerAndOperators, Oneself, Operators, OtherSide, Team};
    use Occasion as O;
    const fn row(occasion: Occasion, word: &'static str, audience: Audience, mailed: bool, texts: [&'static str; 3]) -> Row {
        let [label, says, next] = texts;
        Row { occasion, word, label, says, next, audience, mailed }
    }
    [
        row(O::Asked, "asked", Approvers, true,
            ["Somebody asks for something that you decide about", "“{}” waits for your decision", "Decide"]),
        row(O::StillWaiting, "still_waiting", Approvers, true,
            ["Something still waits for your decision", "“{}” still waits for your decision", "Decide"]),
        row(O::Withdrawn, "withdrawn", Approvers, false,
            ["A request that waited for you is withdrawn", "“{}” is withdrawn: there is nothing left to decide", "See the request"]),
        row(O::Commented, "commented", OtherSide, true,
            ["Somebody comments on a request of yours, or on one that you decide", "“{}” has a new comment", "Read and answer"]),
        row(O::Amended, "amended", Asker, false,
            ["What you asked for is changed before it is decided", "“{}” was changed by an approver", "See what changed"]),
        row(O::Approved, "approved", Asker, true,
            ["Your request is approved", "What you asked for is approved: “{}”", "See what comes of it"]),
        row(O::Declined, "declined", Asker, true,
            ["Your request is declined", "“{}” is declined", "See the request"]),
        row(O::Lapsed, "lapsed", Asker, true,
            ["Nobody decided your request in time", "“{}” lapsed: nobody decided in time", "See the request"]),
        row(O::Built, "built", Asker, true,
            ["Your environment is ready", "“{}” is ready: you can sign in", "Sign in"]),
        row(O::Failed, "failed", AskerAndOperators, true,
            ["An environment that was asked for did not come up", "“{}” did not come up", "See what happened"]),
        row(O::Refused, "refused", AskerAndOperators, true,
            ["FinSpace refuses to create what was approved", "FinSpace refused to create “{}”", "See what FinSpace said"]),
        row(O::Undecided, "undecided", AskerAndOperators, true,
            ["A person has to say what is to become of a lost call", "“{}” needs a decision: its call was lost", "Decide"]),
        row(O::Stalled, "stalled", AskerAndOperators, false,
            ["An environment takes much longer than usual", "“{}” is still not up", "See where it stands"]),
        row(O::EndsSoon, "ends_soon", Team, true,
            ["An environment of your team ends soon", "“{}” ends soon", "See when, and ask for more time"]),
        row(O::EndMoved, "end_moved", Team, false,
            ["The end of an environment of your team is moved", "The end of “{}” is moved", "See when it ends"]),
        row(O::Parked, "parked", Team, true,
            ["An environment of your team is going to be deleted", "“{}” is going to be deleted", "See when, and what to do"]),
        row(O::Kept, "kept", Team, false,
            ["An environment that was to be deleted is kept", "“{}” is kept: its deletion is called off", "See the environment"]),
        row(O::Deleted, "deleted", Team, true,
            ["An environment of your team is deleted", "“{}” is deleted", "See what was there"]),
        row(O::Undeleted, "undeleted", AskerAndOperators, true,
            ["A deletion does not go on by itself", "The deletion of “{}” needs a person", "See what is in the way"]),
        row(O::Changed, "changed", Asker, true,
            ["The change that you asked for is done", "“{}” is changed as you asked", "See what changed"]),
        row(O::Unchanged, "unchanged", AskerAndOperators, true,
            ["A change that was approved does not go on by itself", "The change of “{}” needs a person", "See what is in the way"]),
        row(O::ConnectionDown, "connection_down", Operators, true,
            ["A connection to FinSpace is down", "The connection “{}” is down", "See why, and what to do"]),
        row(O::ConnectionUp, "connection_up", Operators, false,
            ["A connection to FinSpace is up again", "The connection “{}” is up again", "See the connections"]),
        row(O::Unwell, "unwell", Operators, true,
            ["A check finds that people cannot sign in to an environment, or soon cannot", "“{}” needs somebody: a check failed", "See its checks"]),
        row(O::PasswordChanged, "password_changed", Oneself, true,
            ["Your password is changed", "Your password was changed", "Open your account"]),
        row(O::FactorChanged, "factor_changed", Oneself, true,
            ["Your second factor is set up, changed, turned off or reset", "Your second factor was changed", "Open your account"]),
        row(O::RolesChanged, "roles_changed", Oneself, true,
            ["Your roles are changed", "Your roles were changed", "Open your account"]),
        row(O::TokenMade, "token_made", Oneself, true,
            ["A new API token acts for you", "A new API token acts for you", "See your tokens"]),
    ]
};

impl Occasion {
    /// All of them, in the order in which pages offer them.
    pub const ALL: [Self; 28] = {
        let mut all = [Self::Asked; 28];
        let mut at = 0;
        while at < all.len() {
            all[at] = TABLE[at].occasion;
            at += 1;
        }
        all
    };

    fn row(self) -> &'static Row {
        // The table is in the order of the enum, which a test holds.
        &TABLE[self as usize]
    }

    /// The word in the database, in forms and in what webhooks are sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.row().word
    }

    /// What the page calls it on which people choose.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.row().label
    }

    /// What happened, in one line.
    #[must_use]
    pub fn says(self, name: &str) -> String {
        self.row().says.replace("{}", name)
    }

    /// What its link is called, by its effect.
    #[must_use]
    pub fn next(self) -> &'static str {
        self.row().next
    }

    /// Who hears of it.
    #[must_use]
    pub fn audience(self) -> Audience {
        self.row().audience
    }

    /// Whether it is about somebody's account. Nobody turns such a notice off in the portal, and no webhook is told.
    #[must_use]
    pub fn is_private(self) -> bool {
        self.audience() == Audience::Oneself
    }

    /// Whether a mail goes out until somebody chooses otherwise.
    #[must_use]
    pub fn is_mailed(self) -> bool {
        self.row().mailed
    }

    /// Whether a line of the log tells how an environment comes about: which occasion it is depends on its operation.
    #[must_use]
    pub fn may_be_built(event: &Event) -> bool {
        matches!(event.action, Action::CreateEnvironment | Action::AdoptEnvironment)
    }

    /// Whether a line of the log tells how an environment ends: which occasion it is depends on its deletion.
    #[must_use]
    pub fn may_be_ending(event: &Event) -> bool {
        use Action::{BeginEnd, DeleteEnvironment, KeepEnvironment, RemindEnd, SetEnd};
        matches!(event.action, RemindEnd | SetEnd | BeginEnd | KeepEnvironment | DeleteEnvironment)
    }

    /// Which occasion such a line is. A deletion that waits, and goes on by itself, is nobody's business yet.
    #[must_use]
    pub fn of_ending(event: &Event, state: Option<&deletion::State>) -> Option<Self> {
        match (event.action, event.outcome, state) {
            (Action::RemindEnd, Outcome::Done, _) => Some(Self::EndsSoon),
            (Action::SetEnd, Outcome::Done, _) => Some(Self::EndMoved),
            (Action::BeginEnd, Outcome::Done, _) => Some(Self::Parked),
            (Action::KeepEnvironment, Outcome::Done, _) => Some(Self::Kept),
            (Action::DeleteEnvironment, Outcome::Done, _) => Some(Self::Deleted),
            (
                Action::DeleteEnvironment,
                Outcome::Failed | Outcome::Refused,
                Some(deletion::State::Stuck | deletion::State::Stopped { .. }),
            ) if event.person.is_none() => Some(Self::Undeleted),
            _ => None,
        }
    }

    /// Whether a line of the log tells that a check found something. What somebody had checked is told by itself, once.
    #[must_use]
    pub fn is_unwell(event: &Event) -> bool {
        event.action == Action::CheckEnvironment && event.outcome == Outcome::Failed && event.person.is_none()
    }

    /// Which occasion a line of the log is, if it is one. `state` is that of the operation that it tells of: a refusal
    /// that is tried again by itself, for one, is nobody's business yet.
    #[must_use]
    pub fn of(event: &Event, state: Option<&State>) -> Option<Self> {
        if Self::may_be_built(event) {
            return match (event.outcome, state?) {
                (Outcome::Done, State::Ready { .. }) => Some(Self::Built),
                (Outcome::Failed, State::Failed { .. }) => Some(Self::Failed),
                (Outcome::Refused, State::Refused { .. }) => Some(Self::Refused),
                (Outcome::Unknown, State::Undecided { .. }) => Some(Self::Undecided),
                (Outcome::Unknown, State::Stalled { .. }) => Some(Self::Stalled),
                _ => None,
            };
        }
        // That somebody tries it again is no news, and one that waits goes on by itself.
        if event.action == Action::ApplyChange && event.outcome == Outcome::Failed {
            return Some(Self::Unchanged);
        }
        // By the portal itself: what somebody tries by hand, they see.
        if event.action == Action::CheckConnection && event.person.is_none() {
            return Some(if event.outcome == Outcome::Done { Self::ConnectionUp } else { Self::ConnectionDown });
        }
        if event.outcome != Outcome::Done {
            return None;
        }
        match event.action {
            Action::AskEnvironment | Action::AskDeletion | Action::AskTime | Action::AskChange => Some(Self::Asked),
            Action::ApplyChange => Some(Self::Changed),
            Action::WithdrawRequest => Some(Self::Withdrawn),
            Action::CommentRequest => Some(Self::Commented),
            Action::AmendRequest => Some(Self::Amended),
            Action::ApproveRequest => Some(Self::Approved),
            Action::DeclineRequest => Some(Self::Declined),
            Action::RemindRequest => Some(Self::StillWaiting),
            Action::LapseRequest => Some(Self::Lapsed),
            Action::ChangePassword => Some(Self::PasswordChanged),
            Action::AddFactor | Action::RemoveFactor | Action::AddPasskey | Action::RemovePasskey => {
                Some(Self::FactorChanged)
            }
            Action::ChangeRoles => Some(Self::RolesChanged),
            Action::MakeToken => Some(Self::TokenMade),
            _ => None,
        }
    }
}

impl Word for Occasion {
    const KIND: &'static str = "occasion";
    const EVERY: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        self.as_str()
    }
}

impl FromStr for Occasion {
    type Err = Flaw;

    fn from_str(word: &str) -> Result<Self, Flaw> {
        <Self as Word>::of(word)
    }
}

/// Some occasions.
pub type Occasions = Words<Occasion>;

#[cfg(test)]
mod tests;
