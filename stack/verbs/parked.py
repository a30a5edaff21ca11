"""`parked`: messages that could not be handled, and facts that could not be sent."""

import getpass
import json
import os
import sys
import time
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from stack import containers, parked_rows
from stack.failure import Failure
from stack.layout import state_folder
from stack.parked_rows import Databases, Filter

app = typer.Typer(
    help="Messages set aside: look at them, have them handled again, or give them up.",
    no_args_is_help=True,
)
Service = Annotated[str | None, typer.Option(help="Of this service alone.")]
Consumer = Annotated[
    str | None, typer.Option(help="Of this group, e.g. notify.messages; `outbox`: not sendable.")
]
Topic = Annotated[str | None, typer.Option(help="From this topic.")]
Key = Annotated[str | None, typer.Option(help="Of this Kafka key (the aggregate's id).")]
Error = Annotated[str | None, typer.Option(help="Whose error contains these words.")]
Id = Annotated[int | None, typer.Option("--id", help="With this number (needs --service).")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be asked for.")]
Rate = Annotated[float, typer.Option(min=0, help="At most so many a second; 0: all at once.")]
Everything = Annotated[bool, typer.Option("--all", help="Needed where no filter is given.")]

SHORT = 60
WIDTH = 240


@app.callback()
def place(
    compose: Annotated[
        bool, typer.Option("--compose", help="Of docker-compose.yml: before the next word.")
    ] = False,
) -> None:
    if compose:
        typed = sys.argv[sys.argv.index("--compose") + 1 :]
        containers.hand_over("parked", *typed, MOTCUA_OPERATOR=getpass.getuser())


def databases(context: typer.Context) -> Databases:
    """Those of the container that we run in, or of the stack of this folder. Raises Failure."""
    if context.obj is not None:
        inside: Databases = context.obj
        return inside
    from stack.verbs.status import known  # there is no such stack in a container

    return known(state_folder())


@app.command("list")
def list_rows(
    context: typer.Context,
    service: Service = None,
    consumer: Consumer = None,
    topic: Topic = None,
    key: Key = None,
    error: Error = None,
    lines: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """Show what is set aside, the oldest of each consumer first."""
    wanted = Filter(service, consumer, topic, key, error)
    rows = list(parked_rows.find(databases(context), wanted))
    if lines:
        for owner, row in rows:
            print(as_json(owner, row))
    else:
        show_rows(rows)


@app.command()
def show(
    context: typer.Context,
    service: Annotated[str, typer.Argument(help="The service that parked it.")],
    number: Annotated[int, typer.Argument(help="Its number in the list.")],
) -> None:
    """Print one message as it came. That you looked is written to the audit trail."""
    row = parked_rows.show(databases(context), service, number, actor())
    for name, value in row._asdict().items():
        if name not in ("header_names", "header_values", "body"):
            print(f"{name}: {readable(value)}")
    for name, value in zip(row.header_names, row.header_values, strict=True):
        print(f"header {readable(name)}: {readable(value)}")
    print(f"\n{readable(row.body)}")


@app.command()
def replay(
    context: typer.Context,
    service: Service = None,
    consumer: Consumer = None,
    topic: Topic = None,
    key: Key = None,
    error: Error = None,
    number: Id = None,
    everything: Everything = False,
    dry_run: DryRun = False,
    rate: Rate = 0,
) -> None:
    """Ask the service to handle them again, in order of each key."""
    wanted = Filter(service, consumer, topic, key, error, number)
    ask(databases(context), "replay", wanted, everything, dry_run, rate)


@app.command()
def drop(
    context: typer.Context,
    service: Service = None,
    consumer: Consumer = None,
    topic: Topic = None,
    key: Key = None,
    error: Error = None,
    number: Id = None,
    everything: Everything = False,
    dry_run: DryRun = False,
    rate: Rate = 0,
) -> None:
    """Ask the service to give them up for good; what follows of their keys goes on."""
    wanted = Filter(service, consumer, topic, key, error, number)
    ask(databases(context), "drop", wanted, everything, dry_run, rate)


def ask(
    stack: Databases, action: str, wanted: Filter, everything: bool, dry_run: bool, rate: float
) -> None:
    if not everything and not any(wanted):
        raise Failure("name a filter (--service, --consumer, --key …) or --all", code=2)
    if wanted.id is not None and wanted.service is None:
        raise Failure("--id needs --service: each service counts its own", code=2)
    rows = list(parked_rows.find(stack, wanted))
    if dry_run:
        show_rows(rows)
        return
    done = 0
    for owner, row in rows:
        if parked_rows.mark(stack, owner, row, action, actor()):
            done += 1
            time.sleep(1 / rate if rate else 0)
        else:
            print(f"{owner} outbox {row.id}: a fact of ours is never dropped, only sent again")
    print(f"{done} marked for {action}; the services act within seconds")


def as_json(service: str, row: Any) -> str:
    return json.dumps({"service": service, **row._asdict()}, default=str, ensure_ascii=False)


def actor() -> str:
    return f"operator:{os.environ.get('MOTCUA_OPERATOR') or getpass.getuser()}"


def show_rows(rows: list[tuple[str, Any]]) -> None:
    """One line each, however narrow the terminal: identifiers must stay whole to be copied."""
    shown = Table("service", "id", "consumer", "topic", "key", "seq", "since", "error", "asked")
    shown.box = None
    for service, row in rows:
        since = f"{row.since:%Y-%m-%d %H:%M:%S}"
        sequence = "" if row.sequence is None else row.sequence
        cells = (service, row.id, row.consumer, row.topic, row.key or "", sequence, since)
        reason = readable(row.error).splitlines()[0][:SHORT]
        shown.add_row(*(escape(readable(cell)) for cell in (*cells, reason, row.action or "")))
    Console(highlight=False, width=WIDTH).print(shown if rows else "nothing is parked")


def readable(value: Any) -> str:
    """A stranger's bytes on our terminal: text, with control characters made visible."""
    text = value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)
    return "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in text)
