"""The verbs of ./motcua. What goes wrong on the user's side is one line and an exit code."""

import sys
from collections.abc import Callable
from typing import Any

import typer

from stack.failure import Failure, last_lines
from stack.verbs import (
    admin,
    backup,
    bench,
    bring_in,
    check,
    clock,
    demo,
    doctor,
    down,
    lock,
    logs,
    parked,
    rotate,
    run,
    status,
    test,
    token,
    up,
    upgrade,
    verify,
)

app = typer.Typer(
    help="Một cửa: the one-stop counter's stack, its tests and its figures.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
HANDS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}

app.command()(up.up)
app.command()(down.down)
app.command()(run.run)
app.command()(status.status)
app.command()(doctor.doctor)
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(upgrade.upgrade)
app.command()(rotate.rotate)
app.command()(verify.verify)
app.command()(admin.admin)
app.command(context_settings=HANDS_ON)(test.test)
app.command()(check.check)
app.command(context_settings=HANDS_ON)(bench.bench)
app.command(context_settings=HANDS_ON)(lock.lock)
app.command()(logs.logs)
app.command()(token.token)
app.command()(demo.demo)
app.command(context_settings={"ignore_unknown_options": True})(clock.clock)
app.add_typer(parked.app, name="parked")
app.add_typer(bring_in.app, name="import")


def carry_out(command: Callable[[], Any]) -> None:
    """Call it; a Failure becomes its line, its log's end and its exit code."""
    try:
        command()
    except Failure as failure:
        if failure.log is not None:
            print(last_lines(failure.log), file=sys.stderr)
            print(f"(from {failure.log})", file=sys.stderr)
        print(f"motcua: {failure}", file=sys.stderr)
        sys.exit(failure.code)


if __name__ == "__main__":
    carry_out(lambda: app(prog_name="motcua"))
