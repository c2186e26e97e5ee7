//! Files that go among artifacts, with the IDs that the server gave in place of those from where they were made.

use std::collections::BTreeMap;

use super::DiskFile;
use super::server::Server;
use super::wire::Body;
use crate::mlflow::entities::FileMap;
use crate::pipeline::error::Error;

/// IDs where they were made, and those that take their place; a longer one is replaced first.
#[derive(Default)]
pub(in crate::mlflow) struct NewIds(Vec<(String, String)>);

impl NewIds {
    pub fn add(&mut self, old: &str, new: &str) {
        self.0.push((old.into(), new.into()));
        self.0.sort_by_key(|(old, _)| std::cmp::Reverse(old.len()));
    }

    /// A file as it is sent: what describes a model names its run and itself.
    fn within(&self, path: &str, bytes: &[u8]) -> Vec<u8> {
        let is_description = path == "MLmodel" || path.ends_with("/MLmodel");
        match std::str::from_utf8(bytes) {
            Ok(text) if is_description => {
                let replaced = self
                    .0
                    .iter()
                    .fold(text.to_string(), |text, (old, new)| text.replace(old, new));
                replaced.into_bytes()
            }
            _ => bytes.to_vec(),
        }
    }
}

impl Server {
    /// Puts the files there that are not yet, or that broke off; `is_fresh` where nothing can be there.
    pub async fn put_files(
        &self,
        root: &str,
        files: &FileMap,
        on_disk: &[DiskFile],
        new_ids: &NewIds,
        is_fresh: bool,
    ) -> Result<(), Error> {
        let files = files.iter().filter(|(path, _)| !path.ends_with('/'));
        let there: BTreeMap<String, u64> = match is_fresh {
            true => BTreeMap::new(),
            false => self.artifact_sizes(root).await?.into_iter().collect(),
        };
        for (path, bytes) in files {
            let bytes = new_ids.within(path, bytes);
            if there.get(path) != Some(&(bytes.len() as u64)) {
                self.put_artifact(root, path, Body::Bytes(bytes)).await?;
            }
        }
        for file in on_disk {
            if there.get(&file.path) != Some(&file.n_bytes) {
                let (path, n_bytes) = (file.place.clone(), file.n_bytes);
                let body = Body::File { path, n_bytes };
                self.put_artifact(root, &file.path, body).await?;
            }
        }
        Ok(())
    }
}
