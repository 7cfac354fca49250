import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every uid of every chain, hints that are still to be looked at, and what became of those that led nowhere. */
export class Hints1700000001001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE booking.chain_uids (
        company text NOT NULL,
        uid text NOT NULL,
        root_uid text NOT NULL,
        PRIMARY KEY (company, uid),
        FOREIGN KEY (company, root_uid) REFERENCES booking.chains
      );
      COMMENT ON TABLE booking.chain_uids IS 'every reschedule gives a booking a new uid: all uids a chain ever had, the newest included';
      CREATE INDEX chain_uids_by_root ON booking.chain_uids (company, root_uid);
      INSERT INTO booking.chain_uids (company, uid, root_uid)
        SELECT company, root_uid, root_uid FROM booking.chains
        UNION SELECT company, current_uid, root_uid FROM booking.chains;

      CREATE TABLE booking.hints (
        company text NOT NULL,
        uid text NOT NULL,
        previous_uid text,
        trigger text NOT NULL,
        expected_status text,
        must_look boolean NOT NULL,
        message_id uuid NOT NULL,
        looks integer NOT NULL DEFAULT 0,
        failures integer NOT NULL DEFAULT 0,
        hinted_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        last_error text,
        PRIMARY KEY (company, uid)
      );
      COMMENT ON TABLE booking.hints IS 'looks at the calendar that are still owed; a row goes only when its look is done';
      COMMENT ON COLUMN booking.hints.message_id IS 'of the hint that joined last: a look ends only the hints it has seen';
      COMMENT ON COLUMN booking.hints.due_at IS 'a worker that takes the row moves it ahead: if the worker dies, somebody else looks then';
      CREATE INDEX hints_due ON booking.hints (due_at);

      CREATE TABLE booking.hint_findings (
        company text NOT NULL,
        uid text NOT NULL,
        kind text NOT NULL,
        trigger text NOT NULL,
        expected_status text,
        detail text,
        hinted_at timestamptz NOT NULL,
        found_at timestamptz NOT NULL,
        PRIMARY KEY (company, uid, kind)
      );
      COMMENT ON TABLE booking.hint_findings IS 'hints after which calendar and hint still disagree, and bookings no rule explains: for a person';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE booking.hint_findings, booking.hints, booking.chain_uids');
  }
}
