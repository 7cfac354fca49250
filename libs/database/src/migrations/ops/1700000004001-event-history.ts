import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropErasedTables, erasedTables } from '../common/erased';

/**
 * Every event there was, by the day it is about: a day is searched, and dropped, as a whole. Partitions are made and dropped
 * by functions of the owner's, for the role of ops may not change the schema. An event of a day that has no partition is
 * kept in the default one, and moves when its day is made.
 */
export class EventHistory1700000004001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE SEQUENCE ops.events_seq;
      CREATE TABLE ops.events (
        day date NOT NULL,
        event_id uuid NOT NULL,
        seq bigint NOT NULL DEFAULT nextval('ops.events_seq'),
        type text NOT NULL,
        company text NOT NULL,
        subject text NOT NULL,
        correlation_id text NOT NULL,
        retell_call_id text,
        time timestamptz NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        event jsonb,
        erased_at timestamptz,
        PRIMARY KEY (day, event_id),
        CONSTRAINT is_there_or_erased CHECK ((event IS NULL) = (erased_at IS NOT NULL))
      ) PARTITION BY RANGE (day);
      CREATE INDEX events_by_arrival ON ops.events (seq);
      CREATE INDEX events_by_id ON ops.events (event_id);
      CREATE INDEX events_by_correlation ON ops.events (correlation_id);
      CREATE INDEX events_by_call ON ops.events (retell_call_id) WHERE retell_call_id IS NOT NULL;
      CREATE INDEX events_by_time ON ops.events (time, event_id);
      CREATE TABLE ops.events_default PARTITION OF ops.events DEFAULT;
      COMMENT ON TABLE ops.events IS 'every event that passed the exchange, once';
      COMMENT ON COLUMN ops.events.day IS 'of the event''s own time, UTC: so a repetition meets the first in one partition';
      COMMENT ON COLUMN ops.events.seq IS 'in the order of commits: whoever follows it misses nothing';
      COMMENT ON COLUMN ops.events.event IS 'the CloudEvent; null when the person it was about has been erased';

      ${erasedTables('ops')}

      CREATE FUNCTION ops.make_events_day(of date) RETURNS boolean
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      DECLARE name text := 'events_' || to_char(of, 'YYYYMMDD');
      BEGIN
        IF to_regclass('ops.' || name) IS NOT NULL THEN RETURN false; END IF;
        LOCK TABLE ops.events_default IN ACCESS EXCLUSIVE MODE; -- nothing may come into it for this day from here on
        IF to_regclass('ops.' || name) IS NOT NULL THEN RETURN false; END IF;
        EXECUTE format('CREATE TABLE ops.%I (LIKE ops.events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
        EXECUTE format('WITH moved AS (DELETE FROM ops.events_default WHERE day = $1 RETURNING *)
                        INSERT INTO ops.%I SELECT * FROM moved', name) USING of;
        EXECUTE format('ALTER TABLE ops.events ATTACH PARTITION ops.%I FOR VALUES FROM (%L) TO (%L)', name, of, of + 1);
        RETURN true;
      END $$;

      CREATE FUNCTION ops.drop_events_days(before date) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      DECLARE
        name text;
        dropped integer := 0;
      BEGIN
        FOR name IN
          SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
          WHERE inhparent = 'ops.events'::regclass AND relname ~ '^events_[0-9]{8}$'
            AND relname < 'events_' || to_char(before, 'YYYYMMDD')
          ORDER BY relname
        LOOP
          EXECUTE format('DROP TABLE ops.%I', name);
          dropped := dropped + 1;
        END LOOP;
        RETURN dropped;
      END $$;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION ops.make_events_day, ops.drop_events_days;
      ${dropErasedTables('ops')}
      DROP TABLE ops.events;
      DROP SEQUENCE ops.events_seq;
    `);
  }
}
