//! Keys that the portal makes for itself, once, in the data folder, for its owner alone.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

/// The key in the file, which is made when it is absent.
pub fn open(file: &Path, make: impl FnOnce() -> io::Result<Vec<u8>>) -> io::Result<Vec<u8>> {
    if !file.try_exists()? {
        put(file, &make()?)?;
    }
    fs::read(file)
}

/// Writes the key aside and then gives it its name, which only the first of several portals can: nobody ever reads half
/// a key, or another one than the others.
fn put(file: &Path, key: &[u8]) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    private_folder(folder)?;
    let aside = file.with_extension(format!("{}.new", std::process::id()));
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.write(true).create(true).truncate(true).open(&aside).and_then(|mut out| {
        out.write_all(key)?;
        out.sync_all()
    });
    let named = written.and_then(|()| match fs::hard_link(&aside, file) {
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    });
    let removed = fs::remove_file(&aside);
    named.and(removed)?;
    File::open(folder)?.sync_all()
}

/// Makes a folder that nobody else can look into.
pub fn private_folder(folder: &Path) -> io::Result<()> {
    let mut folders = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folders, 0o700);
    folders.recursive(true).create(folder)
}
