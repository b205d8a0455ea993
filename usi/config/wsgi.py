"""The web application. It does not start with a view that nobody declared a rule for."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "usi.config.settings")

from django.core import checks  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

_errors = [message for message in checks.run_checks() if message.level >= checks.ERROR]
if _errors:
    raise SystemExit("\n".join(str(message) for message in _errors))
