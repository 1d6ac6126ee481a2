//! The series of a book with the kinds that they number.

use crate::exchange::document::SeriesDocument;
use crate::failure::Result;
use crate::store::View;

/// Every series, by key.
pub(super) fn of(view: &View<'_>) -> Result<Vec<SeriesDocument>> {
    let list = view.series_list()?.into_iter();
    list.map(|series| {
        let kinds = view.kinds_of_series(&series.key)?;
        Ok(SeriesDocument { series, kinds })
    })
    .collect()
}
