"""A local web server for downloads that break off, lie, or know no ranges."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class FileServer:
    """What is served under `/<name>`, and how badly."""

    files: dict[str, bytes]
    knows_ranges: bool = True
    break_off_after: int | None = None
    """Bytes after which an answer ends although more was promised."""
    status: int = 200
    address: str = ""
    requested: list[tuple[str, str | None]] = field(default_factory=list)
    """Path and Range header of every request."""


@contextmanager
def serving(server: FileServer) -> Iterator[FileServer]:
    """Runs the server on a free port until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _answer(self, server)

        def log_message(self, *arguments: object) -> None:
            """Silent."""

    http_server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http_server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.address = f"http://127.0.0.1:{http_server.server_address[1]}/"
    try:
        yield server
    finally:
        http_server.shutdown()
        http_server.server_close()
        thread.join()


def _answer(request: BaseHTTPRequestHandler, server: FileServer) -> None:
    header = request.headers.get("Range")
    server.requested.append((request.path, header))
    content = server.files.get(request.path.lstrip("/"))
    if content is None or server.status != 200:
        request.send_error(404 if content is None else server.status)
        return
    start = int(header.removeprefix("bytes=").removesuffix("-")) if header and server.knows_ranges else 0
    if start and start >= len(content):
        request.send_error(416)
        return
    rest = content[start:]
    request.send_response(206 if start else 200)
    request.send_header("Content-Length", str(len(rest)))
    request.end_headers()
    request.wfile.write(rest[: server.break_off_after])
