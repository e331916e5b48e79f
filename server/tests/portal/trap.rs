//! Traps: whoever passes a point comes to an end there, in one of several ways.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use domain::portal::{Passing, Point};
use tokio::sync::Notify;

/// How somebody comes to an end at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// The process is gone: nothing that was begun goes on.
    Crash,
    Panic,
    /// The process stands still while another portal goes on, for longer than any lease, and then goes on too.
    Pause,
}

pub const ENDS: [End; 3] = [End::Crash, End::Panic, End::Pause];

/// Makes somebody come to an end the first time that they pass a point.
pub struct Trap {
    point: Point,
    pub end: End,
    sprung: AtomicBool,
    pub reached: Notify,
    pub released: Notify,
}

impl Trap {
    pub fn at(point: Point, end: End) -> Arc<Self> {
        let (sprung, reached, released) = (AtomicBool::default(), Notify::default(), Notify::default());
        Arc::new(Self { point, end, sprung, reached, released })
    }

    pub fn has_sprung(&self) -> bool {
        self.sprung.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Passing for Trap {
    async fn at(&self, point: Point) {
        if point != self.point || self.sprung.swap(true, Ordering::SeqCst) {
            return;
        }
        assert!(self.end != End::Panic, "the end at {point:?}");
        self.reached.notify_one();
        self.released.notified().await;
    }
}
