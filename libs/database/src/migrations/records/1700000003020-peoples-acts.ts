import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people decide about the record, each with when it was decided, so that acts may arrive in any order. */
export class PeoplesActs1700000003020 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE records.appointments
        ADD COLUMN told_call_id uuid,
        ADD COLUMN link_decided_at timestamptz,
        ADD COLUMN link_decided_by uuid,
        ADD COLUMN notes_decided_at timestamptz,
        ADD COLUMN notes_decided_by uuid,
        ADD COLUMN merged_customer_id uuid,
        ADD COLUMN cells_as_of timestamptz;
      ALTER TABLE records.calls ADD COLUMN merged_customer_id uuid;
      ALTER TABLE records.customers
        ADD COLUMN merged_into uuid,
        ADD COLUMN represented_by uuid,
        ADD COLUMN merge_decided_at timestamptz,
        ADD COLUMN merge_decided_by uuid;

      COMMENT ON COLUMN records.appointments.told_call_id
        IS 'the call that facts name, where a person decided about the link; call_id is what the person decided then';
      COMMENT ON COLUMN records.appointments.link_decided_at IS 'when a person linked or unlinked it; null: facts decide';
      COMMENT ON COLUMN records.appointments.link_decided_by IS 'id of the event of that act';
      COMMENT ON COLUMN records.appointments.notes_decided_by IS 'id of the event of the act that wrote notes';
      COMMENT ON COLUMN records.appointments.merged_customer_id
        IS 'whom the facts name, where that customer was merged into customer_id';
      COMMENT ON COLUMN records.appointments.cells_as_of
        IS 'creation of the booking as the newest fact tells it: service, staff and price are those of then';
      COMMENT ON COLUMN records.calls.merged_customer_id
        IS 'who called by the number, where that customer was merged into customer_id';
      COMMENT ON COLUMN records.customers.merged_into IS 'as a person decided last; null: stands for itself';
      COMMENT ON COLUMN records.customers.represented_by
        IS 'who stands for this customer, at the end of all merges; null: nobody else';
      COMMENT ON COLUMN records.customers.merge_decided_by IS 'id of the event of the act that decided last';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      UPDATE records.calls SET customer_id = merged_customer_id WHERE merged_customer_id IS NOT NULL;
      UPDATE records.appointments SET customer_id = merged_customer_id WHERE merged_customer_id IS NOT NULL;
      ALTER TABLE records.customers
        DROP COLUMN merged_into, DROP COLUMN represented_by, DROP COLUMN merge_decided_at, DROP COLUMN merge_decided_by;
      ALTER TABLE records.calls DROP COLUMN merged_customer_id;
      ALTER TABLE records.appointments
        DROP COLUMN told_call_id, DROP COLUMN link_decided_at, DROP COLUMN link_decided_by,
        DROP COLUMN notes_decided_at, DROP COLUMN notes_decided_by,
        DROP COLUMN merged_customer_id, DROP COLUMN cells_as_of;
    `);
  }
}
