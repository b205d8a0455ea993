"""What nobody should send: texts for fields, bodies for forms, and names that addresses without a form of their own take."""

HOSTILE = {
    "nothing": "",
    "a megabyte": "x" * 1_000_000,
    "a zero byte": "a\x00b",
    "a lone surrogate": "a\ud800b",
    "bytes that are no text": b"\xff\xfe\x80",
    "another direction": "\u202egnihton\u2066",
    "nobody sees it": "\u200b\u3164",
    "a link that runs": "javascript:alert(1)",
    "markup": "<script>alert(1)</script>'\"--><img src=x onerror=alert(1)>",
    "a formula": "=HYPERLINK(\"http://evil.example\")",
    "a template": "{{ settings.SECRET_KEY }}{% debug %}%(x)s%s{0}",
    "a huge number": "9" * 400,
    "a number below": "-1",
    "a digit that is none": "²",
    "Arabic digits": "١٢",
    "not a number": "NaN",
    "a day that is not": "2026-02-30",
    "the end of time": "9999-12-31T23:59",
    "another site": "//evil.example/",
    "up and away": "../../../etc/passwd\x00.png",
    "marks upon marks": "e" + "\u0301" * 5000,
}
# Where one chooses or asks, these few are enough.
FEW = ("a zero byte", "bytes that are no text", "markup", "a huge number", "a number below", "a digit that is none", "another site", "nobody sees it")
# What a database may take in another way than another.
STORED = ("a zero byte", "a lone surrogate", "bytes that are no text", "a megabyte", "a huge number", "a number below", "the end of time", "marks upon marks")
# What addresses take that show no form of their own: buttons of other pages, and what scripts send.
ELSEWHERE = (
    "action", "action_add", "action_primary", "action_remove", "action_send", "add", "answer", "as", "body", "code", "credential", "decision",
    "email", "handle", "login", "member", "name", "next", "note", "number", "opens_on", "opens_time", "organisation", "password", "reason",
    "role", "scheduled_for", "seen", "summary", "text", "title", "to", "verb", "version",
)  # fmt: skip
# Content types, and bodies that do not keep to them.
BODIES = (
    ("application/json", b'{"title": ['),
    ("application/x-www-form-urlencoded; charset=utf-16", "title=x".encode("utf-16")),
    ("application/x-www-form-urlencoded; charset=nonsense", b"title=%FF"),
    ("application/x-www-form-urlencoded", b"&&&===%"),
    ("application/x-www-form-urlencoded", b"a=1&" * 3000),
    ("application/x-www-form-urlencoded", b"title=" + b"x" * 3_000_000),
    ("multipart/form-data", b"--x"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="picture"; filename="a.png"\r\n\r\n\x89PNG cut half-'),
    ("multipart/form-data; boundary=x; charset=utf-7", b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n+ADw-script+AD4-\r\n--x--'),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="title"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--'),
    ("multipart/form-data; boundary=\x00", b"--\x00"),
    ("text/plain", b"\x00\xff"),
    ("", b"title=x"),
)  # fmt: skip
