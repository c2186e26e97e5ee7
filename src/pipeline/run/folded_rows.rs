//! The training rows of a data set, to be cleaned and then scored by models that did not learn from them.

use crate::pipeline::chunks::InChunks;
use crate::pipeline::clean::Cleaner;
use crate::pipeline::corpus::DataSet;
use crate::pipeline::error::Error;
use crate::pipeline::step::Piece;
use crate::pipeline::svm::SvcValidParams;

use super::config::RunConfig;
use super::train::out_of_fold::OutOfFold;

pub(super) struct FoldedRows {
    pub config: RunConfig,
    svc: SvcValidParams,
    cleaner: Cleaner,
    texts: Vec<String>,
    /// Class indices, by row.
    pub labels: Vec<u32>,
    pub classes: Vec<String>,
    pub n_folds: u32,
}

impl FoldedRows {
    /// Of a data set without the rows that the configuration leaves out; `n_folds` is at least 2.
    ///
    /// # Errors
    /// Those of [`RunConfig::check`].
    pub fn new(config: &RunConfig, data: &DataSet, n_folds: u32) -> Result<FoldedRows, Error> {
        config.check()?;
        Ok(FoldedRows {
            svc: config.svc.check(&data.classes)?,
            cleaner: config.clean.compile()?,
            config: config.clone(),
            texts: data.train.texts.clone(),
            labels: data.train.labels.clone(),
            classes: data.classes.clone(),
            n_folds,
        })
    }

    /// The cleaned texts, of which there are none yet.
    pub fn uncleaned(&self) -> InChunks<String> {
        InChunks::new(self.texts.len())
    }

    /// What is left to clean.
    pub fn cleaning<'a>(&'a self, cleaned: &'a mut InChunks<String>) -> Vec<Box<dyn Piece + 'a>> {
        cleaned.pieces(move |rows| {
            let texts = self.texts[rows].iter();
            texts.map(|text| self.cleaner.clean(text)).collect()
        })
    }

    /// The scoring of the cleaned rows by the configuration's recipe.
    pub fn scoring(&self, cleaned: &[String]) -> OutOfFold {
        let all: Vec<u32> = (0..self.labels.len() as u32).collect();
        OutOfFold::new(
            (self.config.features(), &self.svc),
            None,
            cleaned,
            &all,
            self.labels.clone(),
            self.classes.len(),
            (self.n_folds, self.config.run.seed),
        )
    }

    /// The names of class indices.
    pub fn names(&self, classes: &[u32]) -> Vec<String> {
        let name = |&class: &u32| self.classes[class as usize].clone();
        classes.iter().map(name).collect()
    }
}
