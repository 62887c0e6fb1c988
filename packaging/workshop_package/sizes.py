"""How large the package is, and what of it."""

from pathlib import Path


def size_of(folder: Path) -> int:
    """Bytes of all files below `folder` (or of the file), links counted as links."""
    if folder.is_symlink() or folder.is_file():
        return folder.lstat().st_size
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())


def parts(program: Path, largest: int = 10) -> list[tuple[str, int]]:
    """(part, bytes): what lies in the program's folder, and the `largest` pieces of the two big folders."""
    rows = [(path.name, size_of(path)) for path in sorted(program.iterdir())]
    for name in ("_internal", "runtime-cpu"):
        folder = program / name
        inner = [(f"{name}/{path.name}", size_of(path)) for path in folder.iterdir()] if folder.is_dir() else []
        rows += sorted(inner, key=lambda row: -row[1])[:largest]
    return [("all", size_of(program)), *rows]


def table(rows: list[tuple[str, int]]) -> str:
    """The rows as lines, in MB of a million bytes."""
    return "\n".join(f"    {size / 1e6:9.1f} MB  {name}" for name, size in rows)
