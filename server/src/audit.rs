//! `portal audit verify`: walks along the whole log and holds it against its checkpoints.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
};

use domain::{
    audit::{
        Checkpoint, Signed,
        chain::{Break, Hash, Head},
    },
    ports::StoreError,
    text::{grouped, hex},
};
use secrecy::ExposeSecret;

use crate::{
    seal::{self, Seal, SealError},
    settings::{Settings, Verify},
    store::{Database, OpenError},
};

/// Lines that are held in memory at a time.
const BATCH: i64 = 1000;

/// Why the log is not in order, or could not be checked.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error("the database could not be read to the end: {0}")]
    Store(#[from] StoreError),
    #[error("{} cannot be read: {cause}. Name a file with lines of the server's log", file.display())]
    File { file: PathBuf, cause: std::io::Error },
    #[error("line {line} of {} begins like a checkpoint and cannot be read as one. It was cut off or changed", file.display())]
    Line { file: PathBuf, line: usize },
    #[error("the audit log is not in order. {0}")]
    Broken(#[from] Wrong),
    #[error("there is no key here: nothing was ever signed with this data folder")]
    NoKey,
}

/// What is not in order, by the first position that is wrong.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    #[error(transparent)]
    Chain(#[from] Break),
    #[error("position {position}: the log ends before it, but {witness}. Lines at the end were cut off")]
    Cut { position: i64, witness: String },
    #[error(
        "position {position}: the checkpoint of {time} has another hash. Lines up to here were rewritten after it was signed"
    )]
    Rewritten { position: i64, time: String },
    #[error("position {position}: the counter of the log has another hash than its last line")]
    Head { position: i64 },
    #[error(
        "position {position}: the signature of the checkpoint of {time} is wrong. The checkpoint was changed or made up"
    )]
    Signature { position: i64, time: String },
    #[error("position {position}: a checkpoint cannot be read. It was changed")]
    Unreadable { position: i64 },
    #[error(
        "position {position}: a checkpoint was signed with a key that is not known here, {key}. If another portal has it, or \
         this one had it before, add --key {key}"
    )]
    Stranger { position: i64, key: String },
}

/// Checks the log, and says that it is in order.
pub async fn verify(settings: &Settings, asked: &Verify) -> Result<String, AuditError> {
    let storage = &settings.storage;
    let mut keys: BTreeSet<[u8; 32]> = asked.keys.iter().copied().collect();
    keys.extend(Seal::find(storage)?.map(|seal| seal.public()));
    let mut elsewhere = Witnesses::new();
    for file in &asked.checkpoints {
        read(file, &mut elsewhere)?;
    }
    let database = Database::look_at(storage.database_url().expose_secret()).await?;
    let walked = walk(&database, &keys, elsewhere).await;
    database.close().await;
    let (events, checkpoints) = walked?;
    Ok(format!("{}, {}, all in order.", counted(events, "event"), counted(checkpoints, "checkpoint")))
}

