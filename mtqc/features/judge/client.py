"""One endpoint and what may happen on the way to it.

The interface is chat completions, POST {base}/chat/completions, as OpenAI documents it
(https://platform.openai.com/docs/api-reference/chat) and llama.cpp, vLLM, Ollama and others serve
it.
"""

from __future__ import annotations

import contextlib
import ipaddress
import json
import os
import socket
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from mtqc.core.errors import UsageError

if TYPE_CHECKING:
    from http.client import HTTPConnection, HTTPResponse

KEY = "MTQC_JUDGE_KEY"
_PATH = "/chat/completions"
_LARGEST_ANSWER = 4_000_000
_CONNECT_SECONDS = 10.0
_TRIES = 4
_PAUSE = 0.5
_LONGEST_PAUSE = 60.0
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 529})
_UNKNOWN_FIELD = frozenset({400, 422, 501})
_NONE = 0
_SHOWN = 160

# How strictly an answer's form is asked for; a server that knows one not gets the next.
_FORMS = ("json_schema", "json_object", "text")


class Unreachable(Exception):
    """The endpoint can't be used, now and for the rest of the run."""


class Unusable(Exception):
    """This answer can't be used; another question may fare better."""


class Overlong(Unusable):
    """Question and answer don't fit into what the model can hold."""


class OverBudget(Exception):
    """No request is left."""


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """Where to ask and how much. `budget` in requests, None for any number; `timeout` in seconds
    for a whole answer; `parallel` requests at a time."""

    url: str
    model: str
    budget: int | None = 1000
    timeout: float = 120.0
    parallel: int = 4

    def __post_init__(self) -> None:
        """Raises `UsageError` for what is no address."""
        try:
            parts = urlsplit(self.url)
            host, _ = parts.hostname, parts.port
        except ValueError as error:
            raise UsageError(f"--judge {self.url!r} is no address: {error}") from None
        if parts.scheme not in ("http", "https") or not host or not self.url.isprintable():
            raise UsageError(f"--judge wants an address such as http://localhost:8080/v1, not "
                             f"{self.url!r}")  # fmt: skip
        if parts.username is not None or parts.password is not None or parts.query:
            raise UsageError(f"--judge: a key doesn't belong in the address; set {KEY}")

    @property
    def address(self) -> str:
        """Where requests go."""
        base = self.url.partition("#")[0].rstrip("/")
        return base if base.endswith(_PATH) else base + _PATH

    @property
    def in_clear(self) -> bool:
        """Whether others on the way can read along."""
        parts = urlsplit(self.url)
        return parts.scheme == "http" and not _is_loopback(parts.hostname or "")


