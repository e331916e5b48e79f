//! The FinSpace-compatible endpoint that the portal brings along.

use std::{
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use super::reader::Reader;

/// How the embedded endpoint behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Local {
    pub listen: SocketAddr,
    /// Whether somebody asked for this address: then another one is no substitute.
    pub listen_was_asked: bool,
    pub account_id: String,
    pub quota: u32,
    pub create_time: Duration,
    pub delete_time: Duration,
    pub faults: bool,
}

impl Local {
    pub(super) fn read(reader: &mut Reader) -> Self {
        const DAY: Duration = Duration::from_hours(24);
        let listen_was_asked = reader.has("local.listen");
        let listen =
            reader.read("local.listen", "Write a loopback address and a port, such as 127.0.0.1:4567", |text| {
                let address: SocketAddr = text.trim().parse().map_err(|_| "it is not an address to listen on")?;
                // It asks nobody for a signature, so it is not for other machines.
                if address.ip().is_loopback() { Ok(address) } else { Err("other machines could reach it".into()) }
            });
        let account_id = reader.read("local.account_id", "Write 12 digits", |text| {
            let legal = text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit());
            if legal { Ok(text.to_owned()) } else { Err("it is not an account id".into()) }
        });
        let faults = reader.read("local.faults", "Write true or false", |text| {
            text.trim().parse().map_err(|_| "it is neither true nor false".into())
        });
        Self {
            listen: listen.unwrap_or_else(|| SocketAddr::from((Ipv4Addr::LOCALHOST, 4567))),
            listen_was_asked,
            account_id: account_id.unwrap_or_else(|| "123456789012".into()),
            quota: reader.number("local.quota", 0, 1_000_000).unwrap_or(50),
            create_time: reader.duration("local.create_time", Duration::ZERO, DAY).unwrap_or(Duration::from_secs(5)),
            delete_time: reader.duration("local.delete_time", Duration::ZERO, DAY).unwrap_or(Duration::from_secs(2)),
            faults: faults.unwrap_or(false),
        }
    }
}
