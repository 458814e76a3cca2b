//! What `CreateTable` declares, read and checked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::error::Error;
use super::input::{check_name, choice, flag, integer, list, missing, object, table_name, text};
use super::limits::{MAX_GLOBAL_INDEXES, MAX_LOCAL_INDEXES, MAX_UNITS};
use super::schema::{Index, KeySchema, Projection, Schema};
use super::table::Declaration;
use super::throughput::{Throughput, check_quota};

/// Reads a declaration.
///
/// # Errors
/// What is wrong with it.
pub fn declaration(body: &Map<String, Value>) -> Result<Declaration, Error> {
    let name = table_name(body)?;
    let types = attribute_types(body)?;
    let on_demand = billing(body)?.unwrap_or_default();
    let throughput = throughput(body, on_demand)?.into();
    let keys = key_schema(body, &types)?;
    let mut indexes = BTreeMap::new();
    for global in [false, true] {
        let field = if global { "GlobalSecondaryIndexes" } else { "LocalSecondaryIndexes" };
        let Some(declared) = list(body, field)? else { continue };
        if declared.is_empty() {
            return Err(Error::wrong(&format!("List of {field} is empty")));
        }
        if !global && keys.range.is_none() {
            return Err(Error::wrong(
                "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex",
            ));
        }
        for declared in declared {
            let index = index(declared.as_object().unwrap_or(&Map::new()), global, on_demand, &types)?;
            let name = index.name.clone();
            if !global && index.keys.range.is_none() {
                return Err(Error::wrong(&format!("Index KeySchema does not have a range key for index: {name}")));
            }
            if !global && index.keys.hash != keys.hash {
                return Err(Error::wrong(&format!(
                    "Index KeySchema does not have the same leading hash key as table KeySchema for index: {name}. index hash key: {}, table hash key: {}",
                    index.keys.hash, keys.hash
                )));
            }
            if indexes.insert(name.clone(), index).is_some() {
                return Err(Error::wrong(&format!("Duplicate index name: {name}")));
            }
        }
        if !global && declared.len() > MAX_LOCAL_INDEXES {
            return Err(Error::wrong("Number of LocalSecondaryIndexes exceeds per-table limit of 5"));
        }
        if global && declared.len() > MAX_GLOBAL_INDEXES {
            return Err(Error::wrong("GlobalSecondaryIndex count exceeds the per-table limit of 20"));
        }
    }
    let schema = Schema { keys, types, indexes };
    check_types(&schema)?;
    let protected = flag(body, "DeletionProtectionEnabled")?.unwrap_or_default();
    Ok(Declaration { name, schema, on_demand, throughput, protected, tags: tags(body)? })
}

/// Whether a table is to be billed by request; none when the request does not say.
///
/// # Errors
/// When it says something else.
pub fn billing(body: &Map<String, Value>) -> Result<Option<bool>, Error> {
    let mode = choice(body, "BillingMode", &["PROVISIONED", "PAY_PER_REQUEST"], "")?;
    Ok(if mode.is_empty() { None } else { Some(mode == "PAY_PER_REQUEST") })
}

/// Read and write units of a table.
///
/// # Errors
/// When they are there and may not be, or the other way round.
pub fn throughput(body: &Map<String, Value>, on_demand: bool) -> Result<(u64, u64), Error> {
    match (units(body)?, on_demand) {
        (Some(_), true) => Err(Error::wrong(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
        )),
        (Some(units), false) => Ok(units),
        (None, true) => Ok((0, 0)),
        (None, false) => Err(Error::wrong(
            "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
        )),
    }
}

/// Read and write units of a global index.
///
/// # Errors
/// When they are there and may not be, or the other way round.
pub fn index_throughput(body: &Map<String, Value>, name: &str, on_demand: bool) -> Result<(u64, u64), Error> {
    match (units(body)?, on_demand) {
        (Some(_), true) => Err(Error::wrong(&format!(
            "ProvisionedThroughput should not be specified for index: {name} when BillingMode is PAY_PER_REQUEST"
        ))),
        (Some(units), false) => Ok(units),
        (None, true) => Ok((0, 0)),
        (None, false) => Err(Error::wrong(&format!("ProvisionedThroughput must be specified for index: {name}"))),
    }
}

fn units(body: &Map<String, Value>) -> Result<Option<(u64, u64)>, Error> {
    let Some(units) = object(body, "ProvisionedThroughput")? else { return Ok(None) };
    let unit = |name: &str| {
        let value = integer(units, name, 1)?.ok_or_else(|| missing(name))?;
        if value > MAX_UNITS {
            return Err(Error::Validation(format!("Given value {value} for {name} is out of bounds")));
        }
        Ok(value)
    };
    let (read, write) = (unit("ReadCapacityUnits")?, unit("WriteCapacityUnits")?);
    check_quota(read, write)?;
    Ok(Some((read, write)))
}

/// Declared types of attributes.
///
/// # Errors
/// When one is malformed.
pub fn attribute_types(body: &Map<String, Value>) -> Result<BTreeMap<Arc<str>, &'static str>, Error> {
    let mut types = BTreeMap::new();
    for declared in list(body, "AttributeDefinitions")?.into_iter().flatten() {
        let declared = declared.as_object().ok_or_else(|| missing("AttributeDefinitions"))?;
        let name = text(declared, "AttributeName")?.ok_or_else(|| missing("AttributeName"))?;
        let kind = choice(declared, "AttributeType", &["B", "N", "S"], "")?;
        if kind.is_empty() {
            return Err(missing("AttributeType"));
        }
        types.insert(Arc::from(name), kind);
    }
    Ok(types)
}

