import { type Commands, commandPaths, groupsOf, optionsOf } from "./words.ts";

/** A script for bash that completes commands, options and their values. */
export function bashCompletion(commands: Commands): string {
  const groups = groupsOf(commands);
  const paths = commandPaths(commands);
  const values = paths.flatMap(({ command, path }) =>
    optionsOf(command).flatMap((option) => {
      const flags = [`--${option.name}`, ...(option.short === undefined ? [] : [`-${option.short}`])];
      const pattern = flags.map((flag) => `"${path} ${flag}"`).join(" | ");
      if (option.choices !== undefined) return [`    ${pattern}) words="${option.choices.join(" ")}" ;;`];
      if (option.isPath) return [`    ${pattern}) compopt -o default 2> /dev/null; return ;;`];
      return option.type === "string" ? [`    ${pattern}) return ;;`] : [];
    }),
  );
  const words = paths.map(({ command, path }) => {
    const flags = optionsOf(command).map(({ name }) => `--${name}`);
    return `    "${path}") words="${[...(command.args?.[0]?.choices ?? []), ...flags].join(" ")}" ;;`;
  });
  const names = [
    `    "") words="${[...Object.keys(commands), "help", "--help"].join(" ")}" ;;`,
    ...groups.map(({ group, path }) => `    "${path}") words="${Object.keys(group.commands).join(" ")} --help" ;;`),
  ];
  const groupPattern = groups.map(({ path }) => path).join("|");
  return `# Completion of parley for bash: source <(parley completion bash)
_parley() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} words="" command="" i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ \${COMP_WORDS[i]} == -* ]] && continue
    command+=\${command:+ }\${COMP_WORDS[i]}
    [[ \${COMP_WORDS[i]} =~ ^(${groupPattern})$ ]] || break
  done
  case "$command $prev" in
${values.join("\n")}
  esac
  [[ -n $words ]] || case "$command" in
${[...names, ...words].join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _parley parley
`;
}
