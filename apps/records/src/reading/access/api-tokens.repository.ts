import { timingSafeEqual } from 'node:crypto';
import { type PresentedToken } from '@callbook/catalogue';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../clock/clock';

interface KnownToken {
  readonly company: string;
  readonly secretSha256: Buffer;
}

/** How long a token that was revoked may still work, and a list of tokens serves. */
const freshMs = 10_000;
/** A token that is not in the list may be new: the list is read again for it, but no oftener than this, whoever asks. */
const newTokenMs = 1_000;
/** How exactly `last_used_at` is kept. */
const useMs = 3_600_000;

/** The tokens that are good now, kept in memory: a request costs no statement for its token. */
@Injectable()
export class ApiTokens {
  private readonly logger = new Logger(ApiTokens.name);
  private known: ReadonlyMap<string, KnownToken> = new Map();
  private readAt = -Infinity;
  private reading: Promise<void> | undefined;
  private readonly uses = new Map<string, number>();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Slug of the company whose records the token opens; undefined when it opens none. */
  async companyOf({ id, secretSha256 }: PresentedToken): Promise<string | undefined> {
    const age = this.now() - this.readAt;
    if (age > (this.known.has(id) ? freshMs : newTokenMs)) await this.read();
    const token = this.known.get(id);
    if (!timingSafeEqual(token?.secretSha256 ?? nobodys, secretSha256) || !token) return undefined;
    this.keepUse(id);
    return token.company;
  }

  private read(): Promise<void> {
    this.reading ??= this.readNow().finally(() => (this.reading = undefined));
    return this.reading;
  }

  private async readNow(): Promise<void> {
    const at = this.now();
    const rows = await this.dataSource.query<{ id: string; company: string; secretSha256: Buffer }[]>(
      `SELECT tokens.id, companies.slug AS company, tokens.secret_sha256 AS "secretSha256"
       FROM catalogue.api_tokens tokens JOIN catalogue.companies ON companies.id = tokens.company_id
       WHERE tokens.revoked_at IS NULL AND companies.valid_to IS NULL`,
    );
    this.known = new Map(rows.map(({ id, ...token }) => [id, token]));
    this.readAt = at;
  }

  /** Written once an hour, beside the answer: what it is for is to find tokens that nobody uses any more. */
  private keepUse(id: string): void {
    const now = this.now();
    if (now - (this.uses.get(id) ?? -Infinity) < useMs) return;
    this.uses.set(id, now);
    this.dataSource
      .query(
        `INSERT INTO records.api_token_uses AS kept (token_id, last_used_at) VALUES ($1, $2)
         ON CONFLICT (token_id) DO UPDATE SET last_used_at = greatest(kept.last_used_at, EXCLUDED.last_used_at)`,
        [id, new Date(now)],
      )
      .catch((error: unknown) => {
        this.uses.delete(id);
        this.logger.warn({ err: error }, 'that a token was used could not be kept');
      });
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

const nobodys = Buffer.alloc(32);
