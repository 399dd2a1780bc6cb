//! `documents_preview`.

use super::PreviewPage;
use super::paper::{DoubtView, PaperRequest, make};
use crate::cabinet::Cabinet;
use crate::error::{CommandError, ErrorCode};
use crate::reason::Thing;
use crate::settings::demand_shown_prices;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cabinet_documents::preview::{PreviewError, render_page_png};

/// One page as a picture.
///
/// # Errors
/// `not_found`; `invalid` while prices are hidden.
pub async fn preview(
    cabinet: &Cabinet,
    paper: PaperRequest,
    page: u32,
    dots_per_inch: u32,
) -> Result<PreviewPage, CommandError> {
    demand_shown_prices(cabinet).await?;
    cabinet
        .ready()?
        .blocking(move |open| {
            let rendered = make(open, &paper)?.rendered;
            if page == 0 || page > rendered.pages {
                return Err(CommandError::not_found(Thing::Page));
            }
            let png = render_page_png(&rendered.pdf, page, dots_per_inch.clamp(30, 300))?;
            let image = format!("data:image/png;base64,{}", STANDARD.encode(png));
            Ok(PreviewPage {
                page,
                pages: rendered.pages,
                image,
                doubts: DoubtView::of(&rendered),
            })
        })
        .await
}

impl From<PreviewError> for CommandError {
    fn from(error: PreviewError) -> Self {
        Self::new(ErrorCode::Internal, format!("the page cannot be shown: {error}"))
    }
}
