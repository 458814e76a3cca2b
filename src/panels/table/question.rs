//! What is asked of a table: a Query or a Scan, put together from its parts into the request's JSON. Pure.

use cloud::view::stage::Column;
use serde_json::{Map, Value, json};

use super::json::is_number;

/// How two values are compared: as the builder names it, and as an expression does with a name, a value and a second.
pub const COMPARISONS: [(&str, &str); 11] = [
    ("=", "N = V"),
    ("<>", "N <> V"),
    ("<", "N < V"),
    ("<=", "N <= V"),
    (">", "N > V"),
    (">=", "N >= V"),
    ("between", "N BETWEEN V AND W"),
    ("begins_with", "begins_with(N, V)"),
    ("contains", "contains(N, V)"),
    ("exists", "attribute_exists(N)"),
    ("not exists", "attribute_not_exists(N)"),
];

/// Which of them a sort key can be searched by.
pub const OF_SORT_KEYS: [&str; 7] = ["=", "<", "<=", ">", ">=", "between", "begins_with"];

/// A comparison of one attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The attribute.
    pub name: String,
    /// How it is compared, one of [`COMPARISONS`].
    pub how: &'static str,
    /// The type of the values: `S`, `N`, `BOOL`.
    pub kind: &'static str,
    /// The value, as it was typed.
    pub value: String,
    /// The second value of `between`.
    pub until: String,
}

impl Default for Condition {
    fn default() -> Self {
        Self { name: String::new(), how: "=", kind: "S", value: String::new(), until: String::new() }
    }
}

impl Condition {
    /// How many values it takes.
    #[must_use]
    pub fn values(&self) -> usize {
        match self.how {
            "exists" | "not exists" => 0,
            "between" => 2,
            _ => 1,
        }
    }
}

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Whether it is a Scan rather than a Query.
    pub scans: bool,
    /// The index that is searched rather than the table.
    pub index: Option<String>,
    /// The partition key's value.
    pub partition: String,
    /// What the sort key must be; nothing when its value is empty.
    pub sort: Condition,
    /// What of the items found is answered.
    pub filters: Vec<Condition>,
    /// The attributes that are answered, with commas between; all when there are none.
    pub attributes: String,
    /// The most items that are looked at; AWS's own limit when it is empty.
    pub limit: String,
    /// Whether the largest sort key comes first.
    pub descending: bool,
    /// Whether it is strongly consistent.
    pub consistent: bool,
}

/// Puts an expression together, with a placeholder for each name and value.
#[derive(Default)]
struct Expressions {
    names: Map<String, Value>,
    values: Map<String, Value>,
}

impl Expressions {
    fn name(&mut self, name: &str) -> String {
        let held = self.names.iter().find(|(_, held)| *held == name).map(|(placeholder, _)| placeholder.clone());
        held.unwrap_or_else(|| {
            let placeholder = format!("#n{}", self.names.len());
            self.names.insert(placeholder.clone(), name.into());
            placeholder
        })
    }

    fn value(&mut self, kind: &str, text: &str, of: &str) -> Result<String, String> {
        let value = match kind {
            "N" if !is_number(text) => return Err(format!("{of} is compared with a number, and {text:?} is none")),
            "BOOL" => json!({"BOOL": text == "true"}),
            kind => json!({kind: text}),
        };
        let placeholder = format!(":v{}", self.values.len());
        self.values.insert(placeholder.clone(), value);
        Ok(placeholder)
    }

    fn condition(&mut self, condition: &Condition) -> Result<String, String> {
        let form = COMPARISONS.iter().find(|(how, _)| *how == condition.how).map_or("N = V", |(_, form)| form);
        let name = self.name(&condition.name);
        let mut values = Vec::new();
        for text in [&condition.value, &condition.until].into_iter().take(condition.values()) {
            values.push(self.value(condition.kind, text, &condition.name)?);
        }
        let part = |letter: char| match letter {
            'N' => Some(name.as_str()),
            'V' => values.first().map(String::as_str),
            'W' => values.get(1).map(String::as_str),
            _ => None,
        };
        // The letters stand alone; those of words such as BETWEEN and AND do not.
        let words = form.split_inclusive([' ', '(', ',', ')']).map(|word| {
            let bare = word.trim_end_matches([' ', '(', ',', ')']);
            let one = bare.chars().next().filter(|_| bare.len() == 1).and_then(part);
            one.map_or_else(|| word.to_owned(), |one| format!("{one}{}", &word[bare.len()..]))
        });
        Ok(words.collect())
    }
}

