import { CatalogueSource } from '@callbook/catalogue';
import { type CanActivate, type ExecutionContext, HttpStatus, Injectable } from '@nestjs/common';
import { KnownSecrets } from '../http/known-secrets';
import { Problem } from '../http/problem';
import { companyOfPath, rawBodyOf, requestOf } from '../http/signed-request';
import { noSecretProvided, verifyCalcomSignature } from './calcom-signature';

/** Lets in what Cal.com signed with a webhook secret of the path's company. */
@Injectable()
export class CalcomGuard implements CanActivate {
  constructor(
    private readonly catalogues: CatalogueSource,
    private readonly secrets: KnownSecrets,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = requestOf(context);
    const company = companyOfPath(request, this.catalogues.current());
    const header = request.headers['x-cal-signature-256'];
    const secrets = this.secrets.of(company.calcomWebhookSecrets);
    if (!verifyCalcomSignature({ header, rawBody: rawBodyOf(request), secrets })) {
      throw new Problem(HttpStatus.UNAUTHORIZED, {
        error: 'invalid_signature',
        field: 'x-cal-signature-256',
        expected: "the body signed with this company's webhook secret",
        ...(header === noSecretProvided && {
          next: 'Set a secret on the webhook in Cal.com: it is sent unsigned now.',
        }),
      });
    }
    request.company = company;
    return true;
  }
}
