//! JSONPath.

use super::{check, fails};

const STORE: &str = r#"{"store":{"book":[{"t":"A","price":8,"isbn":"1"},{"t":"B","price":12},{"t":"C","price":9,"isbn":"2"}],
"bicycle":{"color":"red","price":20}},"content-type":"x","max":10,"a b":{"c.d":1},"empty":[]}"#;

#[track_caller]
fn path(path: &str, wanted: &str) {
    check(&format!("$input.json(\"{path}\")"), STORE, wanted);
}

#[test]
fn paths_to_one_value_give_it() {
    path("$.store.book[0].t", "\"A\"");
    path("$.store.book[-1].t", "\"C\"");
    path("$['store']['bicycle'].color", "\"red\"");
    path("$.content-type", "\"x\"");
    path("$['a b']['c.d']", "1");
    path("store.bicycle.price", "20");
    path("$.store.book[9].t", "\"\"");
    path("$.store.book.t", "\"\"");
    path("$.empty", "[]");
}

#[test]
fn paths_to_several_give_a_list() {
    path("$.store.book[*].t", r#"["A","B","C"]"#);
    path("$.store.book[0,2].t", r#"["A","C"]"#);
    path("$.store.book[1:].t", r#"["B","C"]"#);
    path("$.store.book[:2].t", r#"["A","B"]"#);
    path("$.store.book[-2:].t", r#"["B","C"]"#);
    path("$..price", "[8,12,9,20]");
    path("$.store.bicycle.*", r#"["red",20]"#);
    path("$.store.bicycle['color','price']", r#"["red",20]"#);
    path("$..nothing", "[]");
    path("$.store..book[0].t", r#"["A"]"#);
}

#[test]
fn filters() {
    path("$.store.book[?(@.price < 10)].t", r#"["A","C"]"#);
    path("$.store.book[?(@.isbn)].t", r#"["A","C"]"#);
    path("$.store.book[?(!@.isbn)].t", r#"["B"]"#);
    path("$.store.book[?(@.t == 'B')].price", "[12]");
    path("$.store.book[?(@.t != 'B' && @.price >= 9)].t", r#"["C"]"#);
    path("$.store.book[?(@.price > $.max || @.t == 'A')].t", r#"["A","B"]"#);
    path("$.store.book[?(@.price < $.max && (@.t == 'A' || @.t == 'C'))].price", "[8,9]");
    path("$..book[?(@.price == 8)].t", r#"["A"]"#);
}

#[test]
fn what_is_no_path_is_refused() {
    for text in ["$.", "$[", "$['a", "$.a[?(@.b ==)]", "$.a b", "$[?(", "$[1:x]", "$.a)"] {
        fails(&format!("x $input.path(\"{text}\")"), "{}", 1, 3, "Invalid JSONPath");
    }
    let deep = "(".repeat(40);
    fails(&format!("$input.path('$[?{deep}@.a')"), "{}", 1, 1, "nests deeper");
}
