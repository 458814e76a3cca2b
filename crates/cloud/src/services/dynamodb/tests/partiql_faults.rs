//! PartiQL that is wrong: AWS's texts, and the place of each fault.

use serde_json::json;

use super::lab;
use crate::sim::rng::Rng;

#[track_caller]
fn refuses(statement: &str, message: &str) {
    lab().invalid("ExecuteStatement", &json!({"Statement": statement}).to_string(), message);
}

#[test]
fn a_statement_that_cannot_be_read_is_told_with_its_place() {
    for (statement, message) in [
        ("SLECT * FROM Photos", "Expected data manipulation at 1:1:5"),
        ("SELECT * FROM Photos WHERE album = 'a' foo", "Unexpected token after expression at 1:40:3"),
        ("SELECT * FROM Photos WHERE album = 'a')", "Unexpected token after expression at 1:39:1"),
        ("SELECT * FROM Photos ORDER BY album WHERE album = 'a'", "Unexpected token after expression at 1:37:5"),
        ("SELECT *\nFROM Photos\n  WHERE", "Unexpected term at 3:8:0"),
        ("SELECT * FROM Photos WHERE;", "Unexpected term at 1:27:1"),
        (
            "SELECT * FROM Photos WHERE album = 'ü' AND",
            "Missing right-hand side expression of infix operator at 1:43:0",
        ),
        ("SELECT * FROM Photos WHERE ORDER BY album", "Unexpected keyword at 1:28:5"),
        ("SELECT * FROM Photos WHERE IS NULL", "Unexpected operator at 1:28:2"),
        ("SELECT * FROM Photos WHERE album = LIKE", "Unexpected operator at 1:36:4"),
        ("SELECT * FROM Photos WHERE x IS FOO", "Expected type name at 1:33:3"),
        ("SELECT * FROM Photos WHERE album = 'a", "at 1:36:2"),
        ("SELECT * FROM Photos WHERE album = 1 # note", "at 1:38:1"),
        ("SELECT * FROM Photos WHERE album = 1 /* note", "at 1:38:7"),
        ("SELECT * FROM Photos WHERE album = 1e2147483648", "at 1:36:12"),
        ("SELECT * FROM Photos WHERE m. = 1", "Invalid path dot component at 1:31:1"),
        ("SELECT * FROM", "Unexpected term at 1:14:0"),
        ("SELECT * Photos", "Expected FROM at 1:10:6"),
        ("DELETE FROM WHERE album = 'a'", "Expected identifier for simple path at 1:13:5"),
        ("UPDATE Photos WHERE album = 'a'", "Expected data manipulation at 1:15:5"),
        ("INSERT INTO Photos t VALUE {'album': 'x'}", "Unexpected token after expression at 1:20:1"),
        ("INSERT INTO Photos VALUE {'album': }", "Unexpected term at 1:36:1"),
        ("INSERT INTO Photos VALUE {album: 1}", "Expected string for tuple key at 1:27:5"),
    ] {
        refuses(statement, &format!("Statement wasn't well formed, can't be processed: {message}"));
    }
}

