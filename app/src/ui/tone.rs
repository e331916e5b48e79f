//! How good or bad a piece of news is; colours and icons follow from it.

use super::icon::Glyph;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Neutral,
    Info,
    /// Something is under way; the icon turns unless the reader asked for less motion.
    Progress,
    Success,
    Warning,
    Danger,
}

impl Tone {
    /// The value of `data-tone`, from which style/tones.css takes the colours.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Progress => "progress",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }

    pub const fn glyph(self) -> Glyph {
        match self {
            Self::Neutral => Glyph::Neutral,
            Self::Info => Glyph::Info,
            Self::Progress => Glyph::Spinner,
            Self::Success => Glyph::Success,
            Self::Warning => Glyph::Warning,
            Self::Danger => Glyph::Danger,
        }
    }
}