fn counted(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// The public key of this portal.
pub fn key(settings: &Settings) -> Result<String, AuditError> {
    let seal = Seal::find(&settings.storage)?.ok_or(AuditError::NoKey)?;
    Ok(hex(&seal.public()))
}

/// Checkpoints from outside of the database, by their position.
type Witnesses = BTreeMap<i64, Vec<Signed>>;

/// Collects the checkpoints in the lines of a log. A line of bytes that are no text has none.
fn read(file: &Path, found: &mut Witnesses) -> Result<(), AuditError> {
    let unreadable = |cause| AuditError::File { file: file.to_owned(), cause };
    let mut lines = BufReader::new(File::open(file).map_err(unreadable)?);
    let mut bytes = Vec::new();
    for line in 1.. {
        bytes.clear();
        if lines.read_until(b'\n', &mut bytes).map_err(unreadable)? == 0 {
            break;
        }
        match Signed::in_line(&String::from_utf8_lossy(&bytes)) {
            None => {}
            Some(Ok(signed)) => found.entry(signed.checkpoint.position).or_default().push(signed),
            Some(Err(_)) => return Err(AuditError::Line { file: file.to_owned(), line }),
        }
    }
    Ok(())
}

/// Follows the log to its end. How many lines and checkpoints were in order.
async fn walk(
    database: &Database,
    keys: &BTreeSet<[u8; 32]>,
    mut elsewhere: Witnesses,
) -> Result<(usize, usize), AuditError> {
    // In this order: a checkpoint is younger than its lines, so that a portal at work meanwhile changes nothing here.
    let signed_up_to = database.signed_up_to().await?;
    let counted = database.log_head().await?;
    let mut head = Head::START;
    let mut checkpoints = 0;
    // Nothing is before the first position, but somebody may have put something there.
    let mut after = i64::MIN;
    loop {
        let lines = database.raw_lines(after, BATCH).await?;
        if lines.is_empty() {
            break;
        }
        let mut passed = BTreeMap::new();
        let begin = head.position;
        let mut followed = Ok(());
        for line in &lines {
            followed = head.follow(&line.row(), &line.hash);
            if followed.is_err() {
                break;
            }
            passed.insert(head.position, head.hash);
        }
        checkpoints += witnessed(database, keys, &mut elsewhere, begin, &passed).await?;
        followed.map_err(Wrong::from)?;
        after = head.position;
        if passed.get(&counted.position).is_some_and(|hash| *hash != counted.hash) {
            return Err(Wrong::Head { position: counted.position }.into());
        }
    }
    ended(database, keys, &elsewhere, head, counted, signed_up_to).await?;
    Ok((usize::try_from(head.position).unwrap_or_default(), checkpoints))
}

/// Holds the lines that were passed against the checkpoints among them, and says how many there were.
async fn witnessed(
    database: &Database,
    keys: &BTreeSet<[u8; 32]>,
    elsewhere: &mut Witnesses,
    begin: i64,
    passed: &BTreeMap<i64, Hash>,
) -> Result<usize, AuditError> {
    let Some((&end, _)) = passed.last_key_value() else { return Ok(0) };
    let mut witnesses = Vec::new();
    for (position, signed) in database.checkpoints(begin, end, i64::MAX).await? {
        witnesses.push(signed.ok_or(Wrong::Unreadable { position })?);
    }
    let later = elsewhere.split_off(&(end + 1));
    witnesses.extend(std::mem::replace(elsewhere, later).into_values().flatten());
    // One that stands in both places is one.
    witnesses.sort_by_key(|signed| (signed.checkpoint.position, signed.key, signed.signature));
    witnesses.dedup();
    for signed in &witnesses {
        trusted(signed, keys)?;
        let checkpoint = signed.checkpoint;
        if passed.get(&checkpoint.position) != Some(&checkpoint.hash) {
            return Err(Wrong::Rewritten { position: checkpoint.position, time: checkpoint.time() }.into());
        }
    }
    Ok(witnesses.len())
}

/// Whether a checkpoint can be believed.
fn trusted(signed: &Signed, keys: &BTreeSet<[u8; 32]>) -> Result<(), Wrong> {
    let position = signed.checkpoint.position;
    if !seal::holds(signed) {
        return Err(Wrong::Signature { position, time: signed.checkpoint.time() });
    }
    if !keys.contains(&signed.key) {
        return Err(Wrong::Stranger { position, key: hex(&signed.key) });
    }
    Ok(())
}

/// Looks for what tells of more lines than there are.
async fn ended(
    database: &Database,
    keys: &BTreeSet<[u8; 32]>,
    elsewhere: &Witnesses,
    head: Head,
    counted: Head,
    signed_up_to: i64,
) -> Result<(), AuditError> {
    let position = head.position + 1;
    let cut = |witness: String| Err(Wrong::Cut { position, witness }.into());
    if let Some(signed) = elsewhere.values().flatten().next() {
        trusted(signed, keys)?;
        let Checkpoint { position, .. } = signed.checkpoint;
        return cut(format!(
            "the server's log has a checkpoint of position {position}, of {}",
            signed.checkpoint.time()
        ));
    }
    if signed_up_to > head.position {
        let found = database.checkpoints(head.position, signed_up_to, 1).await?;
        if let Some((_, Some(signed))) = found.first() {
            trusted(signed, keys)?;
        }
        return cut(format!("there is a checkpoint of position {signed_up_to}"));
    }
    if counted.position > head.position {
        return cut(format!("its counter says {}", counted.position));
    }
    Ok(())
}
