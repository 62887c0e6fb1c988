"""`write MODEL [--prompt P]`: goes on with a text, each token printed as soon as it is there."""

import secrets
import sys
import time
from typing import Annotated, Any

import typer

from desktop_app.cli.terminal import Terminal
from desktop_app.cli.verb import INTERRUPTED, WORKED, DataDir, DeviceName, Json, ModelName, Quiet, verb
from desktop_app.cli.workshop import open_workshop, pipeline_for
from trainer.contract.text import REPLACEMENT

LARGEST_SEED = 2**64 - 1
MOST_TOKENS = 100_000


@verb
def write(
    model: ModelName,
    prompt: Annotated[
        str, typer.Option("--prompt", metavar="P", help="The beginning; without one a new text is begun.")
    ] = "",
    tokens: Annotated[
        int, typer.Option("--tokens", metavar="N", min=1, max=MOST_TOKENS, help="How many to write at most.")
    ] = 200,
    temperature: Annotated[
        float,
        typer.Option("--temperature", metavar="T", min=0.0, max=10.0, help="0 always takes the likeliest token."),
    ] = 0.8,
    top_k: Annotated[
        int, typer.Option("--top-k", metavar="K", min=0, help="Choose among the K likeliest tokens; 0 is all.")
    ] = 0,
    top_p: Annotated[
        float,
        typer.Option("--top-p", metavar="P", min=0.001, max=1.0, help="Choose among the likeliest that add to P."),
    ] = 0.95,
    seed: Annotated[
        int | None,
        typer.Option("--seed", metavar="S", min=0, max=LARGEST_SEED, help="Same seed, same text; else by chance."),
    ] = None,
    device: DeviceName = "auto",
    json_output: Json = False,
    data_dir: DataDir = None,
    quiet: Quiet = False,
) -> int:
    """Prints what comes after the prompt; Ctrl-C ends it and what was written stays."""
    from trainer.contract.token_choice import TokenChoice

    terminal = Terminal(json_output, quiet)
    workshop = open_workshop(data_dir)
    entry = workshop.library.find(model)
    opened = workshop.open(entry, device)
    choice = TokenChoice(temperature=temperature, top_k=top_k, top_p=top_p)
    seed = secrets.randbits(31) if seed is None else seed
    try:
        pipeline = pipeline_for(opened, "text-generation", terminal)
        start = time.perf_counter()
        writing = pipeline.write(prompt, tokens, choice, seed)
        is_stopped = _write_out(writing, terminal)
        seconds = time.perf_counter() - start
    finally:
        opened.close()
    result = {
        "model": entry.id,
        "task": "text-generation",
        "prompt": prompt,
        "text": writing.text,
        "tokens": writing.tokens,
        "ending": "stopped" if is_stopped else writing.ending,
        "seed": seed,
        "temperature": temperature,
        "top_k": top_k,
        "top_p": top_p,
        **({"left_out": writing.left_out} if writing.left_out else {}),
        **({"unknown": writing.unknown} if writing.unknown else {}),
        "provider": opened.verdict.provider,
        "milliseconds": round(seconds * 1000, 3),
    }
    _tell(result, seconds, terminal)
    return INTERRUPTED if is_stopped else WORKED


def _write_out(writing: Any, terminal: Terminal) -> bool:
    """Prints the text as it comes, unless one document is wanted at the end; whether a person stopped it."""
    try:
        for token in writing:
            if not terminal.as_json and token.text:
                terminal.raw(_for_terminal(token.text).encode("utf-8", "replace"))
    except KeyboardInterrupt:
        return True
    return False


def _for_terminal(text: str) -> str:
    """`text`; where a person sees it, without signs that steer a terminal."""
    if not sys.stdout.isatty():
        return text
    return "".join(sign if sign.isprintable() or sign in "\n\t" else REPLACEMENT for sign in text)


def _tell(result: dict[str, Any], seconds: float, terminal: Terminal) -> None:
    if terminal.as_json:
        terminal.json(result)
        return
    terminal.line()
    if "left_out" in result:
        terminal.say(f"The prompt was too long: its first {result['left_out']:,} tokens were not read.")
    if "unknown" in result:
        terminal.say(f"The model does not know {result['unknown']:,} of the prompt's tokens.")
    speed = result["tokens"] / max(seconds, 1e-9)
    ended = {"end": "the text is at its end", "length": "as long as asked for", "stopped": "stopped"}[result["ending"]]
    terminal.say(f"{result['tokens']} tokens of seed {result['seed']}, {speed:,.0f} a second; {ended}.")
