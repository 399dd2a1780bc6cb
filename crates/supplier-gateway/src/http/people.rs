//! Who works for an entity, for its administrators.

use crate::access::people::{self, Member};
use crate::http::Api;
use crate::http::guard::EntityInPath;
use crate::http::problem::Refusal;
use axum::Json;
use axum::extract::State;
use cabinet_protocol::session::{PeopleResponse, PersonOfEntity};

/// Everyone with a role in the entity, by name.
pub(super) async fn people(
    State(api): State<Api>,
    EntityInPath(entity): EntityInPath,
) -> Result<Json<PeopleResponse>, Refusal> {
    let members = api.read(move |tx| Ok(people::of_entity(tx, &entity)?)).await?;
    let people = members
        .into_iter()
        .map(|Member { id, name, role }| PersonOfEntity { person: id, name, role })
        .collect();
    Ok(Json(PeopleResponse { people }))
}
