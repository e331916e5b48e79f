//! A disk that is full after so many rows. What a database says then is what it says of a real one: triggers make it.

use sqlx::{AssertSqlSafe, Connection};

use super::ground::{Ground, connect};

/// PostgreSQL's own code and words.
const ON_POSTGRES: &str = "CREATE FUNCTION disk_fills() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
     UPDATE disk_room SET lasts = lasts - 1;
     IF (SELECT lasts FROM disk_room) < 0 THEN
         RAISE EXCEPTION USING ERRCODE = 'disk_full', MESSAGE = 'could not extend file: No space left on device';
     END IF;
     RETURN NULL;
 END $$";
/// More rows than any test writes.
const PLENTY: i64 = 1_000_000;

/// The disk under the database of a test.
pub struct Disk<'g>(&'g Ground);

impl<'g> Disk<'g> {
    pub async fn under(ground: &'g Ground) -> Self {
        let is_sqlite = ground.url.starts_with("sqlite:");
        ground.edit("CREATE TABLE disk_room (lasts BIGINT NOT NULL)").await;
        ground.edit(&format!("INSERT INTO disk_room VALUES ({PLENTY})")).await;
        if is_sqlite {
            // A table that has used up its numbers: one more row, and SQLite goes the same way as when it cannot write.
            ground.edit("CREATE TABLE disk_end (id INTEGER PRIMARY KEY AUTOINCREMENT)").await;
            ground.edit("INSERT INTO disk_end VALUES (9223372036854775807)").await;
        } else {
            ground.edit(ON_POSTGRES).await;
        }
        let tables = if is_sqlite {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        } else {
            "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()"
        };
        let mut connection = connect(&ground.url).await;
        let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut connection).await.unwrap();
        for table in tables.iter().filter(|table| !table.starts_with("disk")) {
            for deed in ["INSERT", "UPDATE", "DELETE"] {
                let ends = if is_sqlite {
                    "BEGIN UPDATE disk_room SET lasts = lasts - 1;
                         INSERT INTO disk_end SELECT NULL FROM disk_room WHERE lasts < 0; END"
                } else {
                    "FOR EACH ROW EXECUTE FUNCTION disk_fills()"
                };
                let sql = format!("CREATE TRIGGER disk_{deed}_{table} AFTER {deed} ON {table} {ends}");
                sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
            }
        }
        connection.close().await.unwrap();
        Self(ground)
    }

    /// There is room for so many rows from now on; without a number, for all.
    pub async fn lasts(&self, rows: Option<usize>) {
        let rows = rows.map_or(PLENTY, |rows| i64::try_from(rows).unwrap());
        self.0.edit(&format!("UPDATE disk_room SET lasts = {rows}")).await;
    }
}