impl Question {
    /// The operation.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        if self.scans { "Scan" } else { "Query" }
    }

    /// The request for `table`, where what is searched has this key; after `start`, the page token, if there is one.
    ///
    /// # Errors
    /// What is missing or wrong, a sentence without its full stop.
    pub fn request(&self, table: &str, keys: &[Column], start: Option<&Value>) -> Result<Value, String> {
        let mut request = Map::new();
        let mut parts = Expressions::default();
        request.insert("TableName".to_owned(), table.into());
        if let Some(index) = &self.index {
            request.insert("IndexName".to_owned(), index.as_str().into());
        }
        if let Some(key) = keys.first().filter(|_| !self.scans) {
            if self.partition.is_empty() {
                return Err(format!("A Query reads one partition: say which {}", key.name));
            }
            let whole = Condition {
                name: key.name.to_string(),
                kind: key.type_name,
                value: self.partition.clone(),
                ..Condition::default()
            };
            let mut expression = parts.condition(&whole)?;
            if let Some(key) = keys.get(1).filter(|_| !self.sort.value.is_empty()) {
                let sort = Condition { name: key.name.to_string(), kind: key.type_name, ..self.sort.clone() };
                expression.push_str(" AND ");
                expression.push_str(&parts.condition(&sort)?);
            }
            request.insert("KeyConditionExpression".to_owned(), expression.into());
        }
        let filters = self.filters.iter().filter(|filter| !filter.name.is_empty());
        let filters = filters.map(|filter| parts.condition(filter)).collect::<Result<Vec<_>, _>>()?;
        if !filters.is_empty() {
            request.insert("FilterExpression".to_owned(), filters.join(" AND ").into());
        }
        let wanted = self.attributes.split(',').map(str::trim).filter(|name| !name.is_empty());
        let wanted: Vec<String> = wanted.map(|name| parts.name(name)).collect();
        if !wanted.is_empty() {
            request.insert("ProjectionExpression".to_owned(), wanted.join(", ").into());
        }
        for (name, held) in [("ExpressionAttributeNames", parts.names), ("ExpressionAttributeValues", parts.values)] {
            if !held.is_empty() {
                request.insert(name.to_owned(), held.into());
            }
        }
        if !self.limit.is_empty() {
            let limit = self.limit.parse::<u32>().ok().filter(|limit| *limit > 0);
            let limit =
                limit.ok_or_else(|| format!("The limit is a whole number from 1 on, and {:?} is none", self.limit))?;
            request.insert("Limit".to_owned(), limit.into());
        }
        if self.descending && !self.scans {
            request.insert("ScanIndexForward".to_owned(), false.into());
        }
        if self.consistent {
            request.insert("ConsistentRead".to_owned(), true.into());
        }
        request.insert("ReturnConsumedCapacity".to_owned(), "TOTAL".into());
        if let Some(start) = start {
            request.insert("ExclusiveStartKey".to_owned(), start.clone());
        }
        Ok(Value::Object(request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> [Column; 2] {
        [("album", "S"), ("number", "N")].map(|(name, type_name)| Column { name: name.into(), type_name, role: None })
    }

    #[track_caller]
    fn asks(question: Question, expected: Value) {
        let mut request = question.request("Photos", &keys(), None).expect("nothing is missing");
        let held = request.as_object_mut().expect("a request is an object");
        held.remove("TableName");
        held.remove("ReturnConsumedCapacity");
        assert_eq!(request, expected);
    }

    #[test]
    fn a_query_names_its_partition_and_bounds_its_sort_key() {
        let question = Question { partition: "a".to_owned(), ..Question::default() };
        asks(
            question.clone(),
            json!({"KeyConditionExpression": "#n0 = :v0", "ExpressionAttributeNames": {"#n0": "album"},
                "ExpressionAttributeValues": {":v0": {"S": "a"}}}),
        );
        let sort = Condition { how: "between", value: "1".to_owned(), until: "9".to_owned(), ..Condition::default() };
        asks(
            Question { sort, descending: true, limit: "5".to_owned(), ..question },
            json!({"KeyConditionExpression": "#n0 = :v0 AND #n1 BETWEEN :v1 AND :v2",
                "ExpressionAttributeNames": {"#n0": "album", "#n1": "number"},
                "ExpressionAttributeValues": {":v0": {"S": "a"}, ":v1": {"N": "1"}, ":v2": {"N": "9"}},
                "Limit": 5, "ScanIndexForward": false}),
        );
    }

    #[test]
    fn a_scan_filters_and_projects() {
        let filter = |name: &str, how, value: &str| Condition {
            name: name.to_owned(),
            how,
            value: value.to_owned(),
            ..Condition::default()
        };
        let filters = vec![filter("place", "begins_with", "port"), filter("place", "exists", ""), filter("", "=", "x")];
        asks(
            Question { scans: true, filters, attributes: "album, place".to_owned(), ..Question::default() },
            json!({"FilterExpression": "begins_with(#n0, :v0) AND attribute_exists(#n0)", "ProjectionExpression": "#n1, #n0",
                "ExpressionAttributeNames": {"#n0": "place", "#n1": "album"},
                "ExpressionAttributeValues": {":v0": {"S": "port"}}}),
        );
    }

    #[test]
    fn what_is_missing_is_said() {
        let fault = |question: Question| question.request("Photos", &keys(), None).expect_err("something is missing");
        assert_eq!(fault(Question::default()), "A Query reads one partition: say which album");
        let sort = Condition { value: "x".to_owned(), ..Condition::default() };
        let question = Question { partition: "a".to_owned(), sort, ..Question::default() };
        assert_eq!(fault(question), "number is compared with a number, and \"x\" is none");
        let question = Question { scans: true, limit: "0".to_owned(), ..Question::default() };
        assert_eq!(fault(question), "The limit is a whole number from 1 on, and \"0\" is none");
    }
}
