//! No other rows than the ones that were written are followed to the same end.

use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug, PartialEq)]
struct Kept {
    position: i64,
    at: i64,
    person: Option<String>,
    words: [String; 7],
    request: Option<String>,
    hash: String,
}

impl Kept {
    fn row(&self) -> Row<'_> {
        let [id, who, action, object, outcome, detail, changes] = self.words.each_ref().map(String::as_str);
        let (person, request) = (self.person.as_deref(), self.request.as_deref());
        let (position, at) = (self.position, self.at);
        Row { position, id, at, person, who, action, object, outcome, detail, changes, request }
    }
}

fn write(rows: &mut [Kept]) -> Head {
    let mut head = Head::START;
    for row in rows {
        row.position = head.position + 1;
        head = Head { position: row.position, hash: row.row().hash(head.hash) };
        row.hash = head.hash.to_string();
    }
    head
}

fn follow(rows: &[Kept]) -> Result<Head, Break> {
    let mut head = Head::START;
    rows.iter().try_for_each(|row| head.follow(&row.row(), &row.hash))?;
    Ok(head)
}

prop_compose! {
    fn kept()(
        at: i64,
        person in proptest::option::of("[ab]{0,2}"),
        // Few letters, so that values often are the same or run into each other.
        words in proptest::array::uniform7("[ab]{0,3}"),
        request in proptest::option::of("[ab]{0,2}"),
    ) -> Kept {
        Kept { position: 0, at, person, words, request, hash: String::new() }
    }
}

proptest! {
    #[test]
    fn what_was_written_is_followed_to_its_end(mut rows in proptest::collection::vec(kept(), 0..20)) {
        let head = write(&mut rows);
        prop_assert_eq!(follow(&rows), Ok(head));
    }

    #[test]
    fn any_other_rows_are_found(
        mut rows in proptest::collection::vec(kept(), 2..12),
        other in kept(),
        (at, to) in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        kind in 0..6,
        field in 0..11_usize,
    ) {
        let head = write(&mut rows);
        let good = rows.clone();
        let (at, to) = (at.index(rows.len()), to.index(rows.len()));
        match kind {
            0 => match field {
                0 => rows[at].at = other.at,
                1 => rows[at].person.clone_from(&other.person),
                2 => rows[at].request.clone_from(&other.request),
                3 => rows[at].position += 1,
                n => rows[at].words[n - 4].clone_from(&other.words[n - 4]),
            },
            1 => { rows.remove(at); }
            2 => rows.swap(at, to),
            // Rows change places and keep their positions.
            3 => {
                let (one, two) = (rows[at].position, rows[to].position);
                rows.swap(at, to);
                (rows[at].position, rows[to].position) = (one, two);
            }
            4 => rows.insert(at, Kept { position: rows[at].position, hash: rows[at].hash.clone(), ..other }),
            // The row is taken out and all later ones move up.
            _ => {
                rows.remove(at);
                for (n, row) in (1..).zip(&mut rows) { row.position = n; }
            }
        }
        // A cut tail is still a chain, but another head than the one that a checkpoint tells of.
        prop_assert_eq!(follow(&rows) == Ok(head), rows == good, "{:?}", rows);
    }
}

#[test]
fn the_first_row_that_is_wrong_is_named() {
    let row = |word: &str| Kept {
        position: 0,
        at: 0,
        person: None,
        words: [word; 7].map(str::to_owned),
        request: None,
        hash: String::new(),
    };
    let mut rows: Vec<Kept> = ["a", "b", "c", "d"].map(row).to_vec();
    write(&mut rows);
    let mut changed = rows.clone();
    changed[2].words[5] = "other".into();
    assert_eq!(follow(&changed), Err(Break::Changed(3)));
    let mut gone = rows.clone();
    gone.remove(1);
    assert_eq!(follow(&gone), Err(Break::Missing(2)));
    let mut early = rows.clone();
    early[0].position = -4;
    assert_eq!(follow(&early), Err(Break::Stray(-4)));
}

#[test]
fn texts_do_not_run_into_each_other() {
    let row = |who, action, person| Row {
        position: 1,
        id: "",
        at: 0,
        person,
        who,
        action,
        object: "",
        outcome: "",
        detail: "",
        changes: "[]",
        request: None,
    };
    assert_ne!(row("ab", "c", None).hash(Hash::START), row("a", "bc", None).hash(Hash::START));
    assert_ne!(row("a", "b", None).hash(Hash::START), row("a", "b", Some("")).hash(Hash::START));
}

#[test]
fn the_canonical_bytes_stay_as_they_are_documented() {
    let row = Row {
        position: 1,
        id: "id",
        at: -1,
        person: Some("p"),
        who: "ada@example.com",
        action: "sign_in",
        object: "person/ada@example.com",
        outcome: "done",
        detail: "“é”",
        changes: "[]",
        request: None,
    };
    let mut bytes = vec![0; 32];
    let number = |n: i64| n.to_be_bytes().to_vec();
    let parts = [
        KIND.into(),
        number(1),
        "id".into(),
        number(-1),
        "p".into(),
        "ada@example.com".into(),
        "sign_in".into(),
        "person/ada@example.com".into(),
        "done".into(),
        "“é”".into(),
        b"[]".to_vec(),
    ];
    for part in parts {
        bytes.extend((part.len() as u64).to_be_bytes());
        bytes.extend(part);
    }
    bytes.extend([0xff; 8]);
    assert_eq!(row.hash(Hash::START).0[..], Sha256::digest(&bytes)[..]);
}

#[test]
fn a_hash_survives_its_own_text_and_nothing_else_is_one() {
    let hash = Hash(std::array::from_fn(|n| u8::try_from(n * 8).unwrap()));
    assert_eq!(Hash::parse(&hash.to_string()), Some(hash));
    for bad in ["", "0", &"0".repeat(63), &"0".repeat(66), &"A".repeat(64), &"é".repeat(32)] {
        assert_eq!(Hash::parse(bad), None, "{bad}");
    }
}
