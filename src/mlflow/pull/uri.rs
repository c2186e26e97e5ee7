//! Names of models on a server, as MLflow writes them.

use crate::message;
use crate::pipeline::error::{Code, Error};

/// Which model of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelUri {
    /// `models:/tweets@champion`
    Alias { name: String, alias: String },
    /// `models:/tweets/3`, or `models:/tweets/latest`
    Version { name: String, version: String },
    /// `models:/m-0123456789abcdef0123456789abcdef`
    Logged(String),
    /// `runs:/0123456789abcdef0123456789abcdef/model`; the model's name within the run is left out or `model`.
    Run(String),
}

impl ModelUri {
    /// Whether it is the name of a model on a server, right or wrong, and no file's.
    pub fn is_one(text: &str) -> bool {
        text.starts_with("models:") || text.starts_with("runs:")
    }

    /// # Errors
    /// [`Code::Usage`] where it is none.
    pub fn parse(text: &str) -> Result<ModelUri, Error> {
        let parsed = match text.split_once(":/") {
            Some(("models", rest)) => of_model(rest.trim_start_matches('/')),
            Some(("runs", rest)) => {
                let rest = rest.trim_start_matches('/').trim_end_matches('/');
                let id = rest.strip_suffix("/model").unwrap_or(rest);
                is_id(id).then(|| ModelUri::Run(id.into()))
            }
            _ => None,
        };
        parsed.ok_or_else(|| {
            Error::new(
                Code::Usage,
                message!("error-model-uri", uri = text),
                message!("error-give-model-uri"),
            )
        })
    }
}

fn of_model(rest: &str) -> Option<ModelUri> {
    if let Some((name, alias)) = rest.rsplit_once('@') {
        let is_alias = !name.is_empty() && !alias.is_empty() && !alias.contains('/');
        return is_alias.then(|| ModelUri::Alias {
            name: name.into(),
            alias: alias.into(),
        });
    }
    match rest.rsplit_once('/') {
        Some((name, version)) => {
            let is_version = version == "latest"
                || !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit());
            (is_version && !name.is_empty()).then(|| ModelUri::Version {
                name: name.into(),
                version: version.into(),
            })
        }
        None => {
            let is_logged = rest.strip_prefix("m-").is_some_and(is_id);
            is_logged.then(|| ModelUri::Logged(rest.into()))
        }
    }
}

/// Whether it may be an ID: one is put into paths as it is.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

impl std::fmt::Display for ModelUri {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ModelUri::Alias { name, alias } => write!(f, "models:/{name}@{alias}"),
            ModelUri::Version { name, version } => write!(f, "models:/{name}/{version}"),
            ModelUri::Logged(id) => write!(f, "models:/{id}"),
            ModelUri::Run(id) => write!(f, "runs:/{id}/model"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_models_are_read_as_mlflow_reads_them() {
        let named = |name: &str, version: &str| ModelUri::Version {
            name: name.into(),
            version: version.into(),
        };
        let called = |name: &str, alias: &str| ModelUri::Alias {
            name: name.into(),
            alias: alias.into(),
        };
        for (text, expected) in [
            (
                "models:/tweets of ours@champion",
                called("tweets of ours", "champion"),
            ),
            ("models:/a@b@c", called("a@b", "c")),
            ("models:/tweets/3", named("tweets", "3")),
            ("models:/m-0a/7", named("m-0a", "7")),
            ("models:/tweets/latest", named("tweets", "latest")),
            ("models:/m-0a", ModelUri::Logged("m-0a".into())),
            ("runs:/0a", ModelUri::Run("0a".into())),
            ("runs:/0a/model", ModelUri::Run("0a".into())),
        ] {
            assert_eq!(ModelUri::parse(text).unwrap(), expected, "{text}");
        }
        for text in [
            "models:/",
            "models:/tweets",
            "models:/tweets/Production",
            "models:/@a",
            "models:/a@",
            "models:/a@b/c",
            "models:/m-",
            "models:tweets/1",
            "runs:/",
            "runs:/../model",
            "runs:/0a/other",
            "run.zip",
        ] {
            assert_eq!(
                ModelUri::parse(text).unwrap_err().code,
                Code::Usage,
                "{text}"
            );
        }
        assert!(ModelUri::is_one("models:tweets") && !ModelUri::is_one("models.zip"));
    }
}
