import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The people who call. */
export class Customers1700000003001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE records.customers (
        id uuid PRIMARY KEY,
        company text NOT NULL,
        phone text CHECK (phone ~ '^\\+[0-9]{3,15}$'),
        email text,
        email_is_placeholder boolean NOT NULL DEFAULT false,
        email_from timestamptz,
        name text,
        name_from timestamptz,
        anonymous boolean NOT NULL,
        preferred_staff_id uuid,
        notes text,
        version integer NOT NULL DEFAULT 1,
        recorded_by_message uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT anonymous_has_no_phone CHECK (NOT anonymous OR phone IS NULL),
        CONSTRAINT name_has_a_time CHECK ((name IS NULL) = (name_from IS NULL)),
        CONSTRAINT email_has_a_time CHECK ((email IS NULL) = (email_from IS NULL))
      );
      CREATE UNIQUE INDEX customers_one_per_phone ON records.customers (company, phone) WHERE phone IS NOT NULL;
      CREATE INDEX customers_by_email ON records.customers (company, lower(email)) WHERE NOT email_is_placeholder;

      COMMENT ON COLUMN records.customers.phone IS 'E.164';
      COMMENT ON COLUMN records.customers.email_is_placeholder IS 'an address made up because nobody said one: never used to find anybody';
      COMMENT ON COLUMN records.customers.email_from IS 'creation of the booking that said it: the first one counts, whatever order they come in';
      COMMENT ON COLUMN records.customers.name_from IS 'creation of the booking that said it: the first one counts, whatever order they come in';
      COMMENT ON COLUMN records.customers.anonymous IS 'called with a withheld number: stands for one call, never found again';
      COMMENT ON COLUMN records.customers.preferred_staff_id IS 'edited by people; what a caller wished for one appointment stands there';
      COMMENT ON COLUMN records.customers.notes IS 'edited by people: no message overwrites it';
      COMMENT ON COLUMN records.customers.recorded_by_message IS 'id of the message that wrote the row last';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE records.customers');
  }
}
