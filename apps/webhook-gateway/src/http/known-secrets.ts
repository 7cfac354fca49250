import { Injectable, Logger } from '@nestjs/common';
import { SecretMissing, type SecretReference, SecretResolver } from '@callbook/catalogue';

/** The secrets with which requests may be signed. */
@Injectable()
export class KnownSecrets {
  private readonly logger = new Logger(KnownSecrets.name);
  private readonly told = new Set<string>();

  constructor(private readonly secrets: SecretResolver) {}

  /** Without those that cannot be found: one must not shut out the one beside it, in the middle of a rotation. */
  of(references: readonly SecretReference[]): string[] {
    return references.flatMap((reference) => {
      try {
        return [this.secrets.resolve(reference)];
      } catch (error) {
        if (!(error instanceof SecretMissing)) throw error;
        this.tellOnce(error);
        return [];
      }
    });
  }

  /** Once per reference and process: it would otherwise be told with every request. */
  private tellOnce({ reference, message }: SecretMissing): void {
    if (!this.told.has(reference)) this.logger.error(message);
    this.told.add(reference);
  }
}
