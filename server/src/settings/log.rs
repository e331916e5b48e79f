//! What the portal writes about itself, and how.

use super::reader::Reader;

/// tower-sessions warns of every cookie that is out of date.
const FILTER: &str = "info,tower_sessions=error,tower_sessions_core=error";

/// The settings of the log, which goes to standard error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    pub format: LogFormat,
    /// Directives of tracing's filter.
    pub filter: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// A line for people.
    Text,
    /// A line for machines.
    Json,
}

impl Log {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let format = reader.read("log.format", "Write text or json", |text| match text.trim() {
            "text" => Ok(LogFormat::Text),
            "json" => Ok(LogFormat::Json),
            _ => Err("it is no format of the log".into()),
        });
        let filter = reader.read("log.filter", "Write directives such as info or info,server=debug", |text| {
            let checked = tracing_subscriber::EnvFilter::try_new(text);
            checked.map(|_| text.to_owned()).map_err(|cause| format!("it is no filter ({cause})"))
        });
        Self { format: format.unwrap_or(LogFormat::Text), filter: filter.unwrap_or_else(|| FILTER.into()) }
    }
}
