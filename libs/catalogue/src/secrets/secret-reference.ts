/** Where a secret is found: a variable of the environment, or a file whose content it is. */
export type SecretReference = `env:${string}` | `file:${string}`;

/** Also a constraint of the database: a literal secret cannot be stored there. */
export const secretReference = /^(env:[A-Z][A-Z0-9_]*|file:\/.+)$/;
