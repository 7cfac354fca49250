import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addConstraintOnline, createIndexOnline, dropIndexOnline } from '../common/online';

interface Rule {
  readonly table: string;
  readonly name: string;
  readonly rule: string;
}

const appointments = 'records.appointments';
const calls = 'records.calls';
const customers = 'records.customers';

const rules: readonly Rule[] = [
  {
    table: appointments,
    name: 'told_call_only_with_decision',
    rule: 'CHECK (told_call_id IS NULL OR link_decided_at IS NOT NULL)',
  },
  {
    table: appointments,
    name: 'decided_link_has_an_act',
    rule: 'CHECK ((link_decided_at IS NULL) = (link_decided_by IS NULL))',
  },
  {
    table: appointments,
    name: 'decided_notes_have_an_act',
    rule: 'CHECK ((notes_decided_at IS NULL) = (notes_decided_by IS NULL))',
  },
  { table: appointments, name: 'told_call_exists', rule: 'FOREIGN KEY (told_call_id) REFERENCES records.calls' },
  {
    table: appointments,
    name: 'merged_customer_exists',
    rule: 'FOREIGN KEY (merged_customer_id) REFERENCES records.customers',
  },
  {
    table: appointments,
    name: 'merged_customer_is_another',
    rule: 'CHECK (merged_customer_id IS NULL OR (customer_id IS NOT NULL AND merged_customer_id <> customer_id))',
  },
  {
    table: calls,
    name: 'merged_customer_exists',
    rule: 'FOREIGN KEY (merged_customer_id) REFERENCES records.customers',
  },
  {
    table: calls,
    name: 'merged_customer_is_another',
    rule: 'CHECK (merged_customer_id IS NULL OR (customer_id IS NOT NULL AND merged_customer_id <> customer_id))',
  },
  { table: customers, name: 'merged_into_exists', rule: 'FOREIGN KEY (merged_into) REFERENCES records.customers' },
  {
    table: customers,
    name: 'representative_exists',
    rule: 'FOREIGN KEY (represented_by) REFERENCES records.customers',
  },
  {
    table: customers,
    name: 'merged_into_another',
    rule: 'CHECK (merged_into <> id AND represented_by <> id)',
  },
  {
    table: customers,
    name: 'merge_has_an_act',
    rule: 'CHECK ((merge_decided_at IS NULL) = (merge_decided_by IS NULL) AND (merged_into IS NULL OR merge_decided_at IS NOT NULL))',
  },
  {
    table: customers,
    name: 'represented_only_when_merged',
    rule: 'CHECK (represented_by IS NULL OR merged_into IS NOT NULL)',
  },
];

const indexes: Readonly<Record<string, string>> = {
  appointments_by_told_call: 'ON records.appointments (told_call_id) WHERE told_call_id IS NOT NULL',
  appointments_by_merged_customer: 'ON records.appointments (merged_customer_id) WHERE merged_customer_id IS NOT NULL',
  calls_by_merged_customer: 'ON records.calls (merged_customer_id) WHERE merged_customer_id IS NOT NULL',
  customers_by_merged_into: 'ON records.customers (merged_into) WHERE merged_into IS NOT NULL',
  customers_by_representative: 'ON records.customers (represented_by) WHERE represented_by IS NOT NULL',
};

/** The claim of a call belongs to the call that facts name, whatever a person decided about the link. */
const claimed = { table: appointments, name: 'claimed_only_without_fact' };
const claimedByTold =
  'CHECK (call_claimed_at IS NULL OR (call_revision IS NULL AND coalesce(told_call_id, call_id) IS NOT NULL))';
const claimedByNamed = 'CHECK (call_claimed_at IS NULL OR (call_id IS NOT NULL AND call_revision IS NULL))';

/** Makes the database refuse acts that are half written. Made while the tables are used, so not in a transaction. */
export class RulesOfPeoplesActs1700000003021 implements MigrationInterface {
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    await addConstraintOnline(db, claimed, claimedByTold);
    for (const { table, name, rule } of rules) await addConstraintOnline(db, { table, name }, rule);
    for (const [name, definition] of Object.entries(indexes)) {
      await createIndexOnline(db, { schema: 'records', name }, definition);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    for (const name of Object.keys(indexes)) await dropIndexOnline(db, `records.${name}`);
    for (const { table, name } of rules) await db.query(`ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${name}`);
    // A claim that a person overruled: without told_call_id nothing tells whose it was.
    await db.query(
      'UPDATE records.appointments SET call_claimed_at = NULL WHERE call_claimed_at IS NOT NULL AND call_id IS NULL',
    );
    await addConstraintOnline(db, claimed, claimedByNamed);
  }
}
