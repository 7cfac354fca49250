import { readFileSync } from 'node:fs';
import type { SecretReference } from './secret-reference';

/** A reference leads nowhere. The message names the reference, never a secret. */
export class SecretMissing extends Error {
  override readonly name = 'SecretMissing';

  constructor(
    readonly reference: SecretReference,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`The secret ${reference} ${reason}.`, options);
  }
}

/** Turns references into secrets. Files are read at every use, so a rotated secret counts at once. */
export class SecretResolver {
  constructor(private readonly environment: Readonly<Record<string, string | undefined>>) {}

  /** @throws SecretMissing when the variable is not set, or the file is missing, unreadable or empty */
  resolve(reference: SecretReference): string {
    const place = reference.slice(reference.indexOf(':') + 1);
    return reference.startsWith('env:') ? this.variable(reference, place) : this.file(reference, place);
  }

  /** All secrets of a list, for instance the keys that are valid during a rotation. */
  resolveAll(references: readonly SecretReference[]): string[] {
    return references.map((reference) => this.resolve(reference));
  }

  private variable(reference: SecretReference, name: string): string {
    const value = this.environment[name];
    if (!value) throw new SecretMissing(reference, `is not set: set the variable ${name}`);
    return value;
  }

  private file(reference: SecretReference, path: string): string {
    const value = contentOf(reference, path).trim();
    if (!value) throw new SecretMissing(reference, 'is empty');
    return value;
  }
}

function contentOf(reference: SecretReference, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new SecretMissing(reference, `cannot be read: ${(cause as NodeJS.ErrnoException).code ?? 'unknown'}`, {
      cause,
    });
  }
}
