import type { Argument } from "../command.ts";
import { type Commands, commandPaths, groupsOf, type NamedOption, optionsOf } from "./words.ts";

/** A script for zsh that completes commands, options and their values, with what each does. */
export function zshCompletion(commands: Commands): string {
  const groups = groupsOf(commands);
  const cases = commandPaths(commands).map(({ command, path }) => {
    const specs = [...optionsOf(command).flatMap(optionSpecs), ...(command.args ?? []).map(argumentSpec)];
    return `    ${quoted(path)})\n      _arguments -s ${specs.map(quoted).join(" \\\n        ")}\n      ;;`;
  });
  const groupCases = groups.map(
    ({ group, path }) => `    ${quoted(path)})\n      commands=(${described(group.commands)})\n      ;;`,
  );
  const groupPattern = groups.map(({ path }) => path).join("|") || "''";
  return `#compdef parley
# Completion of parley for zsh: source <(parley completion zsh)
_parley() {
  local command=$words[2]
  local -a commands
  integer depth=1
  if [[ $command == (${groupPattern}) ]] && (( CURRENT > 2 )); then
    command="$command $words[3]"
    depth=2
  fi
  if (( CURRENT == depth + 1 )); then
    commands=(${described(commands)})
    case "\${command% *}" in
${groupCases.join("\n")}
    esac
    _describe command commands
    return
  fi
  shift $depth words
  (( CURRENT -= depth ))
  case $command in
${cases.join("\n")}
  esac
}
if [[ $funcstack[1] == _parley ]]; then _parley "$@"; else compdef _parley parley; fi
`;
}

function described(commands: Readonly<Record<string, { readonly summary: string }>>): string {
  return Object.entries(commands)
    .map(([name, { summary }]) => quoted(`${name}:${summary}`))
    .join(" ");
}

function optionSpecs({ choices, help, isPath, multiple, name, short, type, value = "" }: NamedOption): string[] {
  const text = help
    .split("\n")
    .join(" ")
    .replace(/[[\]:]/g, "\\$&");
  const what = value.replace(/[<>]/g, "").replace(/[[\]:]/g, "\\$&") || name;
  const action = choices === undefined ? (isPath ? "_files" : "") : `(${choices.join(" ")})`;
  const end = type === "string" ? `:${what}:${action}` : "";
  const start = multiple ? "*" : "";
  return [`${start}--${name}[${text}]${end}`, ...(short === undefined ? [] : [`${start}-${short}[${text}]${end}`])];
}

/** An empty list of values: without one, zsh only lists the options that fit, and completes none. */
function argumentSpec({ choices = [], isRest, name }: Argument): string {
  return `${isRest ? "*" : ""}:${name}:(${choices.join(" ")})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
