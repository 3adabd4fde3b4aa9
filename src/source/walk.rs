//! Folders to files: sorted, hidden ones left out, links not followed into circles.
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Every regular file under `path` in a stable order; problems as (path, reason).
pub(super) fn files(
    path: &Path,
) -> impl Iterator<Item = Result<PathBuf, (PathBuf, String)>> + use<> {
    let visible = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    WalkDir::new(path)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(visible)
        .filter_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_file() => Some(Ok(entry.into_path())),
            Ok(_) => None,
            Err(error) => {
                let path = error.path().unwrap_or(Path::new("?")).to_owned();
                let reason = match error.loop_ancestor() {
                    Some(_) => "a link back to a folder above it".to_owned(),
                    None => error
                        .io_error()
                        .map_or_else(|| "not readable".to_owned(), ToString::to_string),
                };
                Some(Err((path, reason)))
            }
        })
}
