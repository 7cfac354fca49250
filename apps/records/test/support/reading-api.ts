import { importCatalogueText, newApiToken } from '@callbook/catalogue';
import { createDataSource, DatabaseModule } from '@callbook/database';
import { ObservabilityModule } from '@callbook/observability';
import { eventually, salonCatalogue } from '@callbook/testing';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { Clock } from '../../src/clock/clock';
import { SystemClockModule } from '../../src/clock/system-clock.module';
import { ReadingModule } from '../../src/reading/reading.module';
import type { RecordFixture } from './record-fixture';

@Module({})
class ApiModule {}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown> & { readonly items: Record<string, unknown>[]; readonly next: string | null };
}

/** The HTTP API alone, on the database of a fixture with the salon's catalogue. */
export class ReadingApi {
  /** What the next answers take for now; the real time while undefined. */
  now?: Date;
  private readonly tokens = new Map<string, string>();

  private constructor(
    private readonly record: RecordFixture,
    private readonly app: NestFastifyApplication,
    readonly url: string,
  ) {
    const clock = app.get(Clock);
    const real = clock.now.bind(clock);
    clock.now = () => this.now ?? real();
  }

  static async start(record: RecordFixture, requestsPerMinute = 100_000): Promise<ReadingApi> {
    await importCatalogueText(await record.database.connect(createDataSource), salonCatalogue, { by: 'spec' });
    const imports = [
      ObservabilityModule.forRoot({ app: 'records', logLevel: 'silent' }),
      DatabaseModule.forRoot({ url: record.database.urlFor('callbook_records'), applicationName: 'api-spec' }),
      SystemClockModule,
      ReadingModule.forRoot({ requestsPerMinute }),
    ];
    const module = { module: ApiModule, imports };
    const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
    return new ReadingApi(record, app, (await app.getUrl()).replace('[::1]', '127.0.0.1'));
  }

  close(): Promise<void> {
    return this.app.close();
  }

  /** A token of a company, made as `callbook tokens create` does. */
  async token(company: string): Promise<string> {
    const known = this.tokens.get(company);
    if (known) return known;
    const { id, secretSha256, token } = newApiToken();
    await this.record.rows(
      `INSERT INTO catalogue.api_tokens (id, company_id, name, secret_sha256, created_by)
       SELECT $1, id, 'spec', $2, 'spec' FROM catalogue.companies WHERE slug = $3`,
      id,
      secretSha256,
      company,
    );
    await eventually('the new token to be known', async () => (await this.get('staff', { token })).status === 200);
    this.tokens.set(company, token);
    return token;
  }

  async get(path: string, { company = 'salon-lindenhof', token = '' } = {}): Promise<Answer> {
    const bearer = token || (await this.token(company));
    const answer = await fetch(`${this.url}/v1/${path}`, { headers: { authorization: `Bearer ${bearer}` } });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer['body'] };
  }

  /** Ids of all items, page by page. */
  async idsOf(path: string, limit: number): Promise<string[]> {
    const ids: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await this.get(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor}`);
      ids.push(...body.items.map(({ id }) => id as string));
      if (body.next === null) return ids;
      cursor = `&cursor=${body.next}`;
    }
  }
}

/** What is sent to the database, by whatever connection, while `work` runs. */
export async function statementsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const watched = jest.spyOn(Client.prototype, 'query');
  watched.mockClear();
  try {
    await work();
    for (const [first] of watched.mock.calls as unknown[][]) {
      sent.push(typeof first === 'string' ? first : String((first as { text?: unknown }).text));
    }
    return sent;
  } finally {
    watched.mockRestore();
  }
}
