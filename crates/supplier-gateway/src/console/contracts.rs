//! `contract …`: by which terms a legal entity buys, and what of the supplier it sees.

use crate::access::contracts::{self, Contract, ContractTerms};
use crate::access::credit::{self, ContractLimits};
use crate::access::entities;
use crate::catalogue::{self, PriceType};
use crate::console::assortment;
use crate::console::dealers::{DealersError, known_entity, known_price_type};
use crate::console::target::{Target, moment, write_json};
use crate::pricing;
use crate::pricing::values::sum_minor;
use crate::storage::{Tx, read, write};
use cabinet_domain::ids::PriceTypeId;
use cabinet_domain::money::Currency;
use cabinet_domain::stock::StockMode;
use cabinet_protocol::feed::ALL_GOODS;
use serde_json::{Value, json};
use std::io::Write;

/// `contract …`
#[derive(Debug, clap::Subcommand)]
pub enum ContractCommand {
    /// Give a legal entity a contract; prints its id. From its first contract on the entity has prices by contract only.
    Add(ContractAdd),
    /// List contracts, closed ones too.
    List(Target),
    /// Show one contract.
    Show(ContractOne),
    /// Close a contract: its entity sees no prices and orders nothing until it has another one.
    Close(ContractOne),
}

/// `contract add`
#[derive(Debug, clap::Args)]
pub struct ContractAdd {
    #[command(flatten)]
    target: Target,
    /// Id of the legal entity.
    #[arg(long, value_name = "ID")]
    entity: String,
    /// Number of the contract, as dealers know it.
    #[arg(long)]
    number: String,
    /// Which goods: files with an article or an id on each line, and ids or names of groups; without it, all goods.
    #[arg(long, value_name = "FILE|GROUP", num_args = 1..)]
    assortment: Vec<String>,
    /// Id or name of its price type; without it, that of the entity, else the supplier's first one.
    #[arg(long, value_name = "ID")]
    price_type: Option<String>,
    /// Terms of payment, as shown before an order is sent («14 days after delivery»).
    #[arg(long, default_value = "", value_name = "TEXT")]
    payment: String,
    /// Terms of delivery, as shown before an order is sent.
    #[arg(long, default_value = "", value_name = "TEXT")]
    delivery: String,
    /// The least sum of an order, VAT included.
    #[arg(long, value_name = "SUM", value_parser = sum_minor)]
    min_order: Option<i64>,
    /// How much may be owed, with orders that are not paid yet.
    #[arg(long, value_name = "SUM", value_parser = sum_minor)]
    credit_limit: Option<i64>,
    /// Currency of both sums (ISO 4217); without it RUB, or UAH for an entity with ЄДРПОУ.
    #[arg(long, value_name = "CODE", value_parser = parse_currency)]
    currency: Option<Currency>,
    /// How stock is shown: exact, words (none, few, many) or hidden.
    #[arg(long, default_value = "exact", value_parser = parse_stock)]
    stock: StockMode,
    /// Close the active contract of the entity, if there is one.
    #[arg(long)]
    replace: bool,
}

/// `contract show`, `contract close`
#[derive(Debug, clap::Args)]
pub struct ContractOne {
    #[command(flatten)]
    target: Target,
    /// Id of the contract.
    id: String,
}

fn parse_stock(code: &str) -> Result<StockMode, String> {
    StockMode::from_code(code).ok_or_else(|| {
        let codes: Vec<&str> = StockMode::ALL.into_iter().map(StockMode::code).collect();
        format!("stock is shown as one of: {}", codes.join(", "))
    })
}

fn parse_currency(code: &str) -> Result<Currency, String> {
    Currency::from_code(&code.to_uppercase()).ok_or_else(|| format!("«{code}» is no currency by ISO 4217"))
}

/// Runs `contract …`. Warnings go to `err`.
///
/// # Errors
/// [`DealersError`].
pub fn contract(command: &ContractCommand, out: &mut dyn Write, err: &mut dyn Write) -> Result<(), DealersError> {
    match command {
        ContractCommand::Add(add) => add_contract(add, out, err),
        ContractCommand::List(target) => list(target, out),
        ContractCommand::Show(one) => show(one, out),
        ContractCommand::Close(one) => close(one, out),
    }
}

fn add_contract(add: &ContractAdd, out: &mut dyn Write, err: &mut dyn Write) -> Result<(), DealersError> {
    let state = add.target.open()?;
    if add.number.trim().is_empty() {
        return Err(DealersError::EmptyName("number"));
    }
    let now_ms = state.now_ms();
    let mut warnings = Vec::new();
    let id = write(state.db.as_ref(), |tx| {
        let entity = known_entity(tx, &add.entity)?;
        if let Some(active) = contracts::active(tx, &entity.id)?.filter(|_| !add.replace) {
            return Err(DealersError::HasContract {
                number: active.terms.number,
                id: active.id,
            });
        }
        let terms = terms(tx, add, &mut warnings, now_ms)?;
        let id = contracts::add(tx, &entity.id, &terms, now_ms)?;
        if add.min_order.is_some() || add.credit_limit.is_some() {
            let usual = if entity.codes.edrpou.is_empty() {
                Currency::RUB
            } else {
                Currency::UAH
            };
            let limits = ContractLimits {
                currency: add.currency.unwrap_or(usual).code().to_owned(),
                min_order_minor: add.min_order,
                credit_limit_minor: add.credit_limit,
            };
            credit::put(tx, &id, &limits)?;
        }
        // Only all goods with stock in numbers are published for everybody.
        if terms.assortment != ALL_GOODS || terms.stock == StockMode::Words {
            catalogue::republish_all(tx, &state.settings.supplier.vat, now_ms)?;
        }
        pricing::publish::publish(tx, &state.settings, now_ms)?;
        Ok(id)
    })?;
    for warning in &warnings {
        writeln!(err, "warning: {warning}")?;
    }
    if add.target.json {
        write_json(
            out,
            &json!({ "id": id, "number": add.number.trim(), "warnings": warnings }),
        )?;
    } else {
        writeln!(out, "{id}")?;
    }
    Ok(())
}

