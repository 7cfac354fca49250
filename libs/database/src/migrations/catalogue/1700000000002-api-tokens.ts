import type { MigrationInterface, QueryRunner } from 'typeorm';

/** With what outside programs read the records of one company. */
export class ApiTokens1700000000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE catalogue.api_tokens (
        id uuid PRIMARY KEY,
        company_id uuid NOT NULL REFERENCES catalogue.companies,
        name text NOT NULL CHECK (name <> ''),
        secret_sha256 bytea NOT NULL CHECK (length(secret_sha256) = 32),
        created_at timestamptz NOT NULL DEFAULT now(),
        created_by text NOT NULL,
        revoked_at timestamptz,
        revoked_by text,
        CONSTRAINT revoked_by_somebody CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
      );
      CREATE INDEX api_tokens_by_company ON catalogue.api_tokens (company_id);
      COMMENT ON COLUMN catalogue.api_tokens.id IS 'stands in the token itself, before the secret; no secret';
      COMMENT ON COLUMN catalogue.api_tokens.secret_sha256 IS 'of 256 random bits: nothing to guess, so neither salt nor many rounds';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE catalogue.api_tokens');
  }
}
