//! Traps: whoever passes a point comes to an end there, in one of several ways.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use domain::portal::{Passing, Point};
use tokio::{sync::Notify, task::JoinHandle, time::timeout};

use super::world::World;

const DAYS: i64 = 3 * 24 * 60 * 60;
/// Longer than any lease, in seconds.
pub const LONG: u64 = 61;

/// How somebody comes to an end at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// The process is gone: nothing that was begun goes on.
    Crash,
    Panic,
    /// The process stands still while another portal goes on, for longer than any lease, and then goes on too.
    Pause,
    /// The same of its whole machine, whose uptime stands still as well.
    Sleep,
    /// The clock is set to another day, and work goes on.
    Ahead,
    Back,
}

/// Each of them is tried with every fault, and all of them with some.
pub const ENDS: [End; 3] = [End::Crash, End::Panic, End::Pause];
pub const ALL_ENDS: [End; 6] = [End::Crash, End::Panic, End::Pause, End::Sleep, End::Ahead, End::Back];

/// Makes somebody come to an end the first time that they pass a point.
pub struct Trap {
    point: Point,
    end: End,
    sprung: AtomicBool,
    reached: Notify,
    released: Notify,
}

impl Trap {
    pub fn at(point: Point, end: End) -> Arc<Self> {
        let (sprung, reached, released) = (AtomicBool::default(), Notify::default(), Notify::default());
        Arc::new(Self { point, end, sprung, reached, released })
    }

    pub fn has_sprung(&self) -> bool {
        self.sprung.load(Ordering::SeqCst)
    }

    /// Has a portal work with this trap in its way. Gives what stands still in it.
    pub async fn meet(&self, world: &World, work: impl Future<Output = ()> + Send + 'static) -> Option<JoinHandle<()>> {
        let mut work = tokio::spawn(work);
        loop {
            tokio::select! {
                ended = &mut work => {
                    assert_eq!(ended.is_err(), self.end == End::Panic && self.has_sprung(), "it panicked by itself");
                    return None;
                }
                () = self.reached.notified() => {}
            }
            match self.end {
                End::Crash | End::Panic => {
                    work.abort();
                    let _ = work.await;
                    return None;
                }
                End::Pause | End::Sleep => {
                    world.clock.sleep(self.end == End::Sleep);
                    return Some(work);
                }
                End::Ahead => world.clock.leap(DAYS),
                End::Back => world.clock.leap(-DAYS),
            }
            self.released.notify_one();
        }
    }

    /// Lets go on who stands still, and waits until they are done.
    pub async fn release(&self, world: &World, standing: JoinHandle<()>) {
        self.released.notify_one();
        timeout(Duration::from_secs(20), standing).await.expect("it goes on").unwrap();
        world.clock.sleep(false);
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
