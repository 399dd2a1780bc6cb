//! Writes CommerceML.
