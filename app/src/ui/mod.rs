//! Pieces of interface that know nothing of FinSpace.
