//! The bell that open pages listen to.

use domain::ports;
use tokio::sync::watch;

/// Rings for everybody who subscribed. Rings that come faster than somebody listens become one.
#[derive(Clone, Debug)]
pub struct Bell(watch::Sender<u64>);

impl Bell {
    #[must_use]
    pub fn new() -> Self {
        Self(watch::Sender::new(0))
    }

    /// Changes whenever the bell rings, from now on.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.0.subscribe()
    }
}

impl Default for Bell {
    fn default() -> Self {
        Self::new()
    }
}

impl ports::Bell for Bell {
    fn ring(&self) {
        self.0.send_modify(|rings| *rings += 1);
    }
}
