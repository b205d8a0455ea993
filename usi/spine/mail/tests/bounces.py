"""Messages as mail servers send them back, and the command that a mail server hands them to."""

import io
import sys

from django.core.management import CommandError, call_command

# Postfix: a mailbox that does not exist.
POSTFIX = """\
Return-Path: <>
X-Original-To: {to}
Delivered-To: {to}
Received: by mx.gov.example (Postfix)
\tid 4Bq2hG0Tzz; Wed, 25 Nov 2026 08:00:03 +0000 (UTC)
Date: Wed, 25 Nov 2026 08:00:03 +0000 (UTC)
From: MAILER-DAEMON@mx.gov.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4Bq2hF6x0z.1606291203/mx.gov.example"

This is a MIME-encapsulated message.

--4Bq2hF6x0z.1606291203/mx.gov.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.gov.example.

I'm sorry to have to inform you that your message could not be delivered.

--4Bq2hF6x0z.1606291203/mx.gov.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.gov.example
X-Postfix-Queue-ID: 4Bq2hF6x0z
X-Postfix-Sender: rfc822; {to}
Arrival-Date: Wed, 25 Nov 2026 08:00:01 +0000 (UTC)

Final-Recipient: rfc822; target0@gov.example
Original-Recipient: rfc822;target0@gov.example
Action: {action}
Status: {status}
Remote-MTA: dns; store.gov.example
Diagnostic-Code: smtp; {said}

--4Bq2hF6x0z.1606291203/mx.gov.example
Content-Description: Undelivered Message
Content-Type: message/rfc822

From: USI <usi@localhost>
To: target0@gov.example
Subject: Take them back

Dear Minister,
--4Bq2hF6x0z.1606291203/mx.gov.example--
"""
# Exchange: no Diagnostic-Code, Base64 for the words, headers of the letter in place of the letter.
EXCHANGE = """\
From: <postmaster@gov.example>
To: <{to}>
Date: Wed, 25 Nov 2026 08:00:03 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="c2a6a6a0-7b1a-4b35-8bd5-2a8e0c3c8e43"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: en-GB
Subject: =?utf-8?B?VW56dXN0ZWxsYmFy?=
MIME-Version: 1.0

--c2a6a6a0-7b1a-4b35-8bd5-2a8e0c3c8e43
Content-Type: multipart/alternative; differences=Content-Type; boundary="aaa"

--aaa
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

VW56dXN0ZWxsYmFy
--aaa--

--c2a6a6a0-7b1a-4b35-8bd5-2a8e0c3c8e43
Content-Type: message/delivery-status

Reporting-MTA: dns;mail.gov.example
Received-From-MTA: dns;usi.example

Final-Recipient: rfc822;target0@gov.example
Action: {action}
Status: {status}
X-Display-Name: The Minister

--c2a6a6a0-7b1a-4b35-8bd5-2a8e0c3c8e43
Content-Type: text/rfc822-headers

From: USI <usi@localhost>

--c2a6a6a0-7b1a-4b35-8bd5-2a8e0c3c8e43--
"""
OUT_OF_OFFICE = """\
From: The Minister <target0@gov.example>
To: {to}
Subject: Automatic reply: Take them back
Auto-Submitted: auto-replied
X-Auto-Response-Suppress: All
Content-Type: multipart/alternative; boundary="x"

--x
Content-Type: text/plain

I am away until 5.1.1 and will not read this. Action: failed, Status: 5.1.1
--x--
"""
# A receipt that somebody has read it (RFC 8098) is a report, but none on delivery.
READ_RECEIPT = """\
From: The Minister <target0@gov.example>
To: {to}
Content-Type: multipart/report; report-type=disposition-notification; boundary="x"

--x
Content-Type: text/plain

It was displayed.
--x
Content-Type: message/disposition-notification

Final-Recipient: rfc822;target0@gov.example
Disposition: manual-action/MDN-sent-manually; displayed
Action: failed
Status: 5.1.1

--x--
"""


def message(form, *, to, action="failed", status="5.1.1", said="550 5.1.1 <target0@gov.example>: Recipient address rejected: User unknown"):
    """Return a message as bytes; `to` is the sender of the mail that it is about."""
    return form.format(to=to, action=action, status=status, said=said).replace("\n", "\r\n").encode()


def hand_over(monkeypatch, content):
    """Hand a message to the command; returns its exit code and all it says."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    out = io.StringIO()
    try:
        call_command("mail", "bounce", stdout=out)
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue().strip()
