"""Describes the fields of a settings struct, so that forms, command line and checks derive from one declaration."""

import re
import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

FieldKind = Literal["int", "float", "bool", "choice", "text", "folder"]
Scale = Literal["linear", "log"]
LONGEST_TEXT = 1000
S = TypeVar("S", bound=msgspec.Struct)


class FieldSpec(msgspec.Struct, frozen=True, kw_only=True):
    """One setting: what a form shows of it and what it accepts. A `folder` is a text that may be the path of one.

    Beside its `choices` a choice may accept texts that match the regular expression `pattern`; `pattern_shown` stands
    for them in words for people, such as `cuda:N`.
    """

    name: str
    kind: FieldKind
    title: Text
    help: Text
    group: Text
    default: Any
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[Any, ...] = ()
    pattern: str = ""
    pattern_shown: str = ""
    scale: Scale = "linear"


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What a declaration says of a field beyond its type and default; `choices` where a Literal cannot hold them.

    `is_folder` says of a text that it may be the path of a folder.
    """

    title: Text
    help: Text
    group: Text
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    pattern: str = ""
    pattern_shown: str = ""
    scale: Scale = "linear"
    is_folder: bool = False


def field_specs(struct_type: type[msgspec.Struct]) -> list[FieldSpec]:
    """The settings of `struct_type` in the order of their declaration."""
    hints = get_type_hints(struct_type, include_extras=True)
    return [_field_spec(field, hints[field.name]) for field in msgspec.structs.fields(struct_type)]


def parse_settings(base: S, changes: Mapping[str, Any]) -> S:
    """`base` with `changes` applied; texts are read as the field's type.

    Raises WorkshopError `invalid-setting` that lists every mistake at once.
    """
    specs = {spec.name: spec for spec in field_specs(type(base))}
    values: dict[str, Any] = {}
    mistakes: list[Text] = []
    for name, value in changes.items():
        try:
            values[name] = check_value(specs[name], value)
        except KeyError:
            known = ", ".join(specs)
            mistakes.append(
                Text(f"{name} is not a setting (there are: {known})", f"没有名为 {name} 的设置（可用：{known}）")
            )
        except ValueError as error:
            mistakes.append(error.args[0])
    if mistakes:
        raise invalid_settings(mistakes)
    try:
        return msgspec.convert({**msgspec.structs.asdict(base), **values}, type(base))
    except msgspec.ValidationError as error:
        raise invalid_settings([Text(str(error), str(error))]) from error


def check_value(spec: FieldSpec, value: Any) -> Any:
    """`value` as the type of `spec`. Raises ValueError with a Text that says what is accepted."""
    converted = _converted(spec, value)
    too_small = spec.minimum is not None and converted < spec.minimum
    too_large = spec.maximum is not None and converted > spec.maximum
    if spec.kind in ("int", "float") and (converted != converted or too_small or too_large):
        raise ValueError(
            Text(
                f"{spec.name} is {value}; it must be from {spec.minimum:g} to {spec.maximum:g}",
                f"{spec.name} 为 {value}，应在 {spec.minimum:g} 到 {spec.maximum:g} 之间",
            )
        )
    return converted


def invalid_settings(mistakes: list[Text]) -> WorkshopError:
    """The error that lists `mistakes`."""
    return WorkshopError(
        "invalid-setting",
        Text("; ".join(m.en for m in mistakes) + ".", "；".join(m.zh for m in mistakes) + "。"),
        Text("Correct the values and start again.", "请改正这些值后重新开始。"),
    )


def _field_spec(field: msgspec.structs.FieldInfo, hint: Any) -> FieldSpec:
    type_, setting = get_args(hint)[:2] if get_origin(hint) is Annotated else (hint, None)
    if not isinstance(setting, Setting):
        raise TypeError(f"field {field.name} is not annotated with a Setting")
    kind, choices = _kind_and_choices(type_, setting)
    return FieldSpec(
        name=field.name,
        kind=kind,
        title=setting.title,
        help=setting.help,
        group=setting.group,
        default=field.default,
        minimum=setting.minimum,
        maximum=setting.maximum,
        choices=choices,
        pattern=setting.pattern,
        pattern_shown=setting.pattern_shown,
        scale=setting.scale,
    )


def _kind_and_choices(type_: Any, setting: Setting) -> tuple[FieldKind, tuple[Any, ...]]:
    if setting.choices:
        return "choice", setting.choices
    if get_origin(type_) is Literal:
        return "choice", get_args(type_)
    if get_origin(type_) in (Union, types.UnionType):
        raise TypeError("settings are never optional; give them a value that means off")
    text: FieldKind = "folder" if setting.is_folder else "text"
    kinds: dict[Any, FieldKind] = {int: "int", float: "float", bool: "bool", str: text}
    return kinds[type_], ()


def _converted(spec: FieldSpec, value: Any) -> Any:
    words = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
    try:
        if spec.pattern and re.fullmatch(spec.pattern, str(value)):
            return str(value)
        if spec.kind in ("text", "folder"):
            return _line(value)
        if spec.kind == "choice":
            return {str(choice): choice for choice in spec.choices}[str(value)]
        if spec.kind == "bool":
            return words[str(value).lower()]
        number = float(value)
        if spec.kind == "int":
            if number != int(number):
                raise ValueError
            return int(number)
        return number
    except (KeyError, ValueError, OverflowError, TypeError) as error:
        accepted = _accepted(spec)
        raise ValueError(
            Text(
                f"{spec.name} is {value!r}; it must be {accepted}",
                f"{spec.name} 为 {value!r}，应为：{accepted}",
            )
        ) from error


def _line(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or not value.isprintable():
        raise ValueError
    return value.strip()


def _accepted(spec: FieldSpec) -> str:
    if spec.kind == "choice":
        return "one of: " + ", ".join([*map(str, spec.choices), *([spec.pattern_shown] if spec.pattern else [])])
    accepted = {"bool": "true or false", "int": "a whole number", "text": "one line of text", "folder": "a folder"}
    return accepted.get(spec.kind, "a number")
