//! In which codings a client takes an answer: `Accept-Encoding`, as RFC 9110 has it in 12.5.3.

use hyper::header::{self, HeaderMap};

/// How the bytes of a file are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    Brotli,
    Gzip,
    /// As they are.
    Identity,
}

impl Coding {
    /// The smallest first.
    const ALL: [Coding; 3] = [Coding::Brotli, Coding::Gzip, Coding::Identity];

    /// As headers name it.
    pub fn name(self) -> &'static str {
        match self {
            Coding::Brotli => "br",
            Coding::Gzip => "gzip",
            Coding::Identity => "identity",
        }
    }

    /// What the name of a file ends in that lies beside another and holds it in this coding.
    pub fn extension(self) -> Option<&'static str> {
        match self {
            Coding::Brotli => Some("br"),
            Coding::Gzip => Some("gz"),
            Coding::Identity => None,
        }
    }
}

/// The codings that the client takes, the one it likes best first; of those it likes alike, the smallest first.
pub fn accepted(headers: &HeaderMap) -> Vec<Coding> {
    let lists = headers.get_all(header::ACCEPT_ENCODING).iter();
    let named: Vec<(String, u16)> = lists
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| list.split(','))
        .filter_map(named)
        .collect();
    let mut accepted: Vec<(Coding, u16)> = Coding::ALL
        .into_iter()
        .filter_map(|coding| {
            let of = |name: &str| named.iter().find(|named| named.0 == name);
            match of(coding.name()).or_else(|| of("*")) {
                Some((_, 0)) => None,
                Some((_, weight)) => Some((coding, *weight)),
                // As they are they may come where nothing is said against it, but all that is named goes before.
                None => (coding == Coding::Identity).then_some((coding, 0)),
            }
        })
        .collect();
    accepted.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    accepted.into_iter().map(|(coding, _)| coding).collect()
}

/// A coding of the list in lower case and its weight in thousandths; none where the weight is none, so that what is not
/// understood is not sent.
fn named(part: &str) -> Option<(String, u16)> {
    let (name, parameters) = part.split_once(';').unwrap_or((part, ""));
    let name = match name.trim().to_ascii_lowercase().as_str() {
        "x-gzip" => "gzip".to_string(),
        name => name.to_string(),
    };
    let weight = match parameters.trim() {
        "" => 1000,
        weight => thousandths(weight.strip_prefix(['q', 'Q'])?.trim_start())?,
    };
    (!name.is_empty()).then_some((name, weight))
}

/// `=0.25` as 250; at most three digits, and at most 1.
fn thousandths(text: &str) -> Option<u16> {
    let text = text.strip_prefix('=')?.trim_start();
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let is_weight = matches!(whole, "0" | "1")
        && rest.len() <= 3
        && rest.bytes().all(|byte| byte.is_ascii_digit());
    let weight = is_weight.then(|| format!("{whole}{rest:0<3}").parse().ok())??;
    (weight <= 1000).then_some(weight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::HeaderValue;

    #[test]
    fn what_a_client_takes() {
        for (lists, expected) in [
            (&[][..], "identity"),
            (&[""], "identity"),
            (&["gzip, deflate, br, zstd"], "br gzip identity"),
            (&["GZip"], "gzip identity"),
            (&["x-gzip"], "gzip identity"),
            (&["deflate, zstd"], "identity"),
            (&["gzip", "br"], "br gzip identity"),
            (&["br;q=0.5, gzip"], "gzip br identity"),
            (&["br;q=0.5,gzip;q=0.500"], "br gzip identity"),
            (&["br ; q=0.1 , gzip ;Q= 0.2"], "gzip br identity"),
            (&["br;q=0, gzip"], "gzip identity"),
            (&["br;q=0.000"], "identity"),
            (&["*"], "br gzip identity"),
            (&["*;q=0"], ""),
            (&["br, *;q=0"], "br"),
            (&["br;q=0, *"], "gzip identity"),
            (&["identity;q=0"], ""),
            (&["identity;q=0, gzip"], "gzip"),
            (&["*;q=0, identity"], "identity"),
            (&["*;q=0, identity;q=0.001"], "identity"),
            (&["identity, gzip;q=0.9"], "identity gzip"),
            (&["gzip;q=0.001"], "gzip identity"),
            // What is no weight names nothing.
            (&["br;q=1.001, gzip;q=2"], "identity"),
            (&["br;q=0.1234, gzip;q=-1"], "identity"),
            (&["br;q=, gzip;q"], "identity"),
            (&["br;level=3, gzip;q=.5"], "identity"),
            (&[";q=1, ,;"], "identity"),
            (&["gzip br"], "identity"),
            (&["brotli, gzipped"], "identity"),
        ] {
            let mut headers = HeaderMap::new();
            for list in lists {
                headers.append(header::ACCEPT_ENCODING, HeaderValue::from_static(list));
            }
            let names: Vec<&str> = accepted(&headers).into_iter().map(Coding::name).collect();
            assert_eq!(names.join(" "), expected, "{lists:?}");
        }
    }
}
