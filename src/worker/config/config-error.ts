/**
 * A variable that cannot be meant. Its message is for the owner and goes to the log: it names the variable and what it
 * takes. What a secret holds is never in it.
 */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
