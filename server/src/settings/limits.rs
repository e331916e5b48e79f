//! How much the portal takes on.

use std::time::Duration;

use super::reader::Reader;

/// Bounds that keep one client, or many, from taking everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Requests worked on at once. Live streams do not count.
    pub requests: usize,
    /// Live streams of one person.
    pub streams: usize,
    /// How long a client may take to send its headers.
    pub header_time: Duration,
    /// How often live streams are sent a sign of life, so that nobody in between takes them for dead.
    pub ping: Duration,
    /// How long a sign-in provider may take for an answer.
    pub provider_time: Duration,
}

impl Limits {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let mut count =
            |key, default| reader.number(key, 1, 100_000).and_then(|n| usize::try_from(n).ok()).unwrap_or(default);
        let (requests, streams) = (count("limits.requests", 512), count("limits.streams", 20));
        let mut time = |key, usual| {
            let told = reader.duration(key, Duration::from_millis(50), Duration::from_mins(5));
            told.unwrap_or(Duration::from_secs(usual))
        };
        Self {
            requests,
            streams,
            header_time: time("limits.header_time", 10),
            ping: time("limits.ping", 15),
            provider_time: time("limits.provider_time", 5),
        }
    }
}
