"""An endpoint on this machine that answers as it is told, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# What the fake takes for an error: the word, its suggestion, category and severity.
KNOWN = {
    "approval": ("sanctions", "mistranslation", "major"),
    "staircase": ("escalation", "mistranslation", "critical"),
    "goed": ("went", "grammar", "minor"),
}

Reply = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


class Fake:
    """`script` is worked off first, one entry per request; then every request gets `reply`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.script: list[Reply] = []
        self.reply: Reply = judging

    def sentences(self) -> list[str]:
        """All that was asked about."""
        return [s["text"] for request in self.requests for s in asked(request)["sentences"]]


def asked(request: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(request["messages"][-1]["content"])
    return found


@contextlib.contextmanager
def endpoint() -> Iterator[Fake]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.requests.append({"path": self.path, **body})
            fake.headers.append(dict(self.headers))
            with contextlib.suppress(OSError):
                (fake.script.pop(0) if fake.script else fake.reply)(self, body)

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.closing = closing = threading.Event()  # type: ignore[attr-defined]
    fake = Fake(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield fake
    finally:
        closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def saying(content: str, finish: str = "stop") -> Reply:
    """A chat completion with this content."""
    choice = {"index": 0, "finish_reason": finish, "message": {"content": content}}
    body = json.dumps({"choices": [choice]}).encode()
    return lambda handler, _: send(handler, 200, body)


def naming(*errors: dict[str, Any]) -> Reply:
    return saying(json.dumps({"errors": errors}))


def failing(status: int, body: str = "", **headers: str) -> Reply:
    return lambda handler, _: send(handler, status, body.encode(), **headers)


def judging(handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
    """Names every known wrong word."""
    errors = [
        {"n": s["n"], "quote": word, "category": category, "severity": severity,
         "reason": f"{word} is not what is meant.", "suggestion": better}
        for s in asked(request)["sentences"]
        for word, (better, category, severity) in KNOWN.items()
        if word in s["text"]
    ]  # fmt: skip
    naming(*errors)(handler, request)


def sleeping(seconds: float) -> Reply:
    def reply(handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        handler.server.closing.wait(seconds)  # type: ignore[attr-defined]
        judging(handler, request)

    return reply


def dripping(handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
    """A header that never ends, a byte at a time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    for _ in range(300):
        time.sleep(0.02)
        handler.wfile.write(b"x")


def flooding(handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" " * 100_000)
