import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who works where, does what and for how much. Two kinds of tables: one row a thing, changed in place; and one row a
 * thing and period, where an old booking must find what was true when it was made. Nothing is ever deleted: what left
 * the catalogue has a `valid_to`.
 */
export class Catalogue1700000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE DOMAIN catalogue.secret_reference AS text CHECK (VALUE ~ '^(env:[A-Z][A-Z0-9_]*|file:/.+)$');
      COMMENT ON DOMAIN catalogue.secret_reference IS 'where a secret is found; the secret itself never stands in the database';

      CREATE TABLE catalogue.imports (
        version integer PRIMARY KEY CHECK (version > 0),
        imported_at timestamptz NOT NULL,
        imported_by text NOT NULL,
        file_digest text NOT NULL
      );
      COMMENT ON TABLE catalogue.imports IS 'each import that changed something';
      COMMENT ON COLUMN catalogue.imports.file_digest IS 'SHA-256 of the file';
    `);
    await db.query(thingsChangedInPlace);
    await db.query(thingsWithHistory);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE catalogue.service_staff, catalogue.segments, catalogue.service_terms, catalogue.staff_accounts,
        catalogue.staff, catalogue.services, catalogue.opening_hours, catalogue.agents, catalogue.phone_numbers,
        catalogue.branches, catalogue.companies, catalogue.imports;
      DROP DOMAIN catalogue.secret_reference;
    `);
  }
}

const validity = `valid_from timestamptz NOT NULL, valid_to timestamptz, CHECK (valid_to > valid_from)`;

const thingsChangedInPlace = `
  CREATE TABLE catalogue.companies (
    id uuid PRIMARY KEY,
    slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9-]{1,40}$'),
    name text NOT NULL,
    time_zone text NOT NULL,
    language text NOT NULL CHECK (language IN ('de', 'en')),
    country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    contact_rule text NOT NULL CHECK (contact_rule IN ('ask', 'placeholder')),
    reference_prefix text NOT NULL CHECK (reference_prefix ~ '^[A-Z]{2,6}$'),
    retell_webhook_keys catalogue.secret_reference[] NOT NULL CHECK (cardinality(retell_webhook_keys) > 0),
    calcom_api_key catalogue.secret_reference NOT NULL,
    calcom_webhook_secrets catalogue.secret_reference[] NOT NULL CHECK (cardinality(calcom_webhook_secrets) > 0),
    ${validity}
  );

  CREATE TABLE catalogue.branches (
    id uuid PRIMARY KEY,
    company_id uuid NOT NULL REFERENCES catalogue.companies,
    key text NOT NULL,
    name text NOT NULL,
    address text,
    ${validity},
    UNIQUE (company_id, key)
  );

  CREATE TABLE catalogue.phone_numbers (
    id uuid PRIMARY KEY,
    branch_id uuid NOT NULL REFERENCES catalogue.branches,
    number text NOT NULL UNIQUE CHECK (number ~ '^\\+[1-9][0-9]{6,14}$'),
    ${validity}
  );
  COMMENT ON COLUMN catalogue.phone_numbers.number IS 'E.164';

  CREATE TABLE catalogue.agents (
    id uuid PRIMARY KEY,
    company_id uuid NOT NULL REFERENCES catalogue.companies,
    retell_agent_id text NOT NULL UNIQUE,
    ${validity}
  );
  COMMENT ON COLUMN catalogue.agents.retell_agent_id IS 'unique: an agent belongs to one company, or a signed call could speak for two';

  CREATE TABLE catalogue.opening_hours (
    id uuid PRIMARY KEY,
    branch_id uuid NOT NULL REFERENCES catalogue.branches,
    weekday smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    opens time NOT NULL,
    closes time NOT NULL CHECK (closes > opens),
    ${validity},
    UNIQUE (branch_id, weekday, opens)
  );
  COMMENT ON COLUMN catalogue.opening_hours.weekday IS 'ISO: 1 is Monday';

  CREATE TABLE catalogue.services (
    id uuid PRIMARY KEY,
    company_id uuid NOT NULL REFERENCES catalogue.companies,
    key text NOT NULL,
    name_de text NOT NULL,
    name_en text NOT NULL,
    aliases text[] NOT NULL,
    ${validity},
    UNIQUE (company_id, key)
  );

  CREATE TABLE catalogue.staff (
    id uuid PRIMARY KEY,
    company_id uuid NOT NULL REFERENCES catalogue.companies,
    key text NOT NULL,
    name text NOT NULL,
    aliases text[] NOT NULL,
    ${validity},
    UNIQUE (company_id, key)
  );
`;

const thingsWithHistory = `
  CREATE TABLE catalogue.staff_accounts (
    staff_id uuid NOT NULL REFERENCES catalogue.staff,
    email text NOT NULL,
    calcom_user_id integer,
    ${validity},
    PRIMARY KEY (staff_id, valid_from)
  );
  COMMENT ON TABLE catalogue.staff_accounts IS 'how Cal.com knew a person, and when';
  CREATE UNIQUE INDEX staff_accounts_current ON catalogue.staff_accounts (staff_id) WHERE valid_to IS NULL;

  CREATE TABLE catalogue.service_terms (
    service_id uuid NOT NULL REFERENCES catalogue.services,
    calcom_event_type_id integer,
    minutes integer NOT NULL CHECK (minutes > 0),
    price_minor integer CHECK (price_minor >= 0),
    currency text CHECK (currency ~ '^[A-Z]{3}$'),
    ${validity},
    PRIMARY KEY (service_id, valid_from),
    CHECK ((price_minor IS NULL) = (currency IS NULL))
  );
  COMMENT ON TABLE catalogue.service_terms IS 'what a service was and cost, and when';
  COMMENT ON COLUMN catalogue.service_terms.calcom_event_type_id IS 'null: composite, its segments have event types';
  CREATE UNIQUE INDEX service_terms_current ON catalogue.service_terms (service_id) WHERE valid_to IS NULL;

  CREATE TABLE catalogue.segments (
    service_id uuid NOT NULL REFERENCES catalogue.services,
    key text NOT NULL,
    position smallint NOT NULL CHECK (position > 0),
    offset_minutes integer NOT NULL CHECK (offset_minutes >= 0),
    minutes integer NOT NULL CHECK (minutes > 0),
    calcom_event_type_id integer,
    staff_id uuid REFERENCES catalogue.staff,
    ${validity},
    PRIMARY KEY (service_id, key, valid_from),
    CHECK ((calcom_event_type_id IS NULL) = (staff_id IS NULL))
  );
  COMMENT ON TABLE catalogue.segments IS 'parts of a composite service; one without staff is waiting time and is not booked';
  CREATE UNIQUE INDEX segments_current ON catalogue.segments (service_id, key) WHERE valid_to IS NULL;

  CREATE TABLE catalogue.service_staff (
    service_id uuid NOT NULL REFERENCES catalogue.services,
    staff_id uuid NOT NULL REFERENCES catalogue.staff,
    calcom_event_type_id integer,
    price_minor integer CHECK (price_minor >= 0),
    currency text CHECK (currency ~ '^[A-Z]{3}$'),
    ${validity},
    PRIMARY KEY (service_id, staff_id, valid_from),
    CHECK ((price_minor IS NULL) = (currency IS NULL))
  );
  COMMENT ON TABLE catalogue.service_staff IS 'who performs what, and when; event type and price only where they are the person''s own';
  CREATE UNIQUE INDEX service_staff_current ON catalogue.service_staff (service_id, staff_id) WHERE valid_to IS NULL;
`;
