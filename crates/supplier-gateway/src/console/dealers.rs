//! `entity` and `invite`: who the dealers are and what lets them in; and how all commands about dealers fail.

use crate::access::entities::{self, Entity, NewEntity, TaxCodes};
use crate::access::people;
use crate::access::{AccessError, invitations};
use crate::catalogue::{self, PriceType};
use crate::console::assortment::AssortmentError;
use crate::console::contracts::name_of;
use crate::console::target::{Target, write_json};
use crate::http::tls::{self, TlsError};
use crate::pricing::{self, PricingError};
use crate::state::OpenError;
use crate::storage::{StorageError, Tx, query_all, read, write};
use cabinet_domain::access::Role;
use cabinet_domain::ids::{EntityId, PersonId, PriceTypeId};
use serde_json::json;
use std::io::{self, Write};

/// Why a command about dealers did nothing.
#[derive(Debug, thiserror::Error)]
pub enum DealersError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Rights could not be written.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Rules of prices could not be published.
    #[error(transparent)]
    Pricing(#[from] PricingError),
    /// The certificate that invitations name cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The answer could not be printed.
    #[error("the answer cannot be printed")]
    Print(#[from] io::Error),
    /// A name is empty.
    #[error("--{0} is empty; give a name")]
    EmptyName(&'static str),
    /// Neither ИНН nor ЄДРПОУ.
    #[error("give --inn or --edrpou: 1C finds a buyer by it")]
    NoCode,
    /// The same codes are there already.
    #[error(
        "the legal entity «{name}» ({id}) has the same {codes}; use that one, or give --allow-duplicate if two are meant"
    )]
    Duplicate {
        /// Its id.
        id: String,
        /// Its name.
        name: String,
        /// What is the same.
        codes: String,
    },
    /// No such entity.
    #[error("there is no legal entity «{id}»; {}", known_or(.known, "add one with `entity add`"))]
    UnknownEntity {
        /// What was asked for.
        id: String,
        /// Ids and names of those that exist.
        known: Vec<String>,
    },
    /// No such price type.
    #[error("there is no price type «{id}»; {}", known_or(.known, "import an export first"))]
    UnknownPriceType {
        /// What was asked for.
        id: String,
        /// Ids and names of those that exist.
        known: Vec<String>,
    },
    /// The entity has a contract already.
    #[error(
        "the legal entity has the active contract «{number}» ({id}); close it, or give --replace to put the new one in its place"
    )]
    HasContract {
        /// Its number.
        number: String,
        /// Its id.
        id: String,
    },
    /// No such contract, or it was closed before.
    #[error("there is no active contract «{0}»; see `contract list`")]
    UnknownContract(String),
    /// An assortment cannot be made of what was given.
    #[error(transparent)]
    Assortment(#[from] AssortmentError),
    /// No such exchange node.
    #[error("there is no exchange node «{id}»; {}", known_or(.known, "add one with `node add`"))]
    UnknownNode {
        /// What was asked for.
        id: String,
        /// Those that exist.
        known: Vec<String>,
    },
    /// No such device, or it was revoked before.
    #[error("there is no live device «{0}»; see `device list`")]
    UnknownDevice(String),
    /// No such person.
    #[error("there is no person «{0}»; see `person list`")]
    UnknownPerson(String),
    /// The person has no role in the entity.
    #[error("person «{person}» has no role in «{entity}»; see `person list`")]
    NoGrant {
        /// Which person.
        person: String,
        /// Which entity.
        entity: String,
    },
}

fn known_or(known: &[String], otherwise: &str) -> String {
    if known.is_empty() {
        otherwise.to_owned()
    } else {
        format!("there are: {}", known.join(", "))
    }
}

/// `entity …`
#[derive(Debug, clap::Subcommand)]
pub enum EntityCommand {
    /// Add a legal entity of a dealer; prints its id.
    Add(EntityAdd),
    /// List legal entities.
    List(Target),
}

/// `entity add`
#[derive(Debug, clap::Args)]
pub struct EntityAdd {
    #[command(flatten)]
    target: Target,
    /// Name as printed in documents.
    #[arg(long)]
    name: String,
    /// ИНН, 10 or 12 digits; 8 digits are taken as a ЄДРПОУ.
    #[arg(long, default_value = "")]
    inn: String,
    /// КПП of a Russian company.
    #[arg(long, default_value = "")]
    kpp: String,
    /// ЄДРПОУ of a Ukrainian company.
    #[arg(long, default_value = "")]
    edrpou: String,
    /// Address in one line.
    #[arg(long, default_value = "")]
    address: String,
    /// Telephone.
    #[arg(long, default_value = "")]
    phone: String,
    /// Id or name of its price type; without it, the supplier's first one.
    #[arg(long, value_name = "ID")]
    price_type: Option<String>,
    /// It sees goods without prices until it has a contract (`contract add`).
    #[arg(long, conflicts_with = "price_type")]
    no_prices: bool,
    /// The 1C exchange node that gets its orders; without it, the first that asks.
    #[arg(long)]
    node: Option<String>,
    /// Add it even if one with the same ИНН and КПП, or the same ЄДРПОУ, is there.
    #[arg(long)]
    allow_duplicate: bool,
}