class Client:
    """Asks questions; safe to use from several threads. Redirects and proxies are not followed."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Raises `UsageError` for a key that can't be sent."""
        self._endpoint = endpoint
        self._key = os.environ.get(KEY, "").strip()
        if not (self._key.isascii() and self._key.isprintable()):
            raise UsageError(f"{KEY} has characters that no key has")
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._open: set[HTTPConnection] = set()
        self._left = endpoint.budget
        self._form = 0
        self._warm = True
        self.requests = 0
        self.sentences = 0

    def reserve(self) -> None:
        """Take one request out of the budget. Raises `OverBudget`."""
        with self._lock:
            if self._left is not None:
                if self._left <= 0:
                    raise OverBudget
                self._left -= 1

    def ask(self, messages: list[dict[str, str]], schema: dict[str, Any], sentences: int) -> str:
        """The answer's content to a question for which one request is reserved.

        `requests` and the question's `sentences` are counted when they go out.

        What the server turns away (too busy, out of order, a form that it does not know) is sent
        again, and counts once. Raises `Unreachable` and `Unusable`.
        """
        tries = 0
        while True:
            form, warm = self._form, self._warm
            request = self._request(messages, schema, form, warm)
            status, again, body = self._send(request, sentences)
            if status == 200:
                return _content(body)
            sentences = sentences if status == _NONE else 0
            if status in _UNKNOWN_FIELD:
                self._simplify(status, body, form, warm)
                continue
            tries += 1
            if (status > 0 and status not in _AGAIN) or tries == _TRIES:
                raise Unreachable(f"{self._endpoint.address} {self._reason(status, body)}")
            pause = min(max(_PAUSE * 2 ** (tries - 1), again), _LONGEST_PAUSE)
            if self._stopped.wait(pause):
                raise Unreachable("interrupted")

    def stop(self) -> None:
        """End all requests that are under way."""
        self._stopped.set()
        with self._lock:
            for connection in self._open:
                _shut(connection)

    def _request(
        self, messages: list[dict[str, str]], schema: dict[str, Any], form: int, warm: bool
    ) -> bytes:
        body: dict[str, Any] = {"model": self._endpoint.model, "messages": messages}
        if warm:
            body["temperature"] = 0
        if _FORMS[form] == "json_schema":
            named = {"name": "judgement", "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        elif _FORMS[form] == "json_object":
            body["response_format"] = {"type": "json_object"}
        return json.dumps(body, ensure_ascii=False).encode()

    def _simplify(self, status: int, body: bytes, form: int, warm: bool) -> None:
        """Ask for less from now on, where the server did not understand what was asked for."""
        said = _said(body).lower()
        if "context" in said and any(w in said for w in ("length", "size", "exceed", "window")):
            raise Overlong("the question is longer than the model's context")
        if "temperature" in said and warm:
            self._warm = False
        elif form + 1 < len(_FORMS):
            self._form = max(self._form, form + 1)
        else:
            raise Unreachable(f"{self._endpoint.address} {self._reason(status, body)}")

    def _reason(self, status: int, body: bytes) -> str:
        said = _said(body).replace(self._key, "***") if self._key else _said(body)
        more = f": {said[:_SHOWN]}" if said else ""
        if status == _NONE:
            return f"can't be reached{more}"
        if 300 <= status < 400:
            return f"answers with a redirect {said}, which is not followed"
        if status in (401, 403):
            what = "refuses the key in" if self._key else "wants a key: set"
            return f"{what} {KEY}{more}"
        return f"answers {status}{more}"

    def _send(self, request: bytes, sentences: int) -> tuple[int, float, bytes]:
        """Status, seconds to wait that the server asks for, and the body.

        Status 0 is no answer at all; the body says why. Raises `Unusable` for an answer that is
        late or too large.
        """
        from http.client import HTTPException

        connection = self._connection()
        late = threading.Event()
        connected = False
        # A socket's own timeout begins anew with every byte.
        timer = threading.Timer(self._endpoint.timeout, _give_up, (connection, late))
        timer.daemon = True
        timer.start()
        with self._lock:
            self._open.add(connection)
        try:
            connection.connect()
            connected = True
            if self._stopped.is_set():
                raise Unreachable("interrupted")
            with self._lock:
                self.requests += 1
                self.sentences += sentences
            connection.sock.settimeout(self._endpoint.timeout + 1)
            connection.request("POST", self._path, request, self._headers)
            response = connection.getresponse()
            body = response.read(_LARGEST_ANSWER + 1)
            if late.is_set():
                raise TimeoutError
            if len(body) > _LARGEST_ANSWER:
                raise Unusable(f"an answer of more than {_LARGEST_ANSWER // 1_000_000} MB")
            if 300 <= response.status < 400:
                host = urlsplit(response.headers.get("Location", "")).hostname
                body = f"to {host or 'another address'}".encode()
            return response.status, _retry_after(response), body
        except (OSError, HTTPException, ValueError) as error:
            if late.is_set() or (connected and isinstance(error, TimeoutError)):
                raise Unusable(f"none came within {self._endpoint.timeout:g} seconds") from None
            return _NONE, 0.0, (str(error) or type(error).__name__).encode("utf-8", "replace")
        finally:
            timer.cancel()
            with self._lock:
                self._open.discard(connection)
            connection.close()

    def _connection(self) -> HTTPConnection:
        from http.client import HTTPConnection, HTTPSConnection

        parts = urlsplit(self._endpoint.address)
        made = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        wait = min(_CONNECT_SECONDS, self._endpoint.timeout)
        return made(parts.hostname or "", parts.port, timeout=wait)

    @property
    def _path(self) -> str:
        return urlsplit(self._endpoint.address).path

    @property
    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        return headers


def _content(body: bytes) -> str:
    """What the model wrote. Raises `Unusable`."""
    try:
        choice = json.loads(body)["choices"][0]
        content = choice["message"]["content"]
    except (ValueError, RecursionError, LookupError, TypeError):
        raise Unusable("the answer is no chat completion") from None
    if choice.get("finish_reason") == "length":
        raise Overlong("the answer is longer than the server allows")
    if not isinstance(content, str):
        raise Unusable("the answer has no text")
    return content


def _said(body: bytes) -> str:
    """One line out of an error's body."""
    text = body[:10_000].decode("utf-8", "replace")
    with contextlib.suppress(ValueError, RecursionError):
        found = json.loads(text)
        for key in ("error", "message", "detail"):
            if isinstance(found, dict) and key in found:
                found = found[key]
        text = found if isinstance(found, str) else json.dumps(found)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _retry_after(response: HTTPResponse) -> float:
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isascii() and value.isdigit() and len(value) < 7 else 0.0


def _give_up(connection: HTTPConnection, late: threading.Event) -> None:
    late.set()
    _shut(connection)


def _shut(connection: HTTPConnection) -> None:
    # There is no socket before it is connected and after it is closed.
    with contextlib.suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False
