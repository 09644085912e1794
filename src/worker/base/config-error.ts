/**
 * An invalid variable. Its message goes to the log for the owner: it names the variable and the values it accepts, and
 * never contains a secret.
 */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
