//! Licences of what travels with every model and archive: Dryf's own programs, and spaCy's lists of words and signs.

/// Its name, at the top of an archive and beside each model in it.
pub const NOTICE_FILE: &str = "NOTICE.txt";

/// The notice. Notices for the program itself are `www/notices.txt`.
pub const NOTICE: &str = concat!(
    "The programs beside this file (replay.py, code/*.py) are part of Dryf, licensed under MIT or Apache-2.0 at your choice:\n\n",
    include_str!("../../LICENSE-MIT"),
    "\n\nThe stop words and signs that the cleaning uses, in model.json and in the cleaning's files, are those of spaCy:\n\n",
    include_str!("../pipeline/clean/lists/LICENSE-spaCy"),
);
