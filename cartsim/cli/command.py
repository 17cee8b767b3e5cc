"""The commands and their options. Each imports what it needs when it is called."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from cartsim import __version__
from cartsim.cli.opening import Opening

Command = TypeVar("Command", bound=Callable[..., Any])


class _Named(click.types.StringParamType):
    """A name; an empty one comes of a variable that is not set."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Fails where nothing is named."""
        return super().convert(_not_empty(self, value, param, ctx), param, ctx)


class _NamedFile(click.Path):
    """A file or folder; an empty name is not the folder one is in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Fails where nothing is named."""
        return super().convert(_not_empty(self, value, param, ctx), param, ctx)


def _not_empty(kind: click.ParamType[Any], value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
    if value == "":
        kind.fail("the name is empty", param, ctx)
    return value


SIZES = ("demo", "large", "huge")
_FILE = _NamedFile(path_type=Path)
_NAME = _Named()
_LANGUAGE = click.option("--lang", help="zh or en; the locale's by default.")


def opening_options(command: Command) -> Command:
    """Options that say which world, under which policy, in which language."""
    options = (
        click.option("--world", type=_FILE, help="World file; the default one is kept between runs."),
        click.option("--demo", is_flag=True, help="A temporary world that leaves nothing behind."),
        click.option("--scenario", type=_NAME, help="Scenario set up in a new world: a name, a file, or `none`."),
        click.option("--size", type=click.Choice(SIZES), help="Size of a new world's catalogue."),
        click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Seed of a new world."),
        click.option("--policy", type=_FILE, help="YAML file of policy fields."),
        click.option(
            "--set", "settings", multiple=True, metavar="NAME=VALUE", help="One policy field, such as cap.total=5."
        ),
        _LANGUAGE,
        click.option("--session", type=_FILE, help="Open what export-session wrote, as it was left."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@opening_options
@click.option("--theme", type=click.Choice(("dark", "light", "contrast")), default="dark", help="Colours.")
@click.option(
    "--density",
    type=click.Choice(("comfortable", "compact")),
    default=None,
    help="Rows a line takes; the height of the window decides where it is left out.",
)
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw with ASCII characters only.")
@click.version_option(__version__, prog_name="cartsim", message="%(prog)s %(version)s")
@click.pass_context
def cartsim(context: click.Context, /, theme: str, density: str | None, ascii_only: bool, **opening: Any) -> None:
    """A terminal shop with a complete shopping cart in it. Without a command, opens the cart on the screen."""
    context.obj = Opening(**opening)
    if context.invoked_subcommand is not None:
        gc.enable()
    else:
        from cartsim.cli.app import show

        context.exit(show(context.obj, theme=theme, density=density, ascii_only=ascii_only))


@cartsim.command()
@opening_options
@click.option("--json", "as_json", is_flag=True, help="Every figure and reason, for programs.")
@click.option("--text", "as_text", is_flag=True, help="As a person reads it (the default).")
@click.pass_obj
def cart(outer: Opening, /, as_json: bool, as_text: bool, **opening: Any) -> None:
    """Print the cart without a screen.

    The cart is entered first, as on the screen: rows take their places, and the world's journal gets one entry.
    """
    from cartsim.cli.cart import print_cart

    if as_json and as_text:
        raise click.UsageError("--json and --text exclude each other; leave one out")
    print_cart(outer.over(Opening(**opening)), as_json)


@cartsim.command()
@click.argument("files", type=_FILE, nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--screen",
    type=click.Choice(("headless", "visible", "none")),
    help="The real app unseen, the app as a show, or commands alone; by default what the steps need.",
)
@click.option("--speed", type=click.FloatRange(0.1, 100), default=1.0, help="Speed of a show.")
@click.option("--junit", type=_FILE, help="Write a JUnit file.")
@click.option("--shots", type=_FILE, help="Folder for the pictures of `shot` steps.")
@click.option("--png", is_flag=True, help="PNG beside each picture, where a converter is at hand.")
@click.option("--cast", type=_FILE, help="Write the show as an asciinema cast.")
@click.option("--json", "as_json", is_flag=True, help="Every step and mismatch, for programs.")
@click.option("--keep-going", is_flag=True, help="Go on after an expectation that does not hold.")
@_LANGUAGE
@click.pass_context
def run(context: click.Context, /, files: tuple[Path, ...], **asked: Any) -> None:
    """Play scripts, each in a world of its own.

    Exit status 1 where an expectation does not hold, 2 where a file does not fit.
    """
    from cartsim.cli.run import Asked
    from cartsim.cli.run import run as play

    context.exit(play(files, Asked(**asked)))


@cartsim.command()
@opening_options
@click.argument("command", required=False)
@click.argument("arguments", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--json", "as_json", is_flag=True, help="The outcome, for programs.")
@click.pass_context
def do(
    context: click.Context, /, command: str | None, arguments: tuple[str, ...], as_json: bool, **opening: Any
) -> None:
    """Do one COMMAND in a world, such as: cartsim do set_quantity line=l3 quantity=2

    Without a command, lists them all. Exit status 1 where the shop refuses it.
    """
    from cartsim.cli import do as doing

    asked = context.obj.over(Opening(**opening))
    if command is None:
        doing.list_commands(asked.lang)
        return
    context.exit(doing.do(asked, command, arguments, as_json))


@cartsim.command()
@_LANGUAGE
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def scenarios(lang: str | None, as_json: bool) -> None:
    """List the scenarios that come with cartsim: each tells one thing, and can be opened or played by its name."""
    from cartsim.cli.scenarios import print_scenarios

    print_scenarios(lang, as_json)


@cartsim.command()
@click.argument("world", type=_FILE)
@click.option("--to", type=_FILE, help="Keep the world that comes of it in this new file.")
@click.pass_context
def replay(context: click.Context, /, world: Path, to: Path | None) -> None:
    """Play the journal of a WORLD file again on a fresh world.

    Exit status 1 where anything comes out differently.
    """
    from cartsim.cli.sharing import replay_world

    context.exit(replay_world(world, to))


@cartsim.command()
@click.argument("file", type=_FILE)
@click.option("--world", type=_FILE, help="World file; the default one without it.")
@click.option(
    "--expect",
    type=click.Choice(("nothing", "marks", "end")),
    default="marks",
    show_default=True,
    help="Write down what was shown: not at all, at marked moments, at the end as well.",
)
@click.pass_context
def record(context: click.Context, /, file: Path, world: Path | None, expect: str) -> None:
    """Write what was done in a world into FILE as a script, and play it once.

    Exit status 1 where it does not pass. Windows that were open at one time are told as one, and the file says so;
    export-session keeps them apart. What is too much for a script is not written at all.
    """
    from cartsim.cli.sharing import record as write

    context.exit(write(context.obj.over(Opening(world=world)), file, expect))


@cartsim.command(name="export-session")
@click.argument("file", type=_FILE)
@click.option("--world", type=_FILE, help="World file; the default one without it.")
@click.pass_obj
def export_session(outer: Opening, /, file: Path, world: Path | None) -> None:
    """Write the whole situation of a world into the small FILE: how it was made, and all that was done in it.

    Another person opens it with cartsim --session FILE and sees the very same cart.
    """
    from cartsim.cli.sharing import export

    export(outer.over(Opening(world=world)), file)


@cartsim.group()
def world() -> None:
    """Make, look at and advance world files."""


@world.command()
@click.argument("file", type=_FILE)
@click.option("--size", type=click.Choice(SIZES), default="demo", show_default=True, help="Size of the catalogue.")
@click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), default=42, show_default=True, help="Same seed, same catalogue."
)
@click.option(
    "--scenario",
    type=_NAME,
    default="none",
    show_default=True,
    help="Scenario to set up: a name, a file, or `none`.",
)
@_LANGUAGE
@click.pass_obj
def new(outer: Opening, /, file: Path, size: str, seed: int, scenario: str, lang: str | None) -> None:
    """Seed a new world into FILE, which must not exist yet."""
    from cartsim.cli.world import make

    make(file, size, seed, scenario, lang or outer.lang)


@world.command()
@click.argument("file", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@_LANGUAGE
@click.pass_obj
def info(outer: Opening, /, file: Path, as_json: bool, lang: str | None) -> None:
    """Say what is in the world FILE."""
    from cartsim.cli.world import describe

    describe(file, as_json, lang or outer.lang)


@world.command()
@click.argument("file", type=_FILE)
@click.option("--ticks", type=click.IntRange(1, 10_000_000), required=True, help="Ticks of world time.")
@_LANGUAGE
@click.pass_obj
def advance(outer: Opening, /, file: Path, ticks: int, lang: str | None) -> None:
    """Let the world FILE run on by so many ticks, with nobody looking."""
    from cartsim.cli.world import run_on

    run_on(file, ticks, lang or outer.lang)


@cartsim.command()
@click.option("--policy", "file", type=_FILE, help="Show the fields as this file sets them.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Show one field set so.")
@click.option("--lang", help="zh or en; the locale's by default.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_obj
def policy(outer: Opening, /, file: Path | None, settings: tuple[str, ...], lang: str | None, as_json: bool) -> None:
    """List every policy field with its default, unit, range, meaning and source."""
    from cartsim.cli.policy import print_policy

    print_policy(outer.over(Opening(policy=file, settings=settings, lang=lang)), as_json)


@cartsim.group()
def schema() -> None:
    """Print what a file cartsim reads may say, or what it answers, as a JSON Schema."""


@schema.command()
def script() -> None:
    """JSON Schema of scenario and script files: they are one format, a script has steps."""
    from cartsim.cli.script import print_schema

    print_schema()


@schema.command()
def goods() -> None:
    """JSON Schema of the goods files of `cartsim price --top-up`."""
    from cartsim.basketfile.form import goods_schema
    from cartsim.cli.jsonform import to_json

    click.echo(to_json(goods_schema()))


@schema.command()
def basket() -> None:
    """JSON Schema of the basket files of `cartsim price`."""
    from cartsim.basketfile.form import schema as basket_schema
    from cartsim.cli.jsonform import to_json

    click.echo(to_json(basket_schema()))


@schema.command(name="answer")
def answer_of_price() -> None:
    """JSON Schema of what `cartsim price --json` answers, every key described."""
    from cartsim.basketfile.answer import answer_schema
    from cartsim.cli.jsonform import to_json

    click.echo(to_json(answer_schema()))


@cartsim.command()
@click.argument("files", type=_NAME, nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="For programs: one line for each FILE, in their order.")
@click.option("--explain", is_flag=True, help="Also the waterfall, who pays, and what came second.")
@click.option("--at", metavar="TIME", help="As if it were this moment, ISO 8601; of no zone it is Shanghai's.")
@click.option("--without", multiple=True, metavar="ID", help="As if this promotion or coupon were not there.")
@click.option("--choose", type=click.Choice(("best", "all")), help="The cheapest combination, or all that applies.")
@click.option(
    "--refund",
    multiple=True,
    metavar="LINE=QTY",
    help="What comes back for so many pieces of a line; given again, for those lines together.",
)
@click.option(
    "--compare",
    type=_NAME,
    metavar="FILE2",
    help="Price FILE2 as it is written, and tell what moved from FILE to it.",
)
@click.option(
    "--top-up",
    type=_NAME,
    metavar="GOODS_FILE",
    help="What of these goods would reach the thresholds ahead, by real cost.",
)
@_LANGUAGE
@click.pass_obj
def price(outer: Opening, /, lang: str | None, **asked: Any) -> None:
    """Price the basket of each FILE, YAML or JSON; `-` is standard input.

    What a file may say: `cartsim schema basket`; what --json answers: `cartsim schema answer`.
    """
    from cartsim.cli.price import Asked, print_prices

    print_prices(Asked(**asked), lang or outer.lang)


@cartsim.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def ids(as_json: bool) -> None:
    """List every name by which scripts and tests find rows, parts, boards, buttons and inputs."""
    from cartsim.cli.ids import print_ids

    print_ids(as_json)


@cartsim.command()
def paths() -> None:
    """Say where the world, the data and the packaged files are."""
    from cartsim.cli.places import print_places

    print_places()


@cartsim.command()
@click.argument("folder", type=_FILE, default=Path("screenshots"))
def shots(folder: Path) -> None:
    """Draw every picture of the README into FOLDER (screenshots)."""
    from cartsim.script.shots import take_shots

    take_shots(folder, tell=lambda path: click.echo(str(path)))
