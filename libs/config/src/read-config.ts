import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

/** The environment does not describe a configuration; the message lists every problem by variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(
      `The configuration has ${problems.length} problem(s):\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
  }
}

/**
 * Reads settings once, at start. Property names of the class are the variables' names; initial values are the defaults.
 * An empty variable counts as not set. Values are never repeated in errors: they may be secrets.
 * @throws ConfigError with all problems at once
 */
export function readConfig<T extends object>(type: new () => T, env: Readonly<Record<string, string | undefined>>): T {
  const names = Object.keys(new type());
  const given = Object.fromEntries(names.filter((name) => env[name]).map((name) => [name, env[name]]));
  const config = plainToInstance(type, given, { exposeDefaultValues: true });
  const problems = validateSync(config, { validationError: { target: false, value: false } }).flatMap(
    ({ property, constraints }) =>
      env[property] || Object.hasOwn(constraints ?? {}, 'isDefined') === false
        ? Object.values(constraints ?? {})
        : [`${property} is not set`],
  );
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}