/// `invite`
#[derive(Debug, clap::Args)]
pub struct Invite {
    #[command(flatten)]
    target: Target,
    /// Legal entity that the person will act for; several may be given.
    #[arg(long = "entity", value_name = "ID", required = true, num_args = 1..)]
    entities: Vec<String>,
    /// Name of a new person; a further device for a person who exists needs the id in its place (`person list`).
    #[arg(long, value_name = "NAME|ID")]
    person: String,
    /// viewer, buyer, approver, claims, accountant or admin.
    #[arg(long, value_parser = parse_role)]
    role: Role,
}

pub(super) fn parse_role(code: &str) -> Result<Role, String> {
    Role::from_code(code).ok_or_else(|| {
        let codes: Vec<&str> = Role::ALL.into_iter().map(Role::code).collect();
        format!("the roles are: {}", codes.join(", "))
    })
}

/// Runs `entity …`. Warnings go to `err`.
///
/// # Errors
/// [`DealersError`].
pub fn entity(command: &EntityCommand, out: &mut dyn Write, err: &mut dyn Write) -> Result<(), DealersError> {
    match command {
        EntityCommand::Add(add) => add_entity(add, out, err),
        EntityCommand::List(target) => list_entities(target, out),
    }
}

fn add_entity(add: &EntityAdd, out: &mut dyn Write, err: &mut dyn Write) -> Result<(), DealersError> {
    let state = add.target.open_or_make()?;
    if add.name.trim().is_empty() {
        return Err(DealersError::EmptyName("name"));
    }
    let (codes, warnings) = TaxCodes::sort(&add.inn, &add.kpp, &add.edrpou);
    if codes.inn.is_empty() && codes.edrpou.is_empty() {
        return Err(DealersError::NoCode);
    }
    let mut warnings: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    let id = write(state.db.as_ref(), |tx| {
        if !add.allow_duplicate {
            refuse_duplicate(&entities::list(tx)?, &codes)?;
        }
        let new = NewEntity {
            name: add.name.trim().to_owned(),
            codes,
            address: add.address.clone(),
            phone: add.phone.clone(),
            price_type: add
                .price_type
                .as_deref()
                .map(|id| known_price_type(tx, id, &mut warnings))
                .transpose()?,
            node: add.node.as_deref().map(|node| known_node(tx, node)).transpose()?,
            prices_by_contract: add.no_prices,
        };
        let id = entities::add(tx, &new, state.now_ms())?;
        pricing::publish::publish(tx, &state.settings, state.now_ms())?;
        Ok::<_, DealersError>(id)
    })?;
    for warning in &warnings {
        writeln!(err, "warning: {warning}")?;
    }
    if add.target.json {
        write_json(out, &json!({ "id": id, "name": add.name.trim(), "warnings": warnings }))?;
    } else {
        writeln!(out, "{id}")?;
    }
    Ok(())
}

/// Branches of one company share the ИНН and differ in КПП, so both together tell a company in Russia.
fn refuse_duplicate(known: &[Entity], codes: &TaxCodes) -> Result<(), DealersError> {
    let same_inn = |other: &TaxCodes| !codes.inn.is_empty() && (&other.inn, &other.kpp) == (&codes.inn, &codes.kpp);
    let same_edrpou = |other: &TaxCodes| !codes.edrpou.is_empty() && other.edrpou == codes.edrpou;
    for entity in known {
        let codes = if same_inn(&entity.codes) {
            "ИНН and КПП"
        } else if same_edrpou(&entity.codes) {
            "ЄДРПОУ"
        } else {
            continue;
        };
        return Err(DealersError::Duplicate {
            id: entity.id.to_string(),
            name: entity.name.clone(),
            codes: codes.to_owned(),
        });
    }
    Ok(())
}

/// A price type by id, else by name. Before the first import nothing can be checked, so it is taken at its word.
pub(super) fn known_price_type(
    tx: &mut dyn Tx,
    asked: &str,
    warnings: &mut Vec<String>,
) -> Result<PriceTypeId, DealersError> {
    let known = catalogue::price_types(tx)?;
    if known.is_empty() {
        warnings.push(format!("no price types were imported yet; «{asked}» is kept as it is"));
        return Ok(PriceTypeId::from(asked));
    }
    let found = known
        .iter()
        .find(|known| known.id.as_str() == asked)
        .or_else(|| known.iter().find(|known| known.name == asked));
    found
        .map(|known| known.id.clone())
        .ok_or_else(|| DealersError::UnknownPriceType {
            id: asked.to_owned(),
            known: known
                .iter()
                .map(|known| format!("{} ({})", known.id, known.name))
                .collect(),
        })
}

const SELECT_NODES: &str = "
    SELECT name
    FROM exchange_node
    ORDER BY name";

fn known_node(tx: &mut dyn Tx, asked: &str) -> Result<String, DealersError> {
    let known = query_all(tx, SELECT_NODES, &[], |row| row.text("name"))?;
    if known.iter().any(|name| name == asked) {
        return Ok(asked.to_owned());
    }
    Err(DealersError::UnknownNode {
        id: asked.to_owned(),
        known,
    })
}

