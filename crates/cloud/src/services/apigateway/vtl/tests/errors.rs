//! What is wrong with a template, and where.

use super::{fails, refused, rendered};
use crate::services::apigateway::vtl::Template;

#[test]
fn what_cannot_be_read_is_refused_where_it_goes_wrong() {
    for (template, line, column, words) in [
        ("#if(true)\nx", 1, 1, "this #if is not closed with #end"),
        ("a\n  #foreach($x in [1])", 2, 3, "this #foreach is not closed"),
        ("x #end", 1, 3, "this #end belongs to no"),
        ("#else", 1, 1, "this #else belongs to no"),
        ("#foreach($x in [1])\n#else\n#end", 2, 1, "this #else stands in a #foreach"),
        ("#if(true)#else a #else b#end", 1, 18, "followed by #end alone"),
        ("#set($x 1)", 1, 9, "= is expected and '1' is found"),
        ("#set($x == 1)", 1, 9, "= is expected"),
        ("#set(x = 1)", 1, 6, "a variable such as $name is expected and 'x' is found"),
        ("#set $x = 1", 1, 6, "( after #set is expected"),
        ("#set($x = )", 1, 11, "a value is expected and ')' is found"),
        ("#set($x = 1", 1, 12, ") is expected and the end is found"),
        ("#set($x = abc)", 1, 11, "a word alone is not"),
        ("#set($x = \"abc)", 1, 11, "this text is not closed"),
        ("{\n  \"a\": $input.json('$.a)\n}", 2, 20, "this text is not closed"),
        ("$input.json('$.a'", 1, 18, ", or ) is expected and the end is found"),
        ("${input.json('$') x", 1, 18, "} after ${input is expected and ' ' is found"),
        ("#set($x = [1, 2)", 1, 16, ", or ] is expected"),
        ("#set($x = {'a' 1})", 1, 16, ": is expected and '1' is found"),
        ("#set($x = 99999999999999999999)", 1, 31, "too large"),
        ("#foreach($x of [1])#end", 1, 13, "in is expected"),
        ("\n#* open", 2, 1, "not closed with *#"),
        ("#[[ open", 1, 1, "not closed with ]]#"),
        ("#macro(m)#end", 1, 1, "#macro is not simulated"),
        ("é#set($x = \"ab $x.y(\")", 1, 21, "a value is expected"),
    ] {
        refused(template, line, column, words);
    }
    refused(&"(".repeat(100).replacen('(', "#set($x = (", 1), 1, 74, "nested deeper than 64");
    refused(&"#if(true)".repeat(100), 1, 572, "nested deeper than 64");
    refused(&" ".repeat(310_000), 1, 1, "at most 307200 bytes");
}

#[test]
fn errors_are_told_in_one_line() {
    let error = Template::parse("#end").expect_err("it closes nothing");
    assert_eq!(
        error.to_string(),
        "Unable to parse the mapping template at line 1, column 1: this #end belongs to no #if or #foreach"
    );
    let error = rendered("\n$util.parseJson('{}x')", "").expect_err("no JSON");
    assert_eq!(
        error.to_string(),
        "parseJson is given what is no JSON: trailing characters at line 1 column 3 (mapping template, line 2, column 1)"
    );
}

#[test]
fn what_cannot_be_done_ends_the_rendering() {
    fails("#set($context.stage = 1)", "", 1, 1, "$context.stage cannot be set");
    fails("#set($input = 1)", "", 1, 1, "$input cannot be set");
    fails("#set($context.responseOverride = 1)", "", 1, 1, "cannot be set");
    fails("#set($x.y = 1)", "", 1, 6, "$x.y cannot be set");
    fails("#set($x = [1])\n#set($x[3] = 1)", "", 2, 6, "not in its list");
    fails("#set($x = 'a')$x.substring(2)", "", 1, 15, "substring");
    fails("#set($x = 'a')$x.replaceAll('(', '')", "", 1, 15, "is not understood");
    let error = rendered("x\n $input.json('$.a')", "<xml/>").expect_err("the body is no JSON");
    assert!(error.body_at_fault, "{error}");
    assert!(error.text.starts_with("Could not parse request body into json: "), "{error}");
}
