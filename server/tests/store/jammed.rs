//! A table in which nothing can be changed, for tests of pages: the rest of the database goes on.

use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

pub async fn jam(url: &str, table: &str) {
    edit(url, &format!("CREATE TRIGGER jammed BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'jammed'); END"))
        .await;
}

pub async fn free(url: &str) {
    edit(url, "DROP TRIGGER jammed").await;
}

async fn edit(url: &str, sql: &str) {
    let mut database = SqliteConnection::connect(url).await.unwrap();
    sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut database).await.unwrap();
}
