//! `person` and `device`: who acts for dealers and on what, and how both are shut out.

use crate::access::people::{self, Person};
use crate::access::{AccessError, devices};
use crate::console::dealers::{DealersError, known_entity, parse_role};
use crate::console::target::{Target, moment, write_json};
use crate::storage::{read, write};
use cabinet_domain::access::Role;
use cabinet_domain::ids::{EntityId, PersonId};
use serde_json::json;
use std::io::Write;

/// `person …`
#[derive(Debug, clap::Subcommand)]
pub enum PersonCommand {
    /// List people and their roles.
    List(Target),
    /// Give a person a role in a legal entity, in place of any earlier one; the devices notice at their next call.
    Grant(PersonGrant),
    /// Take a person's role in a legal entity away.
    Withdraw(PersonWithdraw),
}

/// `person grant`
#[derive(Debug, clap::Args)]
pub struct PersonGrant {
    #[command(flatten)]
    target: Target,
    /// Id of the person.
    #[arg(long, value_name = "ID")]
    person: String,
    /// Id of the legal entity.
    #[arg(long, value_name = "ID")]
    entity: String,
    /// viewer, buyer, approver, claims, accountant or admin.
    #[arg(long, value_parser = parse_role)]
    role: Role,
}

/// `person withdraw`
#[derive(Debug, clap::Args)]
pub struct PersonWithdraw {
    #[command(flatten)]
    target: Target,
    /// Id of the person.
    #[arg(long, value_name = "ID")]
    person: String,
    /// Id of the legal entity.
    #[arg(long, value_name = "ID")]
    entity: String,
}

/// `device …`
#[derive(Debug, clap::Subcommand)]
pub enum DeviceCommand {
    /// List devices.
    List(Target),
    /// Shut a device out at its next call.
    Revoke(DeviceRevoke),
}

/// `device revoke`
#[derive(Debug, clap::Args)]
pub struct DeviceRevoke {
    #[command(flatten)]
    target: Target,
    /// Id of the device.
    id: String,
}

/// Runs `person …`.
///
/// # Errors
/// [`DealersError`].
pub fn person(command: &PersonCommand, out: &mut dyn Write) -> Result<(), DealersError> {
    match command {
        PersonCommand::List(target) => list_people(target, out),
        PersonCommand::Grant(grant) => give_role(grant, out),
        PersonCommand::Withdraw(withdraw) => {
            let state = withdraw.target.open()?;
            let (person, entity) = (
                PersonId::from(withdraw.person.as_str()),
                EntityId::from(withdraw.entity.as_str()),
            );
            let now_ms = state.now_ms();
            if !write(state.db.as_ref(), |tx| people::withdraw(tx, &person, &entity, now_ms))? {
                let (person, entity) = (withdraw.person.clone(), withdraw.entity.clone());
                return Err(DealersError::NoGrant { person, entity });
            }
            if withdraw.target.json {
                write_json(out, &json!({ "id": person, "entity": entity }))?;
            } else {
                writeln!(out, "{person} has no role in {entity} any more")?;
            }
            Ok(())
        }
    }
}

fn give_role(grant: &PersonGrant, out: &mut dyn Write) -> Result<(), DealersError> {
    let state = grant.target.open()?;
    let person = PersonId::from(grant.person.as_str());
    let now_ms = state.now_ms();
    write(state.db.as_ref(), |tx| {
        if people::get(tx, &person)?.is_none() {
            return Err(DealersError::UnknownPerson(grant.person.clone()));
        }
        let entity = known_entity(tx, &grant.entity)?;
        Ok(people::grant(tx, &person, &entity.id, grant.role, now_ms)?)
    })?;
    let (entity, role) = (&grant.entity, grant.role.code());
    if grant.target.json {
        write_json(out, &json!({ "id": person, "entity": entity, "role": role }))?;
    } else {
        writeln!(out, "{person} is {role} in {entity}")?;
    }
    Ok(())
}

fn list_people(target: &Target, out: &mut dyn Write) -> Result<(), DealersError> {
    let state = target.open()?;
    let list = read(state.db.as_ref(), |tx| {
        let mut list = Vec::new();
        for person in people::list(tx)? {
            let grants = people::grants(tx, &person.id)?;
            list.push((person, grants));
        }
        Ok::<_, AccessError>(list)
    })?;
    if target.json {
        let items: Vec<_> = list
            .iter()
            .map(|(Person { id, name }, grants)| {
                let roles: Vec<_> = grants
                    .iter()
                    .map(|grant| json!({ "entity": grant.entity, "role": grant.role.code() }))
                    .collect();
                json!({ "id": id, "name": name, "grants": roles })
            })
            .collect();
        return Ok(write_json(out, &items)?);
    }
    for (person, grants) in &list {
        let roles: Vec<String> = grants
            .iter()
            .map(|grant| format!("{} in {}", grant.role.code(), grant.name))
            .collect();
        writeln!(out, "{}  {}  {}", person.id, person.name, roles.join(", "))?;
    }
    Ok(())
}

/// Runs `device …`.
///
/// # Errors
/// [`DealersError`].
pub fn device(command: &DeviceCommand, out: &mut dyn Write) -> Result<(), DealersError> {
    match command {
        DeviceCommand::List(target) => list_devices(target, out),
        DeviceCommand::Revoke(revoke) => {
            let state = revoke.target.open()?;
            let now_ms = state.now_ms();
            let revoked = write(state.db.as_ref(), |tx| {
                devices::revoke(tx, &revoke.id, devices::RevokedWhy::Operator, now_ms)
            })?;
            if !revoked {
                return Err(DealersError::UnknownDevice(revoke.id.clone()));
            }
            if revoke.target.json {
                write_json(out, &json!({ "id": revoke.id, "revoked_at_ms": now_ms }))?;
            } else {
                writeln!(out, "{} is shut out", revoke.id)?;
            }
            Ok(())
        }
    }
}

fn list_devices(target: &Target, out: &mut dyn Write) -> Result<(), DealersError> {
    let state = target.open()?;
    let list = read(state.db.as_ref(), |tx| devices::list(tx))?;
    if target.json {
        let items: Vec<_> = list
            .iter()
            .map(|device| {
                json!({
                    "id": device.id,
                    "person": device.person,
                    "person_name": device.person_name,
                    "name": device.name,
                    "app_version": device.app_version,
                    "enrolled_at_ms": device.enrolled_at_ms,
                    "last_seen_at_ms": device.last_seen_at_ms,
                    "revoked_at_ms": device.revoked_at_ms,
                    "revoked_why": device.revoked_why,
                })
            })
            .collect();
        return Ok(write_json(out, &items)?);
    }
    for device in &list {
        let standing = match device.revoked_at_ms {
            Some(at) => format!("revoked {} ({})", moment(at), device.revoked_why),
            None => format!("last seen {}", moment(device.last_seen_at_ms)),
        };
        writeln!(
            out,
            "{}  {}  {}  {standing}",
            device.id, device.person_name, device.name
        )?;
    }
    Ok(())
}
