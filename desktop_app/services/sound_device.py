"""Plays and records by miniaudio, which is loaded when it is first asked for. A machine may have neither device."""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

PLAY_RATE = 44_100
"""Samples a second that are handed to the device, whatever the sound has."""
RECORD_RATE = 48_000
LONGEST_RECORDING = 30.0
"""Seconds."""
_NOWHERE = b"null\0"
"""How ALSA calls the device that every computer has and nobody hears."""


@dataclass(frozen=True)
class Devices:
    """Whether this computer can play and record."""

    can_play: bool
    can_record: bool


def find_devices() -> Devices:
    """Looks for devices; takes a moment, so it is asked for on a thread. Never raises."""
    try:
        import miniaudio

        backends = [each for each in miniaudio.Backend if each != miniaudio.Backend.NULL]
        found = miniaudio.Devices(backends)
        return Devices(any(map(_is_real, found.get_playbacks())), any(map(_is_real, found.get_captures())))
    except Exception:  # noqa: BLE001 - without a device, a driver or the library there is simply no sound
        return Devices(False, False)


class Player:
    """Plays one sound at a time."""

    def __init__(self) -> None:
        self._device: Any = None
        self._ended = Event()
        self._played = 0

    @property
    def is_playing(self) -> bool:
        """Whether the end was not reached yet."""
        return self._device is not None and not self._ended.is_set()

    @property
    def seconds(self) -> float:
        """How far it is."""
        return self._played / PLAY_RATE

    def play(self, blocks: "Iterable[np.ndarray]") -> None:
        """Plays blocks of samples, float32 [n] each, at `PLAY_RATE`. Raises OSError where the device does not start."""
        import miniaudio

        self.stop()
        self._ended.clear()
        self._played = 0
        try:
            device = miniaudio.PlaybackDevice(miniaudio.SampleFormat.FLOAT32, 1, PLAY_RATE, 100)
            source = self._feed(iter(blocks))
            next(source)
            device.start(source)
        except miniaudio.MiniaudioError as error:
            raise OSError(str(error)) from error
        self._device = device

    def stop(self) -> None:
        """Ends it; does nothing where nothing plays."""
        if self._device is not None:
            self._device.close()
            self._device = None

    def _feed(self, blocks: "Iterator[np.ndarray]") -> Generator[bytes, int, None]:
        """Called on a thread of the device: as many samples as it asks for."""
        import numpy as np

        rest = np.empty(0, dtype=np.float32)
        wanted = yield b""
        while True:
            while len(rest) < wanted and (block := _next(blocks)) is not None:
                rest = np.concatenate([rest, np.clip(block, -1, 1).astype(np.float32)])
            if not len(rest):
                self._ended.set()
                return
            part, rest = rest[:wanted], rest[wanted:]
            self._played += len(part)
            wanted = yield part.tobytes()


class Recorder:
    """Records one sound at a time, at `RECORD_RATE`, of one channel."""

    def __init__(self) -> None:
        self._device: Any = None
        self._parts: list[bytes] = []

    @property
    def seconds(self) -> float:
        """How much there is."""
        return sum(map(len, self._parts)) / 4 / RECORD_RATE

    @property
    def is_full(self) -> bool:
        """Whether nothing more is taken."""
        return self.seconds >= LONGEST_RECORDING

    def start(self) -> None:
        """Begins. Raises OSError where the microphone does not start."""
        import miniaudio

        self._parts = []
        try:
            device = miniaudio.CaptureDevice(miniaudio.SampleFormat.FLOAT32, 1, RECORD_RATE, 100)
            sink = self._take()
            next(sink)
            device.start(sink)
        except miniaudio.MiniaudioError as error:
            raise OSError(str(error)) from error
        self._device = device

    def stop(self) -> "np.ndarray":
        """Ends, and gives what was recorded, float32 [n]."""
        import numpy as np

        if self._device is not None:
            self._device.close()
            self._device = None
        return np.frombuffer(b"".join(self._parts), dtype=np.float32).copy()

    def _take(self) -> Generator[None, bytes, None]:
        """Called on a thread of the device."""
        while not self.is_full:
            self._parts.append(bytes((yield)))
        yield


def _next(blocks: "Iterator[np.ndarray]") -> "np.ndarray | None":
    """The next block; None at the end, which a file that is damaged from here on has reached too."""
    from trainer.contract.errors import WorkshopError

    try:
        return next(blocks, None)
    except WorkshopError:
        return None


def _is_real(device: "dict[str, Any]") -> bool:
    import miniaudio

    return not bytes(miniaudio.ffi.buffer(device["id"])).startswith(_NOWHERE)
