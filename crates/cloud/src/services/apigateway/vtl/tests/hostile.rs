//! Templates that loop, grow and nest, and bytes that mean nothing.

use super::{fails, rendered, scope};
use crate::services::apigateway::vtl::Template;
use crate::sim::rng::Rng;

#[test]
fn templates_that_loop_or_grow_end() {
    let thousand = "#foreach($x in [1..1000])";
    fails(&format!("{thousand}{thousand}{thousand}#end#end#end"), "", 1, 51, "more than 1000000 steps");
    fails(&format!("#set($t = 'xxxxxxxxxxxxxxxx')\n{thousand}#set($t = $t + $t)#end"), "", 2, 41, "writes more than");
    fails(&format!("#set($t = '{0}'){thousand}{thousand}$t#end#end", "x".repeat(100)), "", 1, 164, "writes more than");
    fails(&format!("#set($l = []){thousand}#set($d = $l.add($l))#end$l"), "", 1, 64, "nests deeper");
    fails(&format!("#set($l = [1]){thousand}#set($l = [$l, $l])#end$l"), "", 1, 63, "nests deeper");
    fails("#set($l = [1])#foreach($x in [1..60])#set($l = [$l, $l])#end$l", "", 1, 61, "steps");
    fails("#set($m = {})#set($m.m = $m)$m", "", 1, 29, "nests deeper");
    fails("#set($m = {})#set($m.m = $m)#set($context.responseOverride.header.x = $m)", "", 1, 34, "nests deeper");
    fails("#define($a)$a#end$a", "", 1, 12, "nest deeper");
    fails("#set($x = [1..99999999])", "", 1, 1, "more than 1000000 steps");
    fails(&format!("#set($t = 'a'){thousand}#set($t = $t.replace('a', 'aaaaaaaa'))#end"), "", 1, 50, "values");
    fails("$input.path('$')", &"[".repeat(1_000), 1, 1, "Could not parse request body");
}

#[test]
fn long_chains_are_no_deep_trees() {
    let sum = vec!["1"; 30_000].join("+");
    assert_eq!(rendered(&format!("#set($x = {sum})$x"), "").as_deref(), Ok("30000"));
    let elseifs = "#elseif(false)".repeat(10_000);
    assert_eq!(rendered(&format!("#if(false){elseifs}#{{else}}x#end"), "").as_deref(), Ok("x"));
}

#[test]
fn a_search_of_a_large_body_is_bounded() {
    let body = format!("[{}]", vec!["{\"a\":[1,2,{\"a\":3}]}"; 20_000].join(","));
    fails("#foreach($x in [1..1000])$input.json('$..a')#end", &body, 1, 26, "steps");
    fails("#foreach($x in [1..1000])#set($y = $input.path('$'))#end", &body, 1, 36, "bytes of values");
}

/// Pieces of templates, of which random ones are made.
const PIECES: [&str; 40] = [
    "$",
    "#",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "'",
    ".",
    "..",
    "!",
    "\\",
    "#set(",
    "#if(",
    "#foreach(",
    "#end",
    "#else",
    "#elseif(",
    "#break",
    "#define(",
    "$x",
    "$input",
    ".json(",
    ".path(",
    "'$.a'",
    "'$..[?(@.a'",
    "$util.",
    "parseJson(",
    " in ",
    " = ",
    " + ",
    " - 1",
    "1",
    "é",
    "\n",
    "## ",
    "#*",
    "x.replaceAll('(', '$')",
];

#[test]
fn random_templates_never_panic() {
    let mut rng = Rng::new(11);
    let mut parsed = 0;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..=rng.below(14) {
            text.push_str(PIECES[usize::try_from(rng.below(40)).unwrap()]);
        }
        if let Ok(template) = Template::parse(&text) {
            parsed += 1;
            let _ = template.render(&mut scope(r#"{"a":[1,{"a":"x"}]}"#));
        }
    }
    assert!(parsed > 500, "only {parsed} templates could be read, so that hardly any were rendered");
}

#[test]
fn random_bytes_never_panic() {
    let mut rng = Rng::new(12);
    for _ in 0..5_000 {
        let bytes: Vec<u8> = (0..rng.below(60)).map(|_| u8::try_from(rng.below(256)).unwrap()).collect();
        if let Ok(template) = Template::parse(&String::from_utf8_lossy(&bytes)) {
            let _ = template.render(&mut scope(""));
        }
    }
}
