//! How often the portal reads its connections.

use std::time::Duration;

use super::reader::Reader;
use crate::jobs::Pace;

/// The intervals of the reading job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// When nothing changes.
    pub rest: Duration,
    /// While an environment moves by itself.
    pub changing: Duration,
    /// While somebody has a page open.
    pub watched: Duration,
}

impl Reading {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let (day, least) = (Duration::from_hours(24), Duration::from_millis(50));
        let usual = Pace::default();
        Self {
            rest: reader.duration("reading.rest", least, day).unwrap_or(usual.rest),
            changing: reader.duration("reading.changing", least, day).unwrap_or(usual.changing),
            watched: reader.duration("reading.watched", least, day).unwrap_or(usual.watched),
        }
    }

    /// The pace of the jobs.
    #[must_use]
    pub fn pace(self) -> Pace {
        let Self { rest, changing, watched } = self;
        let usual = Pace::default();
        // Whoever asks for quick readings gets quick answers to a click, too.
        Pace { rest, changing, watched, woken: usual.woken.min(changing), ..usual }
    }
}
