"""The web application as a server process loads it: tied to the server's main process, whose sudden death would leave it with the port."""

from __future__ import annotations

import multiprocessing
import signal

from django.core.servers.basehttp import get_internal_wsgi_application

from usi.doors.operators import lifeline

_server = multiprocessing.parent_process()
if _server is not None and _server.pid is not None:
    lifeline.hold(parent=_server.pid, by=signal.SIGKILL)

application = get_internal_wsgi_application()
