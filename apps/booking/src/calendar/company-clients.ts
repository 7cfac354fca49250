import { CalcomClient } from '@callbook/calcom-client';
import type { CatalogueSource, SecretResolver } from '@callbook/catalogue';

export interface ClientSettings {
  readonly baseUrl: string;
  readonly timeoutMs: number;
}

/** One client per API key, so that its breaker sees everything that happens to the key. A changed key gets a new one. */
export class CompanyClients {
  private readonly byKey = new Map<string, CalcomClient>();

  constructor(
    private readonly catalogue: CatalogueSource,
    private readonly secrets: SecretResolver,
    private readonly settings: ClientSettings,
  ) {}

  /** @throws Error when the company or its key is not known */
  of(slug: string): CalcomClient {
    const company = this.catalogue.current().company(slug);
    if (!company) throw new Error(`The catalogue has no company "${slug}".`);
    const apiKey = this.secrets.resolve(company.calcomApiKey);
    const known = this.byKey.get(apiKey);
    if (known) return known;
    const client = new CalcomClient({ ...this.settings, apiKey });
    this.byKey.set(apiKey, client);
    return client;
  }

  close(): void {
    for (const client of this.byKey.values()) client.close();
  }
}
