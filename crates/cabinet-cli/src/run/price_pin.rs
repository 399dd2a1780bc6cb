//! `price-pin --remove`: the way out for whoever has forgotten the code.

use crate::answer::Answer;
use crate::exit::Failure;
use cabinet_commands::cabinet::Cabinet;
use cabinet_commands::settings;
use serde_json::json;

/// Takes the code off; prices stay hidden until F8.
pub async fn remove(cabinet: &Cabinet) -> Result<Answer, Failure> {
    settings::forget_price_pin(cabinet).await?;
    Ok(Answer::new(&json!({ "has_price_pin": false }), |out| {
        writeln!(out, "there is no code any more")
    }))
}
