"""Asks the address that who packaged the program gave it whether there is a newer version; only when a person wants it.

The address lies beside the packaged program in `release.json`; a checkout has none, and then nothing can be asked.
"""

import http.client
import json
import re
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text
from trainer.fetching import trusted_certificates

FILE = "release.json"
TIMEOUT = 10.0
"""Seconds without a byte, and seconds for the whole answer."""
LIMIT = 64 * 1024
"""Bytes of the longest answer that is read."""
_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}", re.ASCII)
_AddressTest = Callable[[str], bool]


@dataclass(frozen=True)
class Release:
    """A version that is out, and the page (https) that tells about it."""

    version: str
    page: str


def is_https(address: str) -> bool:
    """Whether this is an https address of some computer, without a password in it."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises ValueError where it is no number
    except ValueError:
        return False
    is_plain = address.isascii() and address.isprintable() and " " not in address
    return is_plain and parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc


def release_address() -> str | None:
    """Where to ask; None where the program runs from a checkout or was packaged without an address."""
    if not getattr(sys, "frozen", False):
        return None
    program = Path(sys.executable).parent
    places = (program / FILE, program.parent / "Resources" / FILE)  # the second in a bundle of macOS
    return next((read_address(place) for place in places if place.is_file()), None)


def read_address(file: Path) -> str | None:
    """The address in a `release.json`; None if there is none that may be asked."""
    try:
        address = json.loads(file.read_bytes())["updates"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return address if isinstance(address, str) and is_https(address) else None


def newer_release(
    address: str, current: str, may_ask: _AddressTest = is_https, timeout: float = TIMEOUT
) -> Release | None:
    """The release that `address` tells of if it is newer than `current`, else None.

    One GET of a JSON document `{"version": "0.2.0", "page": "https://..."}`. `may_ask` judges the address and each one
    that it leads on to. Raises WorkshopError (`download-failed`) where there is no answer or none that can be used.
    """
    host = urlsplit(address).netloc
    if not may_ask(address):
        raise _not_followed(host, address)
    release = _release_in(_fetch(address, may_ask, timeout), host)
    return release if _numbers(release.version) > _numbers(current) else None


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Goes on only to addresses that may be asked."""

    def __init__(self, may_ask: _AddressTest) -> None:
        self._may_ask = may_ask

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        if not self._may_ask(newurl):
            fp.close()
            raise _not_followed(req.host, newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _fetch(address: str, may_ask: _AddressTest, timeout: float) -> bytes:
    https = urllib.request.HTTPSHandler(context=trusted_certificates())
    opener = urllib.request.build_opener(https, _Redirects(may_ask))
    request = urllib.request.Request(address, headers={"User-Agent": "model-workshop", "Accept": "application/json"})
    try:
        with opener.open(request, timeout=timeout) as response:
            return _read(response, request.host, time.monotonic() + timeout)
    except urllib.error.HTTPError as error:
        error.close()
        raise _unusable(request.host, f"{error.code} {error.reason}") from error
    except (OSError, http.client.HTTPException) as error:
        raise _no_answer(request.host, error) from error


def _read(response: Any, host: str, until: float) -> bytes:
    answer = b""
    while chunk := response.read1(LIMIT):
        answer += chunk
        if len(answer) > LIMIT:
            raise _unusable(host, "the answer is too long", "回复过长")
        if time.monotonic() > until:
            raise TimeoutError("timed out")
    return answer


def _release_in(answer: bytes, host: str) -> Release:
    try:
        document = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise _unusable(host, "the answer is not JSON", "回复不是 JSON") from error
    version, page = (document.get(key) for key in ("version", "page")) if isinstance(document, dict) else ("", "")
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        raise _unusable(host, "it names no version", "其中没有版本号")
    if not isinstance(page, str) or not is_https(page):
        raise _unusable(host, "it names no page with https", "其中没有 https 页面")
    return Release(version, page)


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version to compare by, in which 0.2 and 0.2.0 are the same."""
    numbers = [int(number) for number in version.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _no_answer(host: str, error: Exception) -> WorkshopError:
    cause = getattr(error, "reason", error)
    reason = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    message = Text(f"{host} does not answer: {reason}.", f"{host} 没有应答：{reason}。")
    hint = Text("Check the connection to the internet, then try again.", "请检查网络连接，然后重试。")
    return WorkshopError("download-failed", message, hint)


def _unusable(host: str, why: str, why_zh: str = "") -> WorkshopError:
    message = Text(f"{host} did not answer with a version: {why}.", f"{host} 的回复中没有版本信息：{why_zh or why}。")
    return WorkshopError("download-failed", message, _ELSEWHERE)


def _not_followed(host: str, target: str) -> WorkshopError:
    message = Text(
        f"{host} leads to {target!r:.120}, which is no https address, so nothing was asked there.",
        f"{host} 指向 {target!r:.120}，这不是 https 地址，因此没有访问。",
    )
    return WorkshopError("download-failed", message, _ELSEWHERE)


_ELSEWHERE = Text(
    "If this network has a page to sign in, do so and try again. Otherwise look where you got this program.",
    "如果当前网络需要登录，请登录后重试；否则请到获取本程序的地方查看。",
)