fn key_schema(body: &Map<String, Value>, types: &BTreeMap<Arc<str>, &'static str>) -> Result<KeySchema, Error> {
    let mut elements: Vec<(Arc<str>, &'static str)> = Vec::new();
    for element in list(body, "KeySchema")?.into_iter().flatten() {
        let element = element.as_object().ok_or_else(|| missing("KeySchema"))?;
        let name = text(element, "AttributeName")?.ok_or_else(|| missing("AttributeName"))?;
        elements.push((name.into(), choice(element, "KeyType", &["HASH", "RANGE"], "")?));
    }
    let (hash, range) = match elements.as_slice() {
        [hash] => (hash, None),
        [hash, range] => (hash, Some(range)),
        _ => return Err(missing("KeySchema")),
    };
    if elements.len() > types.len() {
        return Err(Error::invalid("Invalid KeySchema: Some index key attribute have no definition"));
    }
    check_defined(elements.iter().map(|(name, _)| &**name), types)?;
    if range.is_some_and(|(name, _)| *name == hash.0) {
        return Err(Error::invalid("Both the Hash Key and the Range Key element in the KeySchema have the same name"));
    }
    if hash.1 != "HASH" {
        return Err(Error::invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type"));
    }
    if range.is_some_and(|(_, kind)| *kind != "RANGE") {
        return Err(Error::invalid("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type"));
    }
    Ok(KeySchema { hash: hash.0.clone(), range: range.map(|(name, _)| name.clone()) })
}

fn check_defined<'a>(
    mut keys: impl Iterator<Item = &'a str> + Clone,
    types: &BTreeMap<Arc<str>, &'static str>,
) -> Result<(), Error> {
    if keys.clone().all(|name| types.contains_key(name)) {
        return Ok(());
    }
    let list = |names: &mut dyn Iterator<Item = &str>| names.collect::<Vec<_>>().join(", ");
    let (keys, declared) = (list(&mut keys), list(&mut types.keys().map(|name| &**name)));
    Err(Error::wrong(&format!(
        "Some index key attributes are not defined in AttributeDefinitions. Keys: [{keys}], AttributeDefinitions: [{declared}]"
    )))
}

/// Reads the declaration of one index.
///
/// # Errors
/// What is wrong with it.
pub fn index(
    body: &Map<String, Value>,
    global: bool,
    on_demand: bool,
    types: &BTreeMap<Arc<str>, &'static str>,
) -> Result<Index, Error> {
    let name = check_name(text(body, "IndexName")?.ok_or_else(|| missing("IndexName"))?, "indexName")?;
    let keys = key_schema(body, types)?;
    let empty = Map::new();
    let declared = object(body, "Projection")?.unwrap_or(&empty);
    let attributes = list(declared, "NonKeyAttributes")?;
    let projection = match (choice(declared, "ProjectionType", &["ALL", "INCLUDE", "KEYS_ONLY"], "")?, attributes) {
        ("ALL", None) => Projection::All,
        ("KEYS_ONLY", None) => Projection::KeysOnly,
        ("INCLUDE", Some(names)) => {
            Projection::Include(names.iter().filter_map(Value::as_str).map(Arc::from).collect())
        }
        ("INCLUDE", None) => {
            return Err(Error::wrong("ProjectionType is INCLUDE, but NonKeyAttributes is not specified"));
        }
        ("", _) => return Err(Error::wrong("Unknown ProjectionType: null")),
        (kind, Some(_)) => {
            return Err(Error::wrong(&format!("ProjectionType is {kind}, but NonKeyAttributes is specified")));
        }
        (kind, None) => return Err(Error::wrong(&format!("Unknown ProjectionType: {kind}"))),
    };
    let throughput = if global { index_throughput(body, &name, on_demand)?.into() } else { Throughput::default() };
    Ok(Index { name, keys, projection, global, throughput })
}

/// Nothing but key attributes is declared.
fn check_types(schema: &Schema) -> Result<(), Error> {
    let used: BTreeSet<&Arc<str>> =
        schema.keys.names().chain(schema.indexes.values().flat_map(|index| index.keys.names())).collect();
    if used.len() != schema.types.len() {
        return Err(Error::wrong(if schema.indexes.is_empty() {
            "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions"
        } else {
            "Some AttributeDefinitions are not used. AttributeDefinitions and the keys of table and indexes must name the same attributes"
        }));
    }
    Ok(())
}

/// Reads `Tags`.
///
/// # Errors
/// When they are malformed.
pub fn tags(body: &Map<String, Value>) -> Result<BTreeMap<Arc<str>, Arc<str>>, Error> {
    let mut tags = BTreeMap::new();
    for tag in list(body, "Tags")?.into_iter().flatten().filter_map(Value::as_object) {
        let key = text(tag, "Key")?.ok_or_else(|| missing("Key"))?;
        let value = text(tag, "Value")?.ok_or_else(|| missing("Value"))?;
        tags.insert(key.into(), value.into());
    }
    Ok(tags)
}
