//! The few pieces that run in the browser. Every page works without them; they make it quicker and kinder.
