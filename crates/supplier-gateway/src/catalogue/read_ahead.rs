//! Reads the objects of a CommerceML file on a thread of its own, ahead of whoever takes them, so that reading and writing
//! each have a core. Of several files the next one is read while the last one is still being published.

use commerceml::model::Event;
use commerceml::reader::{self, ReadError};
use std::cell::Cell;
use std::io::{self, Read};
use std::mem;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::{Scope, ScopedJoinHandle};

/// Objects that go from the reader to the writer together: waking a thread for each would cost more than reading it.
const PORTION: usize = 32;
/// Bytes of the file after which a portion is large enough, however few its objects are.
const PORTION_BYTES: usize = 256 * 1024;
/// Portions that may wait: what is ahead is at most so many times [`PORTION_BYTES`], and one object.
const PORTIONS_AHEAD: usize = 12;

/// A file that is being read.
pub(crate) struct ReadAhead<'scope> {
    portions: Receiver<Vec<Event>>,
    reading: ScopedJoinHandle<'scope, Result<(), ReadError>>,
}

impl<'scope> ReadAhead<'scope> {
    /// Begins to read.
    pub(crate) fn begin(scope: &'scope Scope<'scope, '_>, input: impl Read + Send + 'scope) -> Self {
        let (sender, portions) = sync_channel::<Vec<Event>>(PORTIONS_AHEAD);
        let reading = scope.spawn(move || {
            let taken_bytes = Cell::new(0);
            let input = Counted {
                input,
                taken_bytes: &taken_bytes,
            };
            let mut portion = Vec::with_capacity(PORTION);
            let mut begins_at = 0;
            let read = reader::read(input, &mut |event| {
                portion.push(event);
                if portion.len() < PORTION && taken_bytes.get().saturating_sub(begins_at) < PORTION_BYTES {
                    return true;
                }
                begins_at = taken_bytes.get();
                // Where nobody takes any more, the writer has failed and says why.
                sender
                    .send(mem::replace(&mut portion, Vec::with_capacity(PORTION)))
                    .is_ok()
            });
            // What stands before a mistake in the file is given too: the writer's own failure there comes first.
            let _nobody_takes = sender.send(portion);
            read
        });
        Self { portions, reading }
    }

    /// Gives every object of the file to `take`; the first failure of either side ends both.
    pub(crate) fn give<E: From<ReadError>>(self, take: &mut dyn FnMut(Event) -> Result<(), E>) -> Result<(), E> {
        let taken = self.portions.iter().flatten().try_for_each(take);
        // The reader may be waiting for room.
        drop(self.portions);
        let read = self
            .reading
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        taken.and_then(|()| read.map_err(E::from))
    }
}

/// Counts what was read.
struct Counted<'c, R> {
    input: R,
    taken_bytes: &'c Cell<usize>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.taken_bytes.set(self.taken_bytes.get().saturating_add(read));
        Ok(read)
    }
}
