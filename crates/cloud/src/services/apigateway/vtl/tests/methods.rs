//! The methods of texts, lists, maps and numbers, and `$util`.

use super::{check, fails, gives};

#[test]
fn texts() {
    let template = "#set($s = 'Grüße, World')";
    for (call, wanted) in [
        ("length()", "12"),
        ("isEmpty()", "false"),
        ("empty", "false"),
        ("contains('World')", "true"),
        ("startsWith('Gr')", "true"),
        ("endsWith('x')", "false"),
        ("equals('x')", "false"),
        ("equalsIgnoreCase('grüße, world')", "true"),
        ("indexOf('W')", "7"),
        ("lastIndexOf('r')", "9"),
        ("indexOf('x')", "-1"),
        ("charAt(2)", "ü"),
        ("substring(7)", "World"),
        ("substring(0, 5)", "Grüße"),
        ("toLowerCase()", "grüße, world"),
        ("toUpperCase()", "GRÜSSE, WORLD"),
        ("concat('!')", "Grüße, World!"),
        ("replace('o', '0')", "Grüße, W0rld"),
        ("replaceAll('[aeiou]', '*')", "Grüß*, W*rld"),
        ("replaceAll('(\\S+), (\\w+)', '$2 $1')", "World Grüße"),
        ("replaceFirst('r', 'R')", "GRüße, World"),
        ("matches('Gr.*')", "true"),
        ("matches('Gr')", "false"),
        ("split(', ')", "[Grüße, World]"),
        ("split(',')[1].trim()", "World"),
        ("toString()", "Grüße, World"),
        ("compareTo('A')", "1"),
    ] {
        gives(&format!("{template}$s.{call}"), wanted);
    }
    gives("#set($s = 'a.b..')$s.split('\\.') $s.split('\\.').size()", "[a, b] 2");
    gives("#set($s = 'a1b22c')$s.split('[0-9]+') $s.split('') $s.split('x')", "[a, b, c] [a, 1, b, 2, 2, c] [a1b22c]");
    gives(r#"#set($s = "it\'s")$s.replaceAll("\\'", "'")"#, "it's");
}

#[test]
fn lists() {
    for (calls, wanted) in [
        ("$l.size() $l.isEmpty() $l.get(1) $l[1] $l.contains('a') $l.contains('x')", "3 false b b true false"),
        ("$l.indexOf('c') $l.indexOf('x') $l.subList(1, 3)", "2 -1 [b, c]"),
        ("$l.add('d') $l $l.remove(0) $l $l.remove('d') $l", "true [a, b, c, d] a [b, c, d] true [b, c]"),
        (
            "$l.set(0, 'z') $l#set($d = $l.add(1, 'y'))$l#set($d = $l.addAll(['p']))$l",
            "a [z, b, c][z, y, b, c][z, y, b, c, p]",
        ),
        ("#set($l[0] = 'n')$l#set($d = $l.clear())$l $l.empty", "[n, b, c][] true"),
        // Two names for one list.
        ("#set($m = $l)#set($d = $m.add('x'))$l", "[a, b, c, x]"),
    ] {
        gives(&format!("#set($l = ['a', 'b', 'c']){calls}"), wanted);
    }
}

#[test]
fn maps() {
    for (calls, wanted) in [
        ("$m.size() $m.get('a') $m.a $m['a'] $m.containsKey('a') $m.containsKey('x')", "2 1 1 1 true false"),
        ("$m.keySet() $m.values() $m.entrySet() $m.containsValue(2)", "[a, b] [1, 2] [a=1, b=2] true"),
        ("$m.getOrDefault('x', 9) $!m.put('c', 3) $m.put('a', 0) $m", "9  1 {a=0, b=2, c=3}"),
        ("$m.remove('a') $m#set($d = $m.putAll({'z': 1}))$m", "1 {b=2}{b=2, z=1}"),
        ("#set($m.n = {})#set($m.n['k'] = 'v')$m $m.n.isEmpty()", "{a=1, b=2, n={k=v}} false"),
    ] {
        gives(&format!("#set($m = {{'a': 1, 'b': 2}}){calls}"), wanted);
    }
    check("#set($r = $input.path('$'))#set($r.b = 2)$r $r.containsKey('a')", r#"{"a":[1]}"#, "{a=[1], b=2} true");
}

#[test]
fn numbers() {
    gives("#set($n = 0)$n.parseInt('42') $n.parseInt('-1') $n.valueOf('1.5')", "42 -1 1.5");
    gives("#set($n = 1.9)$n.intValue() $n.toString().length() $n.compareTo(1)", "1 3 1");
    fails("#set($n = 0)$n.parseInt('x')", "", 1, 13, "no number");
}

#[test]
fn util() {
    for (call, wanted) in [
        ("escapeJavaScript('a\"b''c\\d/e')", r#"a\"b\'c\\d\/e"#),
        ("escapeJavaScript(\"é😀\n\t\")", r"\u00E9\uD83D\uDE00\n\t"),
        ("escapeJavaScript(12)", "12"),
        ("urlEncode('a b&c=d/é~*')", "a+b%26c%3Dd%2F%C3%A9%7E*"),
        ("urlDecode('a+b%26c')", "a b&c"),
        ("base64Encode('Hello')", "SGVsbG8="),
        ("base64Decode('SGVsbG8=')", "Hello"),
        ("parseJson('{\"a\":[1,{\"b\":true}]}').a[1].b", "true"),
        ("parseJson('[1,2]').size()", "2"),
        ("parseJson('\"x\"')", "x"),
    ] {
        gives(&format!("$util.{call}"), wanted);
    }
    check("$util.escapeJavaScript($input.json('$.m'))", r#"{"m":"foo"}"#, r#"\"foo\""#);
    fails("\n $util.parseJson('{')", "", 2, 2, "no JSON");
    fails("$util.base64Decode('?')", "", 1, 1, "not base64");
}
