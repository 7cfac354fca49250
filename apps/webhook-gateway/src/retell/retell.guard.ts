import { type CanActivate, type ExecutionContext, HttpStatus, Injectable } from '@nestjs/common';
import { CatalogueSource } from '@callbook/catalogue';
import { verifyRetellSignature } from '@callbook/retell';
import { KnownSecrets } from '../http/known-secrets';
import { Problem } from '../http/problem';
import { companyOfPath, rawBodyOf, requestOf } from '../http/signed-request';
import { Clock } from '../time/clock';

/** Lets in what Retell signed with a key of the path's company, within its five minutes. */
@Injectable()
export class RetellGuard implements CanActivate {
  constructor(
    private readonly catalogues: CatalogueSource,
    private readonly secrets: KnownSecrets,
    private readonly clock: Clock,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = requestOf(context);
    const company = companyOfPath(request, this.catalogues.current());
    const signed = verifyRetellSignature({
      header: request.headers['x-retell-signature'],
      rawBody: rawBodyOf(request),
      keys: this.secrets.of(company.retellWebhookKeys),
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
}
