//! `wishes_wish`.

use super::{WishRequest, chain};
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::{Open, demand, sight};
use crate::reason::{Reason, limit};
use crate::small_command::{Subscribed, queue, send};
use cabinet_desk::Grant;
use cabinet_domain::access::Right;
use cabinet_domain::article::{ARTICLE_LIMIT, article_norm};
use cabinet_protocol::commands::CommandBody;
use cabinet_protocol::wishes::{NOTE_LIMIT, Wish};

/// Wishes for an article, in place of an earlier wish for it; queued when there is no connection.
///
/// # Errors
/// `not_allowed`, `invalid`, `disk_full`.
pub async fn wish(cabinet: &Cabinet, request: WishRequest) -> Result<Subscribed, CommandError> {
    let article = request.article.trim().to_owned();
    let norm = article_norm(&article);
    if norm.is_empty() || article.chars().count() > ARTICLE_LIMIT {
        return Err(Reason::ArticleUnusable {
            limit: limit(ARTICLE_LIMIT),
        }
        .into());
    }
    if request.note.chars().count() > NOTE_LIMIT {
        return Err(Reason::NoteTooLong {
            limit: limit(NOTE_LIMIT),
        }
        .into());
    }
    if request.quantity_milli.is_some_and(|milli| milli <= 0) {
        return Err(Reason::WishedQuantity.into());
    }
    let open = cabinet.ready()?;
    let queued = open
        .blocking(move |open| {
            let grant = open.grant(&request.entity)?;
            demand(&grant, Right::SeeGoods, Reason::RoleShowsNoGoods)?;
            demand_unknown(open, &grant, &article)?;
            let body = CommandBody::Wish(Wish {
                article,
                quantity_milli: request.quantity_milli,
                note: request.note.trim().to_owned(),
            });
            queue(open, &grant.entity, chain(&grant.entity, &norm), &body)
        })
        .await?;
    send(&open, queued).await
}

/// Goods that are there are subscribed to: a wish for them would end at once with a notice that says nothing new.
fn demand_unknown(open: &Open, grant: &Grant, article: &str) -> Result<(), CommandError> {
    let there = open
        .goods()?
        .items_by_article(&sight(grant).without_prices(), &[article])?;
    match there.first().and_then(|items| items.first()) {
        None => Ok(()),
        Some(item) => Err(Reason::ArticleThere {
            article: item.article.clone(),
            name: item.name.clone(),
        }
        .into()),
    }
}
