//! The use cases as a whole: the real SDK over HTTP, a real endpoint, a real database. Only time is turned by hand, and
//! the wire in between can be cut.

#![expect(clippy::unwrap_used, reason = "a test that unwraps says where it broke")]

mod portal {
    mod cable;
    mod certificate;
    mod clock;
    mod clocks;
    mod failures;
    // The databases of the store's tests.
    #[path = "../store/disk.rs"]
    mod disk;
    #[path = "../store/ground.rs"]
    #[expect(dead_code, unused_macros, reason = "the store's tests need more of it")]
    mod ground;
    mod lookout;
    mod postbox;
    mod wire;
    mod world;

    mod account;
    mod applying;
    mod blueprints;
    mod changes_killed;
    mod changing;
    mod checks;
    mod connections;
    mod crashes;
    mod create;
    mod dashboard;
    mod delete;
    mod deleting;
    mod delivering;
    mod drafts;
    mod edit;
    mod ends;
    mod factors;
    mod group_teams;
    mod house;
    mod invitations;
    mod jobs;
    mod killing;
    mod launchpad;
    mod lifetimes;
    mod links;
    mod log;
    mod lost;
    mod once;
    mod outages;
    mod paging;
    mod passkeys;
    mod people;
    mod prober;
    mod programs;
    mod provider;
    mod providers;
    mod provision;
    mod races;
    mod reading;
    mod refusals;
    mod reminding;
    mod renewing;
    mod request_drafts;
    mod request_history;
    mod requests;
    mod restoring;
    mod roster;
    mod single_sign_on;
    mod stopping;
    mod sweeping;
    mod tag_use;
    mod tagging;
    mod tags;
    mod teams;
    mod telling;
    mod tending;
    mod tokens;
    mod trap;
    mod turns;
    mod whereabouts;
    mod writes;
}
