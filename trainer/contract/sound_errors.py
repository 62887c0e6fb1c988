"""What a person is told when a sound cannot be used: what happened, why, what to do."""

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

_USE_A_SOUND = Text("Use a WAV, FLAC, OGG or MP3 file.", "请使用 WAV、FLAC、OGG 或 MP3 文件。")
_RECORD_AGAIN = Text("Use another recording.", "请使用其他录音。")


def not_a_file(*, is_folder: bool) -> WorkshopError:
    """A folder, device, pipe or socket where a sound was expected."""
    if is_folder:
        message = Text("This is a folder, not a sound.", "这是文件夹，不是声音文件。")
        return WorkshopError("wrong-kind", message, Text("Choose a file inside the folder.", "请选择文件夹中的文件。"))
    message = Text("This is a device or a pipe, not a sound file.", "这是设备或管道，不是声音文件。")
    return WorkshopError("wrong-kind", message, _USE_A_SOUND)


def no_bytes() -> WorkshopError:
    """A file without content."""
    message = Text("The file is empty: it holds no sound.", "文件是空的：没有声音。")
    return WorkshopError("empty", message, _USE_A_SOUND)


def not_a_sound() -> WorkshopError:
    """Something else, whatever its name says."""
    message = Text(
        "This is not a sound: its content has no format of sounds that is known.",
        "这不是声音文件：其内容不属于任何已知的声音格式。",
    )
    return WorkshopError("wrong-kind", message, _USE_A_SOUND)


def damaged(reason: str) -> WorkshopError:
    """A sound that its decoder gives up on."""
    why = reason.strip().rstrip(".")
    message = Text(
        f"The sound cannot be read: it is damaged or cut short ({why}).", f"无法读取声音：文件已损坏或不完整（{why}）。"
    )
    return WorkshopError("unreadable", message, Text("Use another copy of the file.", "请换一份该文件。"))


def strange_rate(rate: int, least: int, most: int) -> WorkshopError:
    """A number of samples a second that no sound has."""
    message = Text(
        f"The file says that it has {rate:,} samples a second; from {least:,} to {most:,} can be read.",
        f"文件声明每秒有 {rate:,} 个采样；可读取的范围是 {least:,} 到 {most:,}。",
    )
    return WorkshopError("unreadable", message, Text("Save the sound at a usual rate.", "请以常用采样率另存该声音。"))


def no_samples() -> WorkshopError:
    """A sound of no length."""
    message = Text("The sound has no length: there is nothing to hear.", "声音长度为零：没有可听的内容。")
    return WorkshopError("empty", message, _RECORD_AGAIN)


def too_short(seconds: float, least: float) -> WorkshopError:
    """Less than anything can be said in."""
    message = Text(
        f"The sound is {seconds * 1000:.1f} ms long; at least {least * 1000:.0f} ms are needed.",
        f"声音长 {seconds * 1000:.1f} 毫秒；至少需要 {least * 1000:.0f} 毫秒。",
    )
    return WorkshopError("empty", message, _RECORD_AGAIN)


def too_long(hours: float) -> WorkshopError:
    """More than is read in one go."""
    message = Text(f"The sound is longer than {hours:g} hours.", f"声音超过 {hours:g} 小时。")
    return WorkshopError("too-large", message, Text("Cut it into shorter pieces.", "请把它切成较短的几段。"))


def silence() -> WorkshopError:
    """Nothing but silence."""
    message = Text("There is nothing to hear in this sound: it is silent.", "这段声音是静音，没有可识别的内容。")
    hint = Text("Speak up, or check the microphone.", "请大声一些，或检查麦克风。")
    return WorkshopError("nothing-found", message, hint)


def no_decoder() -> WorkshopError:
    """The library that decodes sounds is not there or does not load."""
    message = Text(
        "Sounds cannot be read: the library that decodes them is missing or does not load.",
        "无法读取声音：解码库缺失或无法加载。",
    )
    return WorkshopError("internal", message, Text("Install Model Workshop again.", "请重新安装模型工坊。"))
