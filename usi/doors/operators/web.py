"""The web server process: granian, tied to the supervisor that starts it. Usage: `python -m usi.doors.operators.web`."""

from __future__ import annotations

import os
import signal

from usi.doors.operators import lifeline


def main() -> None:
    """Serve until told to stop; the address and the sizes come from the supervisor."""
    lifeline.hold(parent=int(os.environ["USI_SUPERVISOR"]), by=signal.SIGTERM)
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    Granian(
        "usi.doors.operators.served:application",
        address=os.environ["USI_HOST"],
        port=int(os.environ["USI_PORT"]),
        interface=Interfaces.WSGI,
        workers=int(os.environ["USI_WEB_PROCESSES"]),
        blocking_threads=int(os.environ["USI_WEB_THREADS"]),
        http=HTTPModes.http1,
        websockets=False,
        # Its warnings are about the number of threads, which is ours to choose.
        log_level=LogLevels.error,
        # Access logs would hold the addresses of readers.
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=8,
    ).serve()


if __name__ == "__main__":
    main()
