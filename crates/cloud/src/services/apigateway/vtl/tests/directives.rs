//! Directives, comments, and the white space around them.

use serde_json::{Value, json};

use super::{check, gives, rendered};

#[test]
fn conditions() {
    let template = "#if($input.path('$.n') == 1)one#elseif($input.path('$.n') == 2)two#{else}more#end.";
    check(template, r#"{"n":1}"#, "one.");
    check(template, r#"{"n":2}"#, "two.");
    check(template, r#"{"n":3}"#, "more.");
    gives("#if(false)a#end#if(true)#if(true)b#end#end", "b");
    gives("#if ( true ) a #{end}b", " a b");
}

#[test]
fn loops() {
    for (template, wanted) in [
        (
            "#foreach($x in ['a','b'])$foreach.index$foreach.count$x$velocityCount#if($foreach.hasNext),#end#end",
            "01a1,12b2",
        ),
        ("#foreach($x in [1..3])$x#if($foreach.first)f#end#if($foreach.last)l#end#end", "1f23l"),
        ("#foreach($x in {'a': 1, 'b': 2})$x#end", "12"),
        (
            "#set($m = {'a': 1, 'b': 2})#foreach($e in $m.entrySet())$e.key$e.value$e.getKey() $e;#end",
            "a1a a=1;b2b b=2;",
        ),
        ("#foreach($x in [1,2])#foreach($y in [1,2])$foreach.parent.count$y #end#end", "11 12 21 22 "),
        ("#foreach($x in $nothing)x#end#foreach($x in 'text')x#end#foreach($x in [])x#end", ""),
        ("#foreach($x in [1..5])$x#if($x == 3)#break#end#end.", "123."),
        ("#foreach($x in [1..5])$x#if($x == 3)#stop#end#end.", "123"),
        ("#set($x = 'old')#foreach($x in [1])$x#end$x", "1old"),
        ("#foreach($x in [1])#end$foreach.count", "$foreach.count"),
    ] {
        gives(template, wanted);
    }
    check(
        "#set($r = $input.path('$'))[#foreach($p in $r.photos){\"id\":$p.id}#if($foreach.hasNext),#end#end]",
        r#"{"photos":[{"id":1},{"id":2}]}"#,
        r#"[{"id":1},{"id":2}]"#,
    );
    // The rest of a long list is passed over.
    gives("#foreach($x in [1..2000])#set($last = $x)#end$last", "1000");
}

/// What a template is mostly for: the request as one JSON document.
#[test]
fn a_whole_request_as_json() {
    let template = r##"#set($places = $input.params())
## Every parameter, by its place.
{
  "body": $input.json('$'),
  "params": {
  #foreach($place in $places.keySet())
    #set($held = $places.get($place))
    "$place": {
    #foreach($name in $held.keySet())
      "$name": "$util.escapeJavaScript($held.get($name)).replaceAll("\\'", "'")"#if($foreach.hasNext),#end
    #end
    }#if($foreach.hasNext),#end
  #end
  },
  "variables": {
    #foreach($name in $stageVariables.keySet())
    "$name": "$util.escapeJavaScript($stageVariables.get($name))"#if($foreach.hasNext),#end
    #end
  },
  #if($context.identity.user && $context.identity.user != "")
  "user": "$context.identity.user",
  #else
  "user": null,
  #end
  "source": "$context.identity.sourceIp"
}"##;
    let text = rendered(template, r#"{"name":"Ann"}"#).expect("it is in order");
    let document: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in {text}"));
    assert_eq!(
        document,
        json!({
            "body": {"name": "Ann"},
            "params": {
                "path": {"both": "path", "id": "7"},
                "querystring": {"both": "query", "page": "2"},
                "header": {"Accept": "*/*", "X-Who": "it's \"me\""},
            },
            "variables": {"table": "Users"},
            "user": null,
            "source": "192.0.2.1",
        })
    );
}

#[test]
fn blocks() {
    gives("#define($hello)Hello $who#end#set($who = 'you')$hello! $hello", "Hello you! Hello you");
    gives("#define($b)x#end#set($y = \"[$b]\")$y#set($z = $b)$z", "[x]x");
}

#[test]
fn comments_and_verbatim_text() {
    gives("a## no\nb#* no\nno *#c", "abc");
    gives("#[[ #set($x = 1) $context.stage ]]#", " #set($x = 1) $context.stage ");
    gives("#fff #1 # #hashtag #elsewhere", "#fff #1 # #hashtag #elsewhere");
    gives("#set($x = \"## no comment\")$x", "## no comment");
}

#[test]
fn white_space() {
    gives("  #set($x = 1)  \n{\n  \"x\": $x\n}\n", "{\n  \"x\": 1\n}\n");
    gives("a #set($x = 1) b", "a  b");
    gives("#if(true)\nyes\n#end\nafter", "yes\nafter");
    gives("#foreach($x in [1,2])\r\n$x\r\n#end\r\n.", "1\r\n2\r\n.");
}
