//! What `CreateTable` declares, read and checked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::error::Error;
use super::input::{check_name, choice, flag, integer, list, missing, object, table_name, text};
use super::limits::{MAX_GLOBAL_INDEXES, MAX_LOCAL_INDEXES};
use super::schema::{Index, KeySchema, Projection, Schema};
use super::table::Declaration;

/// Reads a declaration.
///
/// # Errors
/// What is wrong with it.
pub fn declaration(body: &Map<String, Value>) -> Result<Declaration, Error> {
    let name = table_name(body)?;
    let types = attribute_types(body)?;
    let on_demand = billing(body)?.unwrap_or_default();
    let throughput = throughput(body, on_demand, true)?;
    let keys = key_schema(body)?;
    let mut indexes = BTreeMap::new();
    for global in [false, true] {
        let field = if global { "GlobalSecondaryIndexes" } else { "LocalSecondaryIndexes" };
        let Some(declared) = list(body, field)? else { continue };
        if !global && keys.range.is_none() {
            return Err(wrong(
                "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex",
            ));
        }
        if !global && declared.len() > MAX_LOCAL_INDEXES {
            return Err(wrong("Number of LocalSecondaryIndexes exceeds per-table limit of 5"));
        }
        if global && declared.len() > MAX_GLOBAL_INDEXES {
            return Err(wrong("GlobalSecondaryIndex count exceeds the per-table limit of 20"));
        }
        for declared in declared {
            let index = index(declared.as_object().unwrap_or(&Map::new()), global, on_demand)?;
            if !global && index.keys.hash != keys.hash {
                return Err(wrong(&format!(
                    "Index KeySchema does not have the same leading hash key as table KeySchema for index: {}. index hash key: {}, table hash key: {}",
                    index.name, index.keys.hash, keys.hash
                )));
            }
            let name = index.name.clone();
            if indexes.insert(name.clone(), index).is_some() {
                return Err(wrong(&format!("Duplicate index name: {name}")));
            }
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

/// Read and write units.
///
/// # Errors
/// When they are there and may not be, or the other way round.
pub fn throughput(body: &Map<String, Value>, on_demand: bool, required: bool) -> Result<(u64, u64), Error> {
    match (object(body, "ProvisionedThroughput")?, on_demand) {
        (Some(_), true) => Err(wrong(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
        )),
        (Some(units), false) => {
            let unit = |name: &str| integer(units, name, 1)?.ok_or_else(|| missing(name));
            Ok((unit("ReadCapacityUnits")?, unit("WriteCapacityUnits")?))
        }
        (None, false) if required => Err(wrong(
            "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
        )),
        (None, _) => Ok((0, 0)),
    }
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

fn key_schema(body: &Map<String, Value>) -> Result<KeySchema, Error> {
    let elements = list(body, "KeySchema")?.filter(|list| !list.is_empty()).ok_or_else(|| missing("KeySchema"))?;
    let element = |index: usize| -> Result<Option<(Arc<str>, &'static str)>, Error> {
        let Some(element) = elements.get(index).and_then(Value::as_object) else { return Ok(None) };
        let name = text(element, "AttributeName")?.ok_or_else(|| missing("AttributeName"))?;
        Ok(Some((name.into(), choice(element, "KeyType", &["HASH", "RANGE"], "")?)))
    };
    if elements.len() > 2 {
        return Err(Error::invalid(
            "1 validation error detected: Value at 'keySchema' failed to satisfy constraint: Member must have length less than or equal to 2",
        ));
    }
    let hash = match element(0)? {
        Some((name, "HASH")) => name,
        _ => return Err(Error::invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")),
    };
    let range = match element(1)? {
        None => None,
        Some((name, _)) if name == hash => {
            return Err(Error::invalid(
                "Invalid KeySchema: Both the Hash Key and the Range Key element in the KeySchema have the same name",
            ));
        }
        Some((name, "RANGE")) => Some(name),
        Some(_) => {
            return Err(Error::invalid("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type"));
        }
    };
    Ok(KeySchema { hash, range })
}

/// Reads the declaration of one index.
///
/// # Errors
/// What is wrong with it.
pub fn index(body: &Map<String, Value>, global: bool, on_demand: bool) -> Result<Index, Error> {
    let name = check_name(text(body, "IndexName")?.ok_or_else(|| missing("IndexName"))?, "indexName")?;
    let keys = key_schema(body)?;
    let empty = Map::new();
    let declared = object(body, "Projection")?.unwrap_or(&empty);
    let attributes = list(declared, "NonKeyAttributes")?;
    let projection = match (choice(declared, "ProjectionType", &["ALL", "INCLUDE", "KEYS_ONLY"], "")?, attributes) {
        ("ALL", None) => Projection::All,
        ("KEYS_ONLY", None) => Projection::KeysOnly,
        ("INCLUDE", Some(names)) => {
            Projection::Include(names.iter().filter_map(Value::as_str).map(Arc::from).collect())
        }
        ("INCLUDE", None) => return Err(wrong("ProjectionType is INCLUDE, but NonKeyAttributes is not specified")),
        ("", _) => return Err(wrong("Unknown ProjectionType: null")),
        (kind, Some(_)) => return Err(wrong(&format!("ProjectionType is {kind}, but NonKeyAttributes is specified"))),
        (kind, None) => return Err(wrong(&format!("Unknown ProjectionType: {kind}"))),
    };
    let throughput = if global { throughput(body, on_demand, false)? } else { (0, 0) };
    Ok(Index { name, keys, projection, global, throughput })
}

/// Key attributes must be declared, and nothing else.
fn check_types(schema: &Schema) -> Result<(), Error> {
    let list = |names: &mut dyn Iterator<Item = &Arc<str>>| names.map(|name| &**name).collect::<Vec<_>>().join(", ");
    let declared = list(&mut schema.types.keys());
    for keys in std::iter::once(&schema.keys).chain(schema.indexes.values().map(|index| &index.keys)) {
        if keys.names().any(|name| !schema.types.contains_key(name)) {
            let keys = list(&mut keys.names());
            return Err(wrong(&format!(
                "Some index key attributes are not defined in AttributeDefinitions. Keys: [{keys}], AttributeDefinitions: [{declared}]"
            )));
        }
    }
    let used: BTreeSet<&Arc<str>> =
        schema.keys.names().chain(schema.indexes.values().flat_map(|index| index.keys.names())).collect();
    if used.len() != schema.types.len() {
        return Err(wrong(if schema.indexes.is_empty() {
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

fn wrong(text: &str) -> Error {
    Error::Validation(format!("One or more parameter values were invalid: {text}"))
}