fn terms(
    tx: &mut dyn Tx,
    add: &ContractAdd,
    warnings: &mut Vec<String>,
    now_ms: i64,
) -> Result<ContractTerms, DealersError> {
    let assortment = if add.assortment.is_empty() {
        ALL_GOODS.to_owned()
    } else {
        let parts = assortment::parts(tx, &add.assortment)?;
        catalogue::define(tx, &parts, now_ms)?
    };
    let price_type = add
        .price_type
        .as_deref()
        .map(|id| known_price_type(tx, id, warnings))
        .transpose()?;
    Ok(ContractTerms {
        number: add.number.trim().to_owned(),
        assortment,
        price_type,
        payment: add.payment.trim().to_owned(),
        delivery: add.delivery.trim().to_owned(),
        stock: add.stock,
    })
}

fn list(target: &Target, out: &mut dyn Write) -> Result<(), DealersError> {
    let state = target.open()?;
    let (all, names, price_types) = read(state.db.as_ref(), |tx| {
        Ok::<_, DealersError>((contracts::list(tx)?, entities::list(tx)?, catalogue::price_types(tx)?))
    })?;
    if target.json {
        let items: Vec<Value> = all.iter().map(|one| contract_json(one, &price_types)).collect();
        return Ok(write_json(out, &items)?);
    }
    for contract in &all {
        let entity = names.iter().find(|entity| entity.id == contract.entity);
        let name = entity.map_or("", |entity| entity.name.as_str());
        writeln!(out, "{}", line(contract, name, &price_types))?;
    }
    Ok(())
}

fn show(one: &ContractOne, out: &mut dyn Write) -> Result<(), DealersError> {
    let state = one.target.open()?;
    let found = read(state.db.as_ref(), |tx| contracts::get(tx, &one.id))?;
    let contract = found.ok_or_else(|| DealersError::UnknownContract(one.id.clone()))?;
    let price_types = read(state.db.as_ref(), |tx| catalogue::price_types(tx))?;
    if one.target.json {
        return Ok(write_json(out, &contract_json(&contract, &price_types))?);
    }
    let name = read(state.db.as_ref(), |tx| entities::get(tx, &contract.entity))?.map(|entity| entity.name);
    writeln!(out, "{}", line(&contract, &name.unwrap_or_default(), &price_types))?;
    for (what, text) in [
        ("payment", &contract.terms.payment),
        ("delivery", &contract.terms.delivery),
    ] {
        if !text.is_empty() {
            writeln!(out, "  {what}: {text}")?;
        }
    }
    Ok(())
}

fn close(one: &ContractOne, out: &mut dyn Write) -> Result<(), DealersError> {
    let state = one.target.open()?;
    let now_ms = state.now_ms();
    let is_closed = write(state.db.as_ref(), |tx| {
        let is_closed = contracts::close(tx, &one.id, now_ms)?;
        pricing::publish::publish(tx, &state.settings, now_ms)?;
        Ok::<_, DealersError>(is_closed)
    })?;
    if !is_closed {
        return Err(DealersError::UnknownContract(one.id.clone()));
    }
    if one.target.json {
        write_json(out, &json!({ "id": one.id, "closed_at_ms": now_ms }))?;
    } else {
        writeln!(
            out,
            "{} is closed; its legal entity sees no prices until it has another contract",
            one.id
        )?;
    }
    Ok(())
}

fn line(contract: &Contract, entity_name: &str, price_types: &[PriceType]) -> String {
    let terms = &contract.terms;
    let price_type = match (&terms.price_type, name_of(terms.price_type.as_ref(), price_types)) {
        (None, _) => "first".to_owned(),
        (Some(_), Some(name)) => format!("«{name}»"),
        // Not imported yet, or gone from 1C.
        (Some(id), None) => id.to_string(),
    };
    let standing = match contract.closed_at_ms {
        Some(at) => format!("closed {}", moment(at)),
        None => format!("since {}", moment(contract.added_at_ms)),
    };
    format!(
        "{}  № {}  {entity_name}  goods {}  prices {price_type}  stock {}  {standing}",
        contract.id,
        terms.number,
        terms.assortment,
        terms.stock.code(),
    )
}

/// A price type as the supplier named it.
pub(super) fn name_of<'t>(id: Option<&PriceTypeId>, price_types: &'t [PriceType]) -> Option<&'t str> {
    let found = price_types.iter().find(|known| Some(&known.id) == id)?;
    Some(&found.name)
}

fn contract_json(contract: &Contract, price_types: &[PriceType]) -> Value {
    let terms = &contract.terms;
    json!({
        "id": contract.id,
        "entity": contract.entity,
        "number": terms.number,
        "assortment": terms.assortment,
        "price_type": terms.price_type,
        "price_type_name": name_of(terms.price_type.as_ref(), price_types),
        "payment": terms.payment,
        "delivery": terms.delivery,
        "stock": terms.stock.code(),
        "added_at_ms": contract.added_at_ms,
        "closed_at_ms": contract.closed_at_ms,
    })
}
