//! What the form of this page promises.
