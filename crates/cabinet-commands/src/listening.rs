//! Listening for hints of the session's gateway for as long as the profile is open.
//!
//! A hint rings the bell of the sync and does nothing else.

use crate::background::Bells;
use crate::cabinet::{Cabinet, Inner, Stage};
use crate::clock::Clock;
use crate::events::Changes;
use crate::sync::LiveState;
use crate::track::Track;
use cabinet_client::gateway::Gateway;
use cabinet_sync::listen::{Clocks, Ears, listen};
use cabinet_sync::machine::live::Stand;
use std::sync::{Arc, Weak};
use std::time::Duration;

pub(crate) async fn keep_listening(profile: Weak<Inner>, bells: Bells) {
    loop {
        let Some(session) = session(&profile, &bells) else {
            if profile.strong_count() == 0 {
                return;
            }
            bells.session.notified().await;
            continue;
        };
        tokio::select! {
            () = listen(session.gateway, session.silence, &session.clocks, &session.ears) => {}
            () = bells.session.notified() => {}
        }
        session.ears.put(LiveState::Off);
    }
}

/// What is listened to, without holding the profile open.
struct Session {
    gateway: Arc<Gateway>,
    silence: Duration,
    clocks: Clocks,
    ears: Listener,
}

/// The session as it is now; `None` when there is none.
fn session(profile: &Weak<Inner>, bells: &Bells) -> Option<Session> {
    let inner = profile.upgrade()?;
    let silence = inner.options.live_silence;
    let Stage::Open(open) = (Cabinet { inner }).stage() else {
        return None;
    };
    let gateway = open.driver().ok()?.gateway().clone();
    let clock = open.clock;
    Some(Session {
        gateway,
        silence,
        clocks: Clocks {
            now: Arc::new(move || clock.now_ms()),
            wall: Arc::new(Clock::wall_ms),
        },
        ears: Listener {
            track: open.track.clone(),
            profile: profile.clone(),
            bells: bells.clone(),
        },
    })
}

struct Listener {
    track: Arc<Track>,
    profile: Weak<Inner>,
    bells: Bells,
}

impl Listener {
    fn put(&self, live: LiveState) {
        self.track.standing().live = live;
        if let Some(profile) = self.profile.upgrade() {
            profile.tell(Changes {
                sync: true,
                ..Changes::default()
            });
        }
    }
}

impl Ears for Listener {
    fn ask(&self) {
        self.bells.hint.notify_one();
    }

    fn stands(&self, stand: Stand) {
        self.put(match stand {
            Stand::Pausing => LiveState::Waiting,
            Stand::Opening => LiveState::Connecting,
            Stand::Open => LiveState::Listening,
        });
    }
}
