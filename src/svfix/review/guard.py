"""The guard: nothing but the page that svfix opened gets an answer.

Any page that is open in the browser can send requests to this machine.  So the address has a token
in it that no other page knows; the host has to be this one by its number or its usual name, which
a name that an attacker points here is not; and what changes something has to come from the page
itself.  The page may load from here alone, and no page may frame it.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Scope = Mapping[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]

HEADERS = {
    b"content-security-policy": b"default-src 'none'; script-src 'self'; style-src 'self'; "
    b"img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    b"frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-resource-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cache-control": b"no-store",
}
"""What every answer says of itself."""

SAFE = ("GET", "HEAD")
USUAL = 80  # the port of an address that names none
NO_TOKEN, NO_HOST, NO_ORIGIN = b"not found\n", b"not this host\n", b"not from this page\n"


class Guard:
    """An application behind the guard, which takes the token off the path."""

    def __init__(self, app: App, token: str, port: int) -> None:
        self._app, self._token = app, f"/{token}/".encode()
        names = ("127.0.0.1", "localhost")
        self._hosts = {f"{name}:{port}".encode() for name in names}
        if port == USUAL:  # which browsers leave out
            self._hosts |= {name.encode() for name in names}
        self._origins = {b"http://" + host for host in self._hosts}

    async def __call__(self, scope: Any, receive: Any, send: Send) -> None:
        if scope["type"] != "http":  # the start and the end of the server
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        fault = self._fault(scope)
        if fault:
            await _refuse(send, *fault)
            return
        path = scope["path"][len(self._token) - 1 :]
        inner = dict(scope) | {"path": path, "raw_path": path.encode()}

        async def signed(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                kept = [row for row in message["headers"] if row[0].lower() not in HEADERS]
                message = message | {"headers": [*kept, *HEADERS.items()]}
            await send(message)

        await self._app(inner, receive, signed)

    def _fault(self, scope: Scope) -> tuple[int, bytes] | None:
        """The status and the sentence for a request that is not the page's; None for one."""
        headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.lower(), []).append(value)
        hosts = headers.get(b"host", [])
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return 421, NO_HOST
        start = scope["path"].encode()[: len(self._token)]
        if not hmac.compare_digest(start, self._token):
            return 404, NO_TOKEN
        origins = headers.get(b"origin", [])
        if any(origin.lower() not in self._origins for origin in origins):
            return 403, NO_ORIGIN
        site = headers.get(b"sec-fetch-site", [b"same-origin"])
        if scope["method"] not in SAFE:
            is_json = headers.get(b"content-type", [b""])[0].startswith(b"application/json")
            if not is_json or site != [b"same-origin"]:
                return 403, NO_ORIGIN
        return None


async def _refuse(send: Send, status: int, sentence: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": sentence})
