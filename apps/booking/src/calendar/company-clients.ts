import { CalcomClient } from '@callbook/calcom-client';
import type { CatalogueSource, SecretResolver } from '@callbook/catalogue';
import type { RateBudget } from '../rate-budget/rate-budget';
import type { RequestShare } from './calendar';

export interface ClientSettings {
  readonly baseUrl: string;
  readonly timeoutMs: number;
}

/** What a company has at Cal.com. */
export interface CalcomAccount {
  readonly client: CalcomClient;
  /**
   * Resolves when one request may be sent.
   * @throws CalendarUnavailable
   */
  take(share: RequestShare): Promise<void>;
}

/** One client per API key, so that its breaker sees everything that happens to the key. A changed key gets a new one. */
export class CompanyClients {
  private readonly byKey = new Map<string, CalcomClient>();

  constructor(
    private readonly catalogue: CatalogueSource,
    private readonly secrets: SecretResolver,
    private readonly budget: Pick<RateBudget, 'take' | 'heard'>,
    private readonly settings: ClientSettings,
  ) {}

  /** @throws Error when the company or its key is not known */
  of(slug: string): CalcomAccount {
    const company = this.catalogue.current().company(slug);
    if (!company) throw new Error(`The catalogue has no company "${slug}".`);
    const apiKey = this.secrets.resolve(company.calcomApiKey);
    const client = this.byKey.get(apiKey) ?? this.begin(slug, apiKey);
    return { client, take: (share) => this.budget.take({ company: slug, apiKey }, share) };
  }

  close(): void {
    for (const client of this.byKey.values()) client.close();
  }

  private begin(company: string, apiKey: string): CalcomClient {
    const client = new CalcomClient({
      ...this.settings,
      apiKey,
      onRateLimit: (reading) => this.budget.heard({ company, apiKey }, reading),
    });
    this.byKey.set(apiKey, client);
    return client;
  }
}