fn list_entities(target: &Target, out: &mut dyn Write) -> Result<(), DealersError> {
    let state = target.open()?;
    let (list, price_types) = read(state.db.as_ref(), |tx| {
        Ok::<_, StorageError>((entities::list(tx)?, catalogue::price_types(tx)?))
    })?;
    if target.json {
        let items: Vec<_> = list.iter().map(|one| entity_json(one, &price_types)).collect();
        return Ok(write_json(out, &items)?);
    }
    for entity in &list {
        let codes = [
            ("ИНН", &entity.codes.inn),
            ("КПП", &entity.codes.kpp),
            ("ЄДРПОУ", &entity.codes.edrpou),
        ];
        let codes: Vec<String> = codes
            .iter()
            .filter(|(_, code)| !code.is_empty())
            .map(|(name, code)| format!("{name} {code}"))
            .collect();
        writeln!(out, "{}  {}  {}", entity.id, entity.name, codes.join(" "))?;
    }
    Ok(())
}

fn entity_json(entity: &Entity, price_types: &[PriceType]) -> serde_json::Value {
    json!({
        "id": entity.id,
        "name": entity.name,
        "inn": entity.codes.inn,
        "kpp": entity.codes.kpp,
        "edrpou": entity.codes.edrpou,
        "address": entity.address,
        "phone": entity.phone,
        "price_type": entity.price_type,
        "price_type_name": name_of(entity.price_type.as_ref(), price_types),
        "node": entity.node,
        "prices_by_contract": entity.prices_by_contract,
    })
}

/// Runs `invite`: prints the code, which cannot be shown again. A note goes to `err`: the code stands alone in `out`.
///
/// # Errors
/// [`DealersError`].
pub fn invite(invite: &Invite, out: &mut dyn Write, err: &mut dyn Write) -> Result<(), DealersError> {
    let state = invite.target.open()?;
    let name = invite.person.trim();
    if name.is_empty() {
        return Err(DealersError::EmptyName("person"));
    }
    let fingerprint = tls::fingerprint(&state.settings.http, &state.data_dir)?;
    let now_ms = state.now_ms();
    let (person, code, note) = write(state.db.as_ref(), |tx| {
        let known = entities::list(tx)?;
        let entities = known_entities(&known, &invite.entities)?;
        let (person, namesakes) = match people::get(tx, &PersonId::from(name))? {
            Some(person) => (person, Vec::new()),
            None => {
                let namesakes = invitations::namesakes(tx, name, &entities)?;
                (people::add(tx, name, now_ms)?, namesakes)
            }
        };
        let code = invitations::invite(tx, &person.id, &entities, invite.role, fingerprint, now_ms)?;
        Ok::<_, DealersError>((person, code, note_of(name, &namesakes)))
    })?;
    if invite.target.json {
        let expires_at_ms = now_ms.saturating_add(invitations::CODE_LIFE_MS);
        let answer = json!({
            "id": person.id,
            "code": code.to_string(),
            "person": person.id,
            "person_name": person.name,
            "role": invite.role.code(),
            "expires_at_ms": expires_at_ms,
            "note": note,
        });
        write_json(out, &answer)?;
    } else {
        writeln!(out, "{code}")?;
        if let Some(note) = note {
            writeln!(err, "note: {note}")?;
        }
    }
    Ok(())
}

/// What is said where a new person bears the name of others of the same legal entity: mostly one person was meant.
fn note_of(name: &str, namesakes: &[PersonId]) -> Option<String> {
    let (first, more) = namesakes.split_first()?;
    let ids: Vec<String> = more.iter().map(|id| format!(" or --person {id}")).collect();
    Some(format!(
        "this makes a new person although the legal entity has one named «{name}» already; if the same person is to get \
         another device, use a code of `invite … --person {first}`{} instead of this one",
        ids.concat()
    ))
}

fn known_entities(known: &[Entity], asked: &[String]) -> Result<Vec<EntityId>, DealersError> {
    let mut found = Vec::with_capacity(asked.len());
    // `--entity a,b` is a natural way to write several.
    for id in asked
        .iter()
        .flat_map(|text| text.split(','))
        .map(str::trim)
        .filter(|id| !id.is_empty())
    {
        found.push(one_of(known, id)?.id.clone());
    }
    if found.is_empty() {
        return Err(DealersError::EmptyName("entity"));
    }
    Ok(found)
}

fn one_of<'e>(known: &'e [Entity], id: &str) -> Result<&'e Entity, DealersError> {
    let found = known.iter().find(|entity| entity.id.as_str() == id);
    found.ok_or_else(|| DealersError::UnknownEntity {
        id: id.to_owned(),
        known: known
            .iter()
            .map(|entity| format!("{} ({})", entity.id, entity.name))
            .collect(),
    })
}

/// An entity by its id.
pub(super) fn known_entity(tx: &mut dyn Tx, id: &str) -> Result<Entity, DealersError> {
    let known = entities::list(tx)?;
    Ok(one_of(&known, id)?.clone())
}
