//! The integration link.
