import { type CanActivate, type ExecutionContext, HttpStatus, Injectable, Logger } from '@nestjs/common';
import { CatalogueSource, type Company, SecretMissing, SecretResolver } from '@callbook/catalogue';
import { verifyRetellSignature } from '@callbook/retell';
import { Problem } from '../http/problem';
import { Clock } from '../time/clock';
import { rawBodyOf, requestOf } from './signed-request';

/** Lets in what Retell signed with a key of the path's company, within its five minutes. */
@Injectable()
export class RetellGuard implements CanActivate {
  private readonly logger = new Logger(RetellGuard.name);
  private readonly told = new Set<string>();

  constructor(
    private readonly catalogues: CatalogueSource,
    private readonly secrets: SecretResolver,
    private readonly clock: Clock,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = requestOf(context);
    const company = this.catalogues.current().company(request.params.company);
    if (!company) throw new Problem(HttpStatus.NOT_FOUND, { error: 'unknown_company', field: ':company' });
    const signed = verifyRetellSignature({
      header: request.headers['x-retell-signature'],
      rawBody: rawBodyOf(request),
      keys: this.keysOf(company),
      now: this.clock.now(),
    });
    if (!signed) {
      throw new Problem(HttpStatus.UNAUTHORIZED, {
        error: 'invalid_signature',
        field: 'x-retell-signature',
        expected: "the body signed within the last five minutes, with the API key that is this company's webhook key",
      });
    }
    request.company = company;
    return true;
  }

  /** A key that cannot be found must not shut out the one beside it, in the middle of a rotation. */
  private keysOf({ retellWebhookKeys }: Company): string[] {
    return retellWebhookKeys.flatMap((reference) => {
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
