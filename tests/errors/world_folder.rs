//! Folders of a world table for the length of one test.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use leontief::read::world_csv;
use leontief::table::{WorldDraft, WorldTable};

/// A folder that is removed when the test is over.
pub struct Folder(PathBuf);

static COUNT: AtomicUsize = AtomicUsize::new(0);

#[allow(dead_code)] // two test programs, each with its own part
impl Folder {
    pub fn empty() -> Self {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("leontief-world-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    /// A copy of the worked case of three countries and two sectors.
    pub fn worked_case() -> Self {
        let folder = Self::empty();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/t3x2");
        for name in ["Z.csv", "Y.csv", "va_x.csv", "table.toml"] {
            fs::copy(source.join(name), folder.0.join(name)).unwrap();
        }
        folder
    }

    /// With this file, in the place of an earlier one.
    pub fn with(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        fs::write(self.0.join(name), content).unwrap();
        self
    }

    pub fn without(self, name: &str) -> Self {
        fs::remove_file(self.0.join(name)).unwrap();
        self
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// With one text, which stands once in the file, replaced.
    #[track_caller]
    pub fn replacing(self, name: &str, old: &str, new: &str) -> Self {
        let text = self.text(name);
        assert_eq!(text.matches(old).count(), 1, "`{old}` in {text}");
        let text = text.replace(old, new);
        self.with(name, text)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn draft(&self) -> leontief::Result<WorldDraft> {
        world_csv(&self.0)
    }

    #[track_caller]
    pub fn table(&self) -> WorldTable {
        self.draft().unwrap().check().unwrap()
    }

    /// The error of a folder that is not read; its message names files without the folder.
    #[track_caller]
    pub fn refused(&self) -> String {
        let error = self.draft().unwrap_err();
        let place = format!("{}{}", self.0.display(), std::path::MAIN_SEPARATOR);
        error.to_string().replace(&place, "")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
