"""What a person is told when a picture cannot be used: what happened, why, what to do."""

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

_TRY_ANOTHER = Text(
    "Open it in another program to see whether it is whole, or use another copy.",
    "在其他程序中打开它，看看是否完整，或者换一份。",
)
_USE_A_STILL_PICTURE = Text(
    "Use a still picture: PNG, JPEG, WebP, BMP, GIF, TIFF or AVIF.",
    "请使用静态图片：PNG、JPEG、WebP、BMP、GIF、TIFF 或 AVIF。",
)
_MAKE_IT_SMALLER = Text("Reduce the picture and try again.", "把图片缩小后再试。")


def no_bytes() -> WorkshopError:
    """The file or the pasted data has no content."""
    message = Text("The picture is empty: it has 0 bytes.", "图片是空的：大小为 0 字节。")
    return WorkshopError("empty", message, _TRY_ANOTHER)


def not_a_file(*, is_folder: bool) -> WorkshopError:
    """A folder, device, pipe or socket where a picture was expected."""
    if is_folder:
        message = Text("This is a folder, not a picture.", "这是文件夹，不是图片。")
        hint = Text("Choose a picture inside the folder.", "请选择文件夹中的图片。")
        return WorkshopError("wrong-kind", message, hint)
    message = Text("This is a device or a pipe, not a picture file.", "这是设备或管道，不是图片文件。")
    return WorkshopError("wrong-kind", message, _USE_A_STILL_PICTURE)


def not_a_picture() -> WorkshopError:
    """The first bytes belong to no picture format that is read."""
    message = Text(
        "This is not a picture: its content is of no known picture format.",
        "这不是图片：其内容不属于任何已知的图片格式。",
    )
    return WorkshopError("wrong-kind", message, _USE_A_STILL_PICTURE)


def heic() -> WorkshopError:
    """HEIC, as some telephones take photographs."""
    message = Text("HEIC pictures cannot be read here.", "此处无法读取 HEIC 图片。")
    return WorkshopError("wrong-kind", message, Text("Save it as JPEG or PNG.", "请另存为 JPEG 或 PNG。"))


def several_frames(format_name: str) -> WorkshopError:
    """An animation, or a document of several pages."""
    message = Text(
        f"This {format_name} holds several pictures: an animation or a document with pages.",
        f"此 {format_name} 文件包含多张图片：它是动画或多页文档。",
    )
    hint = Text("Save the frame you mean as a picture of its own.", "请把所需的一帧单独另存为图片。")
    return WorkshopError("wrong-kind", message, hint)


def damaged(format_name: str, error: Exception) -> WorkshopError:
    """Truncated or corrupt content of a known format."""
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    message = Text(
        f"The {format_name} picture is damaged or cut short ({reason}).",
        f"{format_name} 图片已损坏或不完整（{reason}）。",
    )
    return WorkshopError("unreadable", message, _TRY_ANOTHER)


def file_too_large(size: int, limit: int) -> WorkshopError:
    """More bytes than are read. `size` and `limit` in bytes."""
    megabytes, limit_megabytes = size // 1024**2, limit // 1024**2
    message = Text(
        f"The file is too large: {megabytes:,} MB, the limit is {limit_megabytes:,} MB.",
        f"文件太大：{megabytes:,} MB，上限为 {limit_megabytes:,} MB。",
    )
    return WorkshopError("too-large", message, _MAKE_IT_SMALLER)


def picture_too_large(width: int, height: int, limit: int) -> WorkshopError:
    """A declared size over `limit` pixels."""
    megapixels = limit // 1_000_000
    message = Text(
        f"The picture is too large: {width:,} x {height:,} pixels, the limit is {megapixels:,} megapixels.",
        f"图片太大：{width:,} x {height:,} 像素，上限为 {megapixels:,} 百万像素。",
    )
    return WorkshopError("too-large", message, _MAKE_IT_SMALLER)


def out_of_memory() -> WorkshopError:
    """The memory of this computer did not suffice."""
    message = Text("There was not enough memory to decode the picture.", "内存不足，无法解码该图片。")
    return WorkshopError("too-large", message, _MAKE_IT_SMALLER)
