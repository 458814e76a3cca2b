//! References, literals, operators, and how values are written.

use super::{check, gives, overrides};
use serde_json::json;

#[test]
fn references() {
    for (template, wanted) in [
        ("$context.httpMethod ${context.stage}-x $!{context.stage}", "POST prod-x prod"),
        ("$context.identity.sourceIp, $context.authorizer.principalId.", "192.0.2.1, ann."),
        ("$stageVariables.table ${stageVariables.table}2", "Users Users2"),
        // The gateway's own variables are empty where they have nothing; others are printed as they are written.
        ("[$context.nothing.at.all][$context.identity.user][$stageVariables.no][$input.params('no')]", "[][][][]"),
        ("$foo ${foo.bar} $!foo $!{foo.bar}.", "$foo ${foo.bar}  ."),
        ("$util.nothing('x') $context.httpMethod.nothing()", "$util.nothing('x') "),
        ("costs $5 or 5$, ${ and $", "costs $5 or 5$, ${ and $"),
        ("#set($a = 1)\\$a \\\\$a \\$b \\#set(x) a\\b", "$a \\1 \\$b #set(x) a\\b"),
        ("#set($x = {'a': [1, 2]})$x.a[0]$x['a'][1]$x.a[-1]$x.a.get(0)$!x.a[9]", "1221"),
        ("#set($a-b = 1)$a-b #set($x_1 = 2)$x_1", "1 2"),
    ] {
        gives(template, wanted);
    }
}

#[test]
fn input() {
    let body = r#"{"a":{"b":[1,{"c":"x"}]},"t":"say \"hi\"","n":null,"f":1.5}"#;
    for (template, wanted) in [
        ("$input.body", body),
        ("$input.json('$')", body),
        ("$input.json('$.a')", r#"{"b":[1,{"c":"x"}]}"#),
        ("$input.json('$.t') $input.json('$.n') $input.json('$.f')", r#""say \"hi\"" null 1.5"#),
        ("$input.json('$.missing')", r#""""#),
        ("$input.path('$.t') $input.path('$.a.b[1].c') $input.path('$.a').b[0]", "say \"hi\" x 1"),
        ("[$input.path('$.missing')][$input.path('$.n')]", "[][]"),
        ("#set($r = $input.path('$'))$r.t.length() $r.a.b.size() $r.nothing", "8 2 $r.nothing"),
        // Maps are written as Java writes them, and lists that came out of JSON as JSON.
        ("$input.path('$.a')", r#"{b=[1,{"c":"x"}]}"#),
        ("#if($input.path('$.missing'))yes#{else}no#end", "no"),
        ("#if($input.path('$.missing') == \"\")yes#end#if($input.path('$.t') != \"\")yes#end", "yesyes"),
    ] {
        check(template, body, wanted);
    }
    gives("$input.body $input.json('$') $input.json('$.a')", "{} {} \"\"");
    check("$input.body", "no JSON", "no JSON");
    check("$input.path('$[1]') $input.path('$')", "[1,2.50,\"x\"]", "2.5 [1,2.5,\"x\"]");
}

#[test]
fn params() {
    for (template, wanted) in [
        ("$input.params('id') $input.params('page') $input.params('Accept') $input.params('both')", "7 2 */* path"),
        ("$input.params().querystring.both $input.params().header.get('X-Who')", "query it's \"me\""),
        ("$input.params().header.X-Who", "it's \"me\""),
        ("$input.params().path", "{both=path, id=7}"),
        ("#foreach($t in $input.params().keySet())$t #end", "path querystring header "),
        (
            "#foreach($k in $input.params().header.keySet())\"$k\":\"$util.escapeJavaScript($input.params().header.get($k))\"#if($foreach.hasNext),#end#end",
            r#""Accept":"*\/*","X-Who":"it\'s \"me\"""#,
        ),
    ] {
        gives(template, wanted);
    }
}

#[test]
fn literals() {
    for (template, wanted) in [
        ("#set($x = 'a $context.stage ''b''')$x", "a $context.stage 'b'"),
        ("#set($x = \"a $context.stage \"\"b\"\" #if(true)c#end\")$x", "a prod \"b\" c"),
        ("#set($x = \"\")[$x]", "[]"),
        ("#set($x = [1, 'a', [true, null], {'k': 1.50}])$x", "[1, a, [true, null], {k=1.5}]"),
        ("#set($x = {})#set($y = [])$x $y", "{} []"),
        ("#set($x = {'b': 1, \"a$context.stage\": 2})$x", "{b=1, aprod=2}"),
        ("#set($x = [1..4])$x #set($x = [2..-1])$x", "[1, 2, 3, 4] [2, 1, 0, -1]"),
        ("#set($n = 2)#foreach($i in [1..$n])$i#end", "12"),
        ("#set($x = -5)$x #set($x = -1.0)$x #set($y = 3)#set($x = -$y)$x", "-5 -1.0 -3"),
        ("#set($x = 12345678.5)$x #set($x = 10000000.0)$x #set($x = 0.0001)$x", "1.23456785E7 1.0E7 1.0E-4"),
    ] {
        gives(template, wanted);
    }
}

#[test]
fn operators() {
    for (expression, wanted) in [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("7 / 2", "3"),
        ("7 % 4 - 1", "2"),
        ("7 / 2.0", "3.5"),
        ("1 - 1", "0"),
        ("'a' + 1 + true", "a1true"),
        ("1 / 0", "$x"),
        ("9223372036854775807 + 1", "$x"),
        ("1 == 1.0", "true"),
        ("'1' == 1", "true"),
        ("'a' == 'b'", "false"),
        ("'a' eq 'a' && 1 ne 2", "true"),
        ("1 < 2 && 2 <= 2 && 3 > 2 && 3 >= 3", "true"),
        ("1 lt 2 and 2 le 2 and 3 gt 2 and 3 ge 4", "false"),
        ("'a' < 'b'", "false"),
        ("false || true", "true"),
        ("false or false", "false"),
        ("!true", "false"),
        ("not false", "true"),
        ("!$nothing && !null", "true"),
        ("$nothing == null", "true"),
        ("$context.stage == 'prod'", "true"),
        ("[1, 2] == [1, 2]", "true"),
        // Only nothing and false are not true.
        ("'' && 0", "true"),
        ("true || $context.stage.nothing.more", "true"),
    ] {
        gives(&format!("#set($x = {expression})$x"), wanted);
    }
}

#[test]
fn what_templates_set_of_the_request_and_the_response() {
    let nothing = json!({"header": {}, "path": {}, "querystring": {}});
    overrides("x", nothing.clone(), json!({"header": {}}));
    overrides(
        "#set($context.responseOverride.status = 404)#set($context.responseOverride.header.hello = \"a$context.stage\")",
        nothing.clone(),
        json!({"header": {"hello": "aprod"}, "status": 404}),
    );
    overrides(
        "#set($context.requestOverride.header['X-A'] = ['1', '2'])#set($context.requestOverride.path.id = $input.params('id'))",
        json!({"header": {"X-A": ["1", "2"]}, "path": {"id": "7"}, "querystring": {}}),
        json!({"header": {}}),
    );
    overrides("#set($d = $context.responseOverride.header.put('a', 'b'))", nothing, json!({"header": {"a": "b"}}));
}
