import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people are told of: written down before it is sent, so that no crash between the two leaves it untold. */
export class Alerts1700000004030 implements MigrationInterface {
  name = 'Alerts1700000004030';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE ops.incidents (
        id uuid PRIMARY KEY,
        group_id uuid NOT NULL REFERENCES ops.dead_letter_groups ON DELETE CASCADE,
        opened_at timestamptz NOT NULL,
        grown_at timestamptz,
        ended_at timestamptz,
        CONSTRAINT ended_after_opened CHECK (ended_at >= opened_at)
      );
      CREATE UNIQUE INDEX incidents_one_open ON ops.incidents (group_id) WHERE ended_at IS NULL;
      CREATE INDEX incidents_of_group ON ops.incidents (group_id, opened_at DESC);
      COMMENT ON TABLE ops.incidents IS 'a time in which letters of one group came: from the first until there was quiet, or none was open any more';
      COMMENT ON COLUMN ops.incidents.grown_at IS 'when people were last told that it grows';

      CREATE TABLE ops.alerts (
        id uuid PRIMARY KEY,
        seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        kind text NOT NULL CHECK (kind IN ('new', 'growing', 'over', 'many', 'test')),
        content jsonb NOT NULL,
        raised_at timestamptz NOT NULL,
        addressed_at timestamptz
      );
      CREATE INDEX alerts_to_address ON ops.alerts (seq) WHERE addressed_at IS NULL;
      CREATE INDEX alerts_by_time ON ops.alerts (raised_at);
      COMMENT ON COLUMN ops.alerts.content IS 'what is sent; no personal data';
      COMMENT ON COLUMN ops.alerts.addressed_at IS 'when its deliveries were made out to the channels there were';

      CREATE TABLE ops.alert_deliveries (
        alert_id uuid NOT NULL REFERENCES ops.alerts ON DELETE CASCADE,
        channel text NOT NULL,
        tries integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
        next_try_at timestamptz,
        problem text,
        delivered_at timestamptz,
        PRIMARY KEY (alert_id, channel)
      );
      CREATE INDEX alert_deliveries_due ON ops.alert_deliveries (channel, next_try_at) WHERE next_try_at IS NOT NULL;
      COMMENT ON COLUMN ops.alert_deliveries.next_try_at IS 'null: delivered, or given up';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE ops.alert_deliveries, ops.alerts, ops.incidents');
  }
}
