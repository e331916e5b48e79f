//! Who is told of an occasion.

/// Who hears of it. Whoever did it does not, unless it is about their own account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Who decides the request.
    Approvers,
    /// Who asked.
    Asker,
    /// Of asker and approvers those who did not do it.
    OtherSide,
    /// Who asked, and who can mend what went wrong.
    AskerAndOperators,
    /// Who can mend what goes wrong at FinSpace.
    Operators,
    /// Who asked for the environment, and who owns the teams that have it.
    Team,
    /// The person whom it is about.
    Oneself,
}
