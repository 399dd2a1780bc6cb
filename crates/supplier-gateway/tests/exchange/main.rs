//! The website exchange as 1C speaks it: the built program on a loopback port, over real HTTP.

#[cfg(test)]
mod archives;
#[cfg(test)]
mod dialogue;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod full_disk;
#[cfg(test)]
mod journal;
#[cfg(test)]
mod media;
#[cfg(test)]
mod memory;
#[cfg(test)]
mod orders;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod support;
