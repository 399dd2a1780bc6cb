//! The supplier's catalogue: what 1C exported, and the feeds made of it.
