//! A page of something long.

use serde::{Deserialize, Serialize};

use crate::ports::StoreError;

/// Rows of one page, and where the page stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paged<T> {
    pub rows: Vec<T>,
    /// How many match, on all pages.
    pub matching: usize,
    /// From 1; the last page when one beyond it was asked for.
    pub number: usize,
    pub pages: usize,
    /// The most rows of a page.
    pub size: usize,
}

impl<T> Paged<T> {
    /// The place of the first row, from 1.
    #[must_use]
    pub fn first(&self) -> usize {
        (self.number - 1) * self.size + 1
    }

    /// The same page of something else.
    pub(super) fn map<U>(self, to: impl FnMut(T) -> U) -> Paged<U> {
        let Self { rows, matching, number, pages, size } = self;
        Paged { rows: rows.into_iter().map(to).collect(), matching, number, pages, size }
    }

    /// A page out of all rows.
    pub(super) fn cut(all: Vec<T>, wanted: usize, size: usize) -> Self {
        let matching = all.len();
        let pages = matching.div_ceil(size).max(1);
        let number = wanted.clamp(1, pages);
        let rows = all.into_iter().skip((number - 1) * size).take(size).collect();
        Self { rows, matching, number, pages, size }
    }

    /// A page that `read` gives, which is asked for the rows after the first so many, and for how many at most.
    pub(super) async fn read<F>(wanted: usize, size: usize, read: impl Fn(i64, i64) -> F) -> Result<Self, StoreError>
    where
        F: Future<Output = Result<(Vec<T>, i64), StoreError>>,
    {
        let most = i64::try_from(size).unwrap_or(i64::MAX);
        let from = |number: usize| i64::try_from(number - 1).unwrap_or(i64::MAX).saturating_mul(most);
        let number = wanted.max(1);
        let (rows, matching) = read(from(number), most).await?;
        let matching = usize::try_from(matching).unwrap_or_default();
        let pages = matching.div_ceil(size).max(1);
        if number <= pages {
            return Ok(Self { rows, matching, number, pages, size });
        }
        let (rows, _) = read(from(pages), most).await?;
        Ok(Self { rows, matching, number: pages, pages, size })
    }
}

/// At most so many rows of those that `read` gives when it is asked for at most so many, and whether there are more.
pub(super) async fn piece<T, F>(most: usize, read: impl FnOnce(i64) -> F) -> Result<(Vec<T>, bool), StoreError>
where
    F: Future<Output = Result<Vec<T>, StoreError>>,
{
    let mut rows = read(i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1)).await?;
    let more = rows.len() > most;
    rows.truncate(most);
    Ok((rows, more))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_beyond_the_last_one_is_the_last_one() {
        let page = |wanted| Paged::cut((1..=5).collect(), wanted, 2);
        assert_eq!((page(0).number, page(0).rows), (1, vec![1, 2]));
        assert_eq!((page(9).number, page(9).first(), page(9).rows), (3, 5, vec![5]));
        let none = Paged::cut(Vec::<u8>::new(), 4, 2);
        assert_eq!((none.number, none.pages, none.matching), (1, 1, 0));
    }
}