#[test]
fn what_a_statement_may_not_do_is_told_in_aws_words() {
    for (statement, message) in [
        ("SELECT * FROM Photos t WHERE album = 'x'", "Aliasing is not supported"),
        ("SELECT * FROM Photos LIMIT 5", "Unsupported clause: LIMIT at 1:28:1"),
        ("SELECT album, album FROM Photos", "Duplicate identifiers in select clause: album"),
        ("SELECT size(album) FROM Photos", "Unexpected path component at 1:8:4"),
        ("SELECT * FROM Photos WHERE foo(album) = 1", "Unrecognized function: foo at 1:28:3"),
        (
            "SELECT * FROM Photos WHERE attribute_exists()",
            "Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 0",
        ),
        (
            "SELECT * FROM Photos WHERE x < true",
            "Incorrect operand type for operator or function; operator or function: <, operand type: BOOL",
        ),
        (
            "SELECT * FROM Photos WHERE x",
            "WHERE clause must contain an expression that resolves to a boolean at 1:28:1",
        ),
        ("SELECT * FROM Photos WHERE x = MISSING", "MISSING must be compared using IS operator at 1:32:7"),
        (
            "SELECT * FROM Photos WHERE x IN []",
            "IN operator must have a left hand argument of type Variable Reference and right hand argument of type Seq with at least one member at 1:33:1",
        ),
        ("SELECT * FROM Photos WHERE x = ?", "Number of parameters in request and statement don't match."),
        (
            "SELECT * FROM Photos WHERE album = 1",
            "Key attribute's data type should match its data type in table's schema: Key album",
        ),
        ("SELECT * FROM Photos ORDER BY album", "Must have WHERE clause in the statement when using ORDER BY clause."),
        (
            "SELECT * FROM Photos WHERE x = 1 ORDER BY album",
            "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.",
        ),
        (
            "SELECT * FROM Photos WHERE album = 'a' ORDER BY x",
            "Variable reference x in ORDER BY clause must be part of the primary key",
        ),
        (
            "SELECT * FROM Photos WHERE album IN ['a', 'b'] ORDER BY number",
            "Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.",
        ),
        ("SELECT * FROM Photos.nope WHERE album = 'a'", "The table does not have the specified index"),
        ("SELECT * FROM Photos.a.b", "A path may contain at most 2 components in the FROM clause"),
        (r#"SELECT * FROM "" WHERE album = 'a'"#, "Path component cannot be an empty string"),
        (
            r#"SELECT * FROM "Photos"."by-place" WHERE place = 'a' AND x = 1"#,
            "One or more parameter values were invalid: Secondary index by-place does not project one or more filter attributes: [x]",
        ),
        (
            r#"SELECT x FROM "Photos"."by-place" WHERE place = 'a'"#,
            "One or more parameter values were invalid: Global secondary index by-place does not project [x]",
        ),
        (
            "EXISTS(SELECT * FROM Photos WHERE album = 'a' AND number = 1 AND x = 1)",
            "EXISTS can only be used in ExecuteTransaction write requests.",
        ),
        (
            "INSERT INTO Photos VALUES {'album': 'a'}",
            "Unsupported operation: Inserting multiple items in a single statement is not supported, use \"INSERT INTO tableName VALUE item\" instead",
        ),
        (
            "INSERT INTO Photos VALUE {'album': 'a', 'number': 1e126}",
            "Number overflow. Attempting to store a number with magnitude larger than supported range under root.number",
        ),
        (
            "INSERT INTO Photos VALUE {'album': 'a', 'l': [1, {'x': 1e-131}]}",
            "Number underflow. Attempting to store a number with magnitude smaller than supported range under root.l[1].x",
        ),
        (
            "INSERT INTO Photos VALUE {'album': 'a', 'number': set_add(<<'a'>>, <<'b'>>)}",
            "Unsupported data type: set_add under key root at 1:51:7",
        ),
        ("INSERT INTO Photos VALUE {'album': 'a', 's': <<>>}", "Empty bags are not supported"),
        (
            "INSERT INTO Photos VALUE {'album': 'a', 's': <<'x', 'x'>>}",
            "One or more parameter values were invalid: Input collection [x, x] contains duplicates.",
        ),
        ("INSERT INTO Photos VALUE {'album': 'a'}", "Key attribute should be present in the item: Key number"),
        (
            "UPDATE Photos SET x = 1 WHERE album = 'a'",
            "Where clause does not contain a mandatory equality on all key attributes",
        ),
        ("UPDATE Photos SET x = 1", "Where clause does not contain a mandatory equality on all key attributes"),
        ("FROM Photos SET x = 1", "Where clause does not contain a mandatory equality on all key attributes"),
        (
            "UPDATE Photos SET number = 1 WHERE album = 'a' AND number = 2",
            "One or more parameter values were invalid: Cannot update attribute number. This attribute is part of the key",
        ),
        (
            "UPDATE Photos SET t = set_add(s, <<'x'>>) WHERE album = 'a' AND number = 2",
            "The first argument to SET_ADD must equal the assignment value at 1:23:7",
        ),
        (
            "UPDATE Photos SET s = set_delete(s, 'x') WHERE album = 'a' AND number = 2",
            "The second argument to SET_DELETE must be a value with type SET at 1:34:1",
        ),
        (
            "UPDATE Photos SET s = set_add(s) WHERE album = 'a' AND number = 2",
            "SET_ADD must have exactly two arguments at 1:23:7",
        ),
        (r#"UPDATE "Photos"."by-place" SET x = 1 WHERE place = 'a'"#, "This operation is not supported on an index"),
        (
            "DELETE FROM Photos WHERE album = 'a' AND number = 1 RETURNING MODIFIED OLD *",
            "Invalid returning clause: RETURNING MODIFIED OLD *. Only RETURNING ALL OLD * is allowed in DELETE statements.",
        ),
    ] {
        refuses(statement, message);
    }
    let consistent =
        r#"{"Statement": "SELECT * FROM \"Photos\".\"by-place\" WHERE place = 'a'", "ConsistentRead": true}"#;
    lab().invalid(
        "ExecuteStatement",
        consistent,
        "Strongly consistent read is not supported on Global Secondary Indexes",
    );
}

#[test]
fn requests_have_limits() {
    let empty = "Member must have length greater than or equal to 1";
    lab()
        .invalid("ExecuteStatement", "{}", "1 validation error detected: Value null at 'statement' failed to satisfy constraint: Member must not be null")
        .invalid("ExecuteStatement", r#"{"Statement": "SELECT * FROM Photos", "Parameters": []}"#,
            &format!("1 validation error detected: Value '[]' at 'parameters' failed to satisfy constraint: {empty}"))
        .invalid("BatchExecuteStatement", r#"{"Statements": []}"#,
            &format!("1 validation error detected: Value '[]' at 'statements' failed to satisfy constraint: {empty}"));
    let long = format!("SELECT * FROM Photos {}", " ".repeat(8_192));
    let text = format!(
        "1 validation error detected: Value '{long}' at 'statement' failed to satisfy constraint: Member must have length less than or equal to 8192"
    );
    refuses(&long, &text);
    let many =
        |count| json!(vec![json!({"Statement": "SELECT * FROM Photos WHERE album = 'a' AND number = 1"}); count]);
    lab()
        .invalid("BatchExecuteStatement", &json!({"Statements": many(26)}).to_string(),
            "1 validation error detected: Value '[...]' at 'statements' failed to satisfy constraint: Member must have length less than or equal to 25")
        .invalid("ExecuteTransaction", &json!({"TransactStatements": many(101)}).to_string(),
            "1 validation error detected: Value '[...]' at 'transactStatements' failed to satisfy constraint: Member must have length less than or equal to 100");
}

#[test]
fn transactions_tell_which_statement_is_wrong() {
    for (statements, message) in [
        (
            r#"[{"Statement": "SELECT * FROM Photos WHERE"}]"#,
            "Validation failed in TransactStatements[0]: Statement wasn't well formed, can't be processed: Unexpected term at 1:27:0",
        ),
        (
            r#"[{"Statement": "SELECT * FROM Photos WHERE album = 'a'"}]"#,
            "Validation failed in TransactStatements[0]: Select statements within ExecuteTransaction must specify the primary key in the where clause.",
        ),
        (
            r#"[{"Statement": "SELECT * FROM \"Photos\".\"by-place\" WHERE place = 'a'"}]"#,
            "Validation failed in TransactStatements[0]: Reads on indices are not supported within transactions.",
        ),
        (
            r#"[{"Statement": "INSERT INTO Photos VALUE {'album': 'a', 'number': 1}"}, {"Statement": "EXISTS(SELECT * FROM Photos WHERE album = 'a' AND number = 1)"}]"#,
            "Validation failed in TransactStatements[1]: EXISTS() must contain a single item read with additional condition",
        ),
        (
            r#"[{"Statement": "UPDATE Photos SET x = 1 WHERE album = 'a' AND number = 1 RETURNING ALL NEW *"}]"#,
            "Validation failed in TransactStatements[0]: RETURNING clause is not supported in ExecuteTransaction.",
        ),
        (
            r#"[{"Statement": "INSERT INTO Photos VALUE {'album': 'a', 'number': 1}"}, {"Statement": "SELECT * FROM Photos WHERE album = 'a' AND number = 1"}]"#,
            "ExecuteTransaction API does not support both read and write operations in the same request.",
        ),
        (
            r#"[{"Statement": "INSERT INTO Photos VALUE {'album': 'a', 'number': 1}"}, {"Statement": "DELETE FROM Photos WHERE album = 'a' AND number = 1"}]"#,
            "Transaction request cannot include multiple operations on one item",
        ),
    ] {
        lab().invalid("ExecuteTransaction", &format!(r#"{{"TransactStatements": {statements}}}"#), message);
    }
}

const PIECES: [&str; 50] = [
    "album = 'a'",
    "number = 1",
    "size IS NUMERIC",
    "{'album': 'n', 'number': 1}",
    "7 ",
    "WHERE album = 'a' AND number = 1",
    "SELECT ",
    "* ",
    "FROM ",
    "\"Photos\" ",
    "Photos",
    ".\"by-size\" ",
    " WHERE ",
    "album",
    " = ",
    "'a'",
    "number ",
    " AND ",
    " OR ",
    "NOT ",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<<",
    ">>",
    ",",
    "?",
    "1",
    "-1.5e3",
    "1e999999999999",
    "INSERT INTO ",
    " VALUE ",
    "'k': ",
    "UPDATE ",
    " SET ",
    " REMOVE ",
    "DELETE ",
    " RETURNING ALL OLD *",
    " IS ",
    "MISSING",
    " IN ",
    " BETWEEN ",
    "size(",
    "begins_with(",
    "EXISTS(",
    "'ü",
    "--\u{1f600}",
];

#[test]
fn nonsense_is_answered() {
    let mut rng = Rng::new(11);
    let mut lab = lab();
    lab.put(r#"{"album": {"S": "a"}, "number": {"N": "1"}, "size": {"N": "1"}}"#);
    let mut read = 0;
    for _ in 0..6_000 {
        let opening = ["SELECT * FROM Photos WHERE ", "UPDATE Photos SET x = ", "INSERT INTO Photos VALUE ", ""]
            [rng.below(4) as usize];
        let most = rng.below(9) + 1;
        let pieces = (0..=rng.below(most)).map(|_| PIECES[rng.below(PIECES.len() as u64) as usize]);
        let statement: String = std::iter::once(opening).chain(pieces).collect();
        let body = json!({"Statement": statement, "Parameters": [{"S": "a"}]}).to_string();
        let status = lab.send("ExecuteStatement", &body).status;
        assert!([200, 400].contains(&status), "{statement}");
        let body = json!({"Statement": statement}).to_string();
        read += usize::from(lab.send("ExecuteStatement", &body).status == 200);
    }
    assert!(read > 30, "the pieces make {read} statements that can be done, too few to say much");
}

#[test]
fn hostile_statements_end_soon() {
    let deep = format!("SELECT * FROM Photos WHERE {}x = 1", "(".repeat(5_000));
    refuses(&deep, "The statement has too many nested levels at 1:93:1");
    let deep = format!("INSERT INTO Photos VALUE {{'a': {}", "[".repeat(8_000));
    refuses(&deep, "The statement has too many nested levels at 1:95:1");
    let nested = format!("INSERT INTO Photos VALUE {{'a': {}{}}}", "[".repeat(40), "]".repeat(40));
    refuses(
        &nested,
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
    );
    let wide = format!("SELECT * FROM Photos WHERE x = 1{}", " OR x = 1".repeat(400));
    let message = "The statement contains too many operators; the maximum allowed number of operators is 300 at 1:";
    let answer = lab().send("ExecuteStatement", &json!({"Statement": wide}).to_string());
    assert!(String::from_utf8_lossy(&answer.body).contains(message));
}
