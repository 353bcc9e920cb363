"""The server: the page of a session, on this machine alone, for who has its address."""

from __future__ import annotations

import secrets
import socket
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from svfix.io.files import FileError

if TYPE_CHECKING:
    from svfix.review.pictures import Scans
    from svfix.review.session import Session

HOST = "127.0.0.1"
PORT = 7834  # taken if it is free: browsers keep what was chosen on a page by its port
MISSING = "svfix review needs a small web server: pip install 'svfix[review]'"


def bound(port: int) -> socket.socket:
    """A socket on this machine, at a port; 0 is `PORT`, or any that is free. Raises FileError."""
    if not port:
        with suppress(FileError):
            return _at(PORT)
    return _at(port)


def _at(port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((HOST, port))
    except (OSError, OverflowError) as error:
        found.close()
        why = getattr(error, "strerror", None) or error
        raise FileError(f"port {port} cannot be had: {why}; name another with --port") from None
    return found


def check() -> None:
    """Raise FileError where what the server needs is not installed."""
    try:
        import PIL  # noqa: F401
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError:
        raise FileError(MISSING) from None


def serve(
    session: Session, scans: Scans, index: Path, port: int, ready: Callable[[str], None]
) -> None:
    """Show a session until it is interrupted. `ready` is told the address once it answers.

    `index` is where what is found out about the pages is kept. Raises FileError.
    """
    import uvicorn

    warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")  # odd but shown
    from svfix.review.api import application
    from svfix.review.estimating import Estimator
    from svfix.review.guard import Guard

    with bound(port) as at:
        number = at.getsockname()[1]
        token = secrets.token_urlsafe(24)
        estimator = Estimator(session, index)
        app = Guard(application(session, scans, estimator), token, number)
        config = uvicorn.Config(
            app, lifespan="off", log_level="error", access_log=False, server_header=False,
            timeout_graceful_shutdown=2, ws="none",
        )  # fmt: skip

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                ready(f"http://{HOST}:{number}/{token}/")
                estimator.start()

        try:
            with suppress(KeyboardInterrupt):
                Server(config).run(sockets=[at])
        finally:
            estimator.end()
            session.journal.close()
