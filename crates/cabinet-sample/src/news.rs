//! News of the sample supplier.

use crate::SampleFeed;
use crate::day::{DAY_MS, iso};
use crate::goods::{feed, keyed};
use cabinet_protocol::feed::FeedName;
use cabinet_protocol::news::NewsRow;

/// Two pieces of news: one with a last day, one without.
pub(crate) fn tell(now_ms: i64) -> SampleFeed {
    let rows = [
        NewsRow {
            id: "sample-news-1".to_owned(),
            title: "График отгрузок в праздники".to_owned(),
            text:
                "В праздничные дни склад не работает. Заказы, размещённые накануне до 15:00, отгрузим в тот же день, \
                   остальные — в первый рабочий день.\n\nСамовывоз — по предварительной договорённости с менеджером."
                    .to_owned(),
            from_ms: now_ms.saturating_sub(2 * DAY_MS),
            until: iso(now_ms.saturating_add(20 * DAY_MS)),
            entity: String::new(),
        },
        NewsRow {
            id: "sample-news-2".to_owned(),
            title: "Новая линейка крепежа из нержавеющей стали".to_owned(),
            text: "Болты, гайки и шайбы А2 и А4 уже в каталоге. Сертификаты лежат в карточках товаров.".to_owned(),
            from_ms: now_ms.saturating_sub(9 * DAY_MS),
            until: String::new(),
            entity: String::new(),
        },
    ];
    let rows = rows.iter().map(|row| keyed(&row.id, row)).collect();
    feed(FeedName::News, now_ms, rows)
}
