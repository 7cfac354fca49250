import { newApiToken } from '@callbook/catalogue';
import type { DataSource } from 'typeorm';

/** A token as people see it afterwards: without its secret, which nobody has but its holder. */
export interface ApiToken {
  readonly id: string;
  readonly company: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  /** To the hour; null when it never was. */
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly revokedBy: string | null;
}

export interface WantedToken {
  readonly company: string;
  /** Whom or what it is for. */
  readonly name: string;
  readonly by: string;
}

/** Id and token, which is to be shown once; undefined when there is no such company in the catalogue of now. */
export async function createApiToken(
  database: DataSource,
  { company, name, by }: WantedToken,
): Promise<{ readonly id: string; readonly token: string } | undefined> {
  const { id, token, secretSha256 } = newApiToken();
  const made = await database.query<object[]>(
    `INSERT INTO catalogue.api_tokens (id, company_id, name, secret_sha256, created_by)
     SELECT $1, id, $2, $3, $4 FROM catalogue.companies WHERE slug = $5 AND valid_to IS NULL
     RETURNING id`,
    [id, name, secretSha256, by, company],
  );
  return made.length > 0 ? { id, token } : undefined;
}

export interface TokenFilter {
  readonly company?: string;
  /** Also those that were revoked. */
  readonly all?: boolean;
}

/** Of each company, the oldest first. */
export function listApiTokens(database: DataSource, { company, all }: TokenFilter): Promise<ApiToken[]> {
  return database.query<ApiToken[]>(
    `SELECT tokens.id, companies.slug AS company, tokens.name, created_at AS "createdAt", created_by AS "createdBy",
            last_used_at AS "lastUsedAt", revoked_at AS "revokedAt", revoked_by AS "revokedBy"
     FROM catalogue.api_tokens tokens
     JOIN catalogue.companies ON companies.id = tokens.company_id
     LEFT JOIN records.api_token_uses_v1 uses ON uses.token_id = tokens.id
     WHERE ($1::text IS NULL OR companies.slug = $1) AND ($2 OR revoked_at IS NULL)
     ORDER BY companies.slug, created_at, tokens.id`,
    [company ?? null, all ?? false],
  );
}

/** From then on, within ten seconds, the token opens nothing. */
export async function revokeApiToken(
  database: DataSource,
  id: string,
  by: string,
): Promise<'revoked' | 'already_revoked' | 'unknown'> {
  const [token] = await database.query<{ revokedNow: boolean }[]>(
    `WITH revoked AS (
       UPDATE catalogue.api_tokens SET revoked_at = now(), revoked_by = $2
       WHERE id = $1 AND revoked_at IS NULL RETURNING id)
     SELECT EXISTS (SELECT FROM revoked) AS "revokedNow" FROM catalogue.api_tokens WHERE id = $1`,
    [id, by],
  );
  if (!token) return 'unknown';
  return token.revokedNow ? 'revoked' : 'already_revoked';
}
