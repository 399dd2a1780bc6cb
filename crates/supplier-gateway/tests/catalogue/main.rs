//! Imports of CommerceML into the catalogue and its feeds, over the real SQLite storage and real files.

#[cfg(test)]
mod console;
#[cfg(test)]
mod currencies;
#[cfg(test)]
mod deletions;
#[cfg(test)]
mod exports;
#[cfg(test)]
mod generations;
#[cfg(test)]
mod goods;
#[cfg(test)]
mod mistakes;
#[cfg(test)]
mod prices;
#[cfg(test)]
mod stock;
#[cfg(test)]
mod support;
