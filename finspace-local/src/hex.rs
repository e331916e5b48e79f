//! Bytes as lower-case hexadecimal digits, and back.

use std::fmt::Write;

/// `bytes` in hexadecimal digits.
pub(crate) fn spelled(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string cannot fail.
        let _written = write!(text, "{byte:02x}");
        text
    })
}

/// The bytes that `hex` spells in lower-case digits.
pub(crate) fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digit = |b: u8| match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back() {
        assert_eq!(spelled(&[0, 0x9f, 0xff]), "009fff");
        assert_eq!(bytes("009fff"), Some(vec![0, 0x9f, 0xff]));
        for wrong in ["0", "0g", "FF", "\u{e9}"] {
            assert_eq!(bytes(wrong), None, "{wrong}");
        }
    }
}
