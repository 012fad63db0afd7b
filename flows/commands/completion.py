"""The command `completion`: what a shell needs to complete commands, options and their values with the tab key.

The scripts are made from the parsers, so they know what the commands know; they start no Python when a key is pressed.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping

from flows.commands.command import Command, Task, say
from flows.commands.overview import commands_of
from schemas.labels import TABLE_LABELS

SHELLS = ("bash", "zsh", "fish")
_FILES = ("FILE", "DIR", "PATH", "FILE|URL")
_ZSH = "autoload -U +X bashcompinit && bashcompinit\n"
_NAMES: Mapping[str, tuple[str, ...]] = {
    "TABLE": tuple(name for name in TABLE_LABELS if name != "task_list"),
    "LANG": ("zh", "zh-hant", "en"),
    "BUILD": ("latest", "previous"),
}
"""Values that can be completed, by what the help calls them."""
_BASH = """\
_qingdan() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" previous="${{COMP_WORDS[COMP_CWORD-1]}}" command="" word words=""
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case "$word" in {names}) command="$word"; break;; esac
  done
  COMPREPLY=()
  case "$command $previous" in
{values}
  esac
  case "$command" in
{options}
  esac
  if [[ "$current" == -* || -z "$command" ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}}
complete -o filenames -F _qingdan qingdan
"""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help="bash, zsh or fish")


def _completion(options: argparse.Namespace) -> int:
    from flows.cli import parser_of_commands

    say(completion_script(options.shell, parser_of_commands()), end="")
    return 0


def completion_script(shell: str, parser: argparse.ArgumentParser) -> str:
    """The script that completes the command line of ``parser`` in ``shell``."""
    if shell == "fish":
        return "\n".join(_fish(parser)) + "\n"
    script = _bash(parser)
    return _ZSH + script if shell == "zsh" else script


def _bash(parser: argparse.ArgumentParser) -> str:
    commands = commands_of(parser)
    values = [line for name, sub in {"": parser, **commands}.items() for line in _bash_values(name, sub)]
    options = [f'    "{name}") words="{" ".join(_options(sub))}";;' for name, sub in commands.items()]
    options.append(f'    "") words="{" ".join((*commands, *_options(parser)))}";;')
    return _BASH.format(names="|".join(commands), values="\n".join(values), options="\n".join(options))


def _bash_values(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    """A line for each option that takes a value: its choices, files, or nothing that could be known."""
    for action in parser._actions:
        if action.option_strings and action.nargs != 0:
            places = "|".join(f'"{name} {option}"' for option in action.option_strings)
            words = _values(action)
            way = f'-W "{" ".join(words)}"' if words else "-f" if action.metavar in _FILES else '-W ""'
            yield f'    {places}) COMPREPLY=($(compgen {way} -- "$current")); return;;'


def _options(parser: argparse.ArgumentParser) -> tuple[str, ...]:
    return tuple(option for action in parser._actions for option in action.option_strings if option.startswith("--"))


def _values(action: argparse.Action) -> tuple[str, ...]:
    if action.choices is not None:
        return tuple(map(str, action.choices))
    return _NAMES.get(str(action.metavar), ())


def _fish(parser: argparse.ArgumentParser) -> Iterator[str]:
    commands = commands_of(parser)
    for name in commands:
        yield f"complete -c qingdan -f -n __fish_use_subcommand -a {name}"
    for name, sub in commands.items():
        for action in sub._actions:
            for option in action.option_strings:
                if option.startswith("--"):
                    yield _fish_option(name, option.removeprefix("--"), action)


def _fish_option(command: str, option: str, action: argparse.Action) -> str:
    line = f"complete -c qingdan -n '__fish_seen_subcommand_from {command}' -l {option}"
    if action.nargs == 0:
        return f"{line} -f"
    words = " ".join(_values(action))
    if words:
        return f"{line} -x -a '{words}'"
    return f"{line} {'-r -F' if action.metavar in _FILES else '-x'}"


COMPLETION = Command(
    name="completion",
    help="print a script by which a shell completes commands and options",
    description=(
        "Print a script for your shell. Put it where the shell reads it: `qingdan completion bash >> ~/.bashrc`, "
        "`qingdan completion zsh >> ~/.zshrc`, `qingdan completion fish > ~/.config/fish/completions/qingdan.fish`."
    ),
    run=_completion,
    add_arguments=_arguments,
    epilog="exit status:\n  0  printed",
    task=Task.KEEP,
    example="qingdan completion bash >> ~/.bashrc",
)
