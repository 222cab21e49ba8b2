"""How values are spelled: well, oddly, and wrongly. An `@` stands for a token that nothing else in the document has."""

import json

__all__ = ["GOOD", "JUNK", "SPACES", "WRONG", "escaped", "key", "plain"]

SPACES = ("", " ", "\n  ", "\t", " \r\n")

GOOD = {
    "str": (
        '"a"',
        '"\\u00e9\\n"',
        '"é"',
        '"\\ud83c\\udf55"',
        '"🍕 \\/"',
        '"q\\"]}, {\\\\"',
        '""',
        '"\\u0000"',
        '"null"',
    ),
    "int": ("0", "7", "-12", "250", "1099511627776", "-0"),
    "bool": ("true", "false"),
    "cents": ("1.10", "12.5", "3", "1e2", "0.07", "5E+1", "-0.50", "0.250e1"),
    "percent": ('"8.25"', '"7.0"', '"0"', '"19.600"', '"1e1"'),
    "hhmm": ('"09:30"', '"9:05"', '"23:59"', '"00:00"', '"\\u0030:15"'),
    "currency": ('"USD"', '"EUR"'),
    "ref": ('"I1"', '"I2"', '"x y"'),
}

WRONG = {
    "object": ("5", "@", "[ ]", "[@]", "true", "-1.5e3"),
    "element": ("5", "@", "[ ]", "true", "null"),
    "list": ("5", "@", "{ }", "false", '{"0":@}'),
    "bare": ("null", "[@]", "{ }", "5", "true"),
    "bare_int": ("null", "[@]", "{ }", "@", "true", "1.5"),
    "key": ("5", "null", "[@]", '{"id":@}', "true"),
    "str": ("5", "true", "[@]", "{ }", "1.5"),
    "int": ("@", "1.5", "[@]", "true", "{ }"),
    "bool": ("0", "@", "[ ]", "{ }"),
    "cents": ("@", "true", "[@]", "{ }", "1e10"),
    "percent": ("@", "5", '"abc"', '"1,5"', "[@]", '""'),
    "hhmm": ("@", "5", '"24:00"', '"9am"', '"09:300"'),
    "currency": ("5", "[@]", "true"),
    "ref": ("5", "[@]", "{ }", "true"),
}

JUNK = (
    "@",
    "[@, 1.10,1e5 ]",
    '{"name":@ , "price": 123456789012345678901234567890, "items":[ {"id":1} ]}',
    '{"a":@,"a":null}',
    "[[[@]],{},[ ], -0.0, 1E-7]",
    '{"id":"I1","type":"ITEM","x\\"]}":[@,"\\\\"]}',
)


def plain(name: str) -> str:
    """The name that a JSON text spells."""
    return str(json.loads(name))


def escaped(name: str) -> str:
    """The same name with its first character spelled as an escape."""
    text = plain(name)
    return f'"\\u{ord(text[0]):04x}{json.dumps(text[1:])[1:]}'


def key(value: str, *, escaped: bool) -> str:
    """A key as JSON text, now and then with an escape: the same key all the same."""
    return (
        f'"\\u{ord(value[0]):04X}{json.dumps(value[1:], ensure_ascii=False)[1:]}'
        if escaped
        else json.dumps(value, ensure_ascii=False)
    )
