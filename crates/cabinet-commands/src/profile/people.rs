//! `profile_people`.

use super::PersonView;
use crate::cabinet::Cabinet;
use crate::error::CommandError;
use crate::open::demand;
use crate::reason::Reason;
use cabinet_domain::access::Right;

/// Who works for a legal entity, by name; asked of the gateway, for nothing of it is kept here.
///
/// # Errors
/// `not_allowed`, `offline`, `failing`.
pub async fn people(cabinet: &Cabinet, entity: String) -> Result<Vec<PersonView>, CommandError> {
    let open = cabinet.ready()?;
    let grant = open
        .blocking(move |open| {
            let grant = open.grant(&entity)?;
            demand(&grant, Right::SeePeople, Reason::OnlyForAdministrators)?;
            Ok(grant)
        })
        .await?;
    let answer = open.driver()?.gateway().people(grant.entity.as_str()).await?;
    Ok(answer
        .people
        .into_iter()
        .map(|person| PersonView {
            id: person.person.to_string(),
            name: person.name,
            role: person.role.code().to_owned(),
        })
        .collect())
}
