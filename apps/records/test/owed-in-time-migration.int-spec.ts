import { migrate, schemas } from '@callbook/database';
import { testDatabase, type TestDatabase } from '@callbook/testing';

const before = 1700000003007;
const names = ['nothing asked', 'told', 'silent', 'unanswered', 'unanswered long ago', 'under way'] as const;
type Name = (typeof names)[number];

/** What stood in the tables when "nothing was heard of it" was only a view. */
describe('calls from before anything was owed by time', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase();
    const { url } = database;
    const only = schemas.map((schema) => ({
      ...schema,
      migrations: schema.migrations.filter(
        ({ name }) => schema.name !== 'records' || Number(name.slice(-13)) <= before,
      ),
      access: { ...schema.access, views: {} },
    }));
    await migrate({ url, only });
    for (const name of names) await call(name);
    await outcome('told', '1 day');
    await outcome('unanswered', '1 day');
    await outcome('unanswered long ago', '40 days');
    await answer('told', 'refused');
    await answer('silent', 'pending');
    await migrate({ url });
  });
  afterAll(() => database.close());

  const id = (name: Name) => `md5('${name}')::uuid`;
  const call = (name: Name) =>
    database.query(
      `INSERT INTO records.calls (id, company, retell_call_id, call_type, agent_id, status, customer_cause, customer_cause_since,
         appointment_link_status, link_cause, link_cause_since, recorded_by_message, created_at)
       VALUES (${id(name)}, 'salon', $1, 'phone_call', 'agent', 'ended', 'number_withheld', now(), 'not_applicable',
         'nothing_requested', now(), ${id(name)}, now() - $2::interval)`,
      [name, name === 'under way' ? '1 hour' : '50 days'],
    );
  const outcome = (name: Name, ago: string) =>
    database.query(
      `INSERT INTO records.booking_outcomes (request_id, company, operation, request_key, call_id, function_call_ids, outcome, reason, event, decided_at)
       VALUES (${id(name)}, 'salon', 'book', ${id(name)}, ${id(name)}, ARRAY[${id(name)}], 'failed', 'slot_taken', '{}', now() - $1::interval)`,
      [ago],
    );
  const answer = (name: Name, status: string) =>
    database.query(
      `INSERT INTO records.function_answers (message_id, company, call_id, function_call_id, function_name, request_key, status, say, delivered, answered_at)
       VALUES (${id(name)}, 'salon', ${id(name)}, ${id(name)}, 'book_appointment', ${id(name)}, $1, '...', true, now() - interval '2 days')`,
      [status],
    );

  it('are looked at once when somebody may be owed a word', async () => {
    const due = await database.query<{ name: Name }>(
      'SELECT retell_call_id AS name FROM records.calls WHERE owed_due_at <= now() ORDER BY 1',
    );
    expect(due.map(({ name }) => name)).toEqual(['silent', 'unanswered', 'under way']);
  });

  it('and so is a call that an app of before writes', async () => {
    await database.query(`DELETE FROM records.calls WHERE retell_call_id = 'nothing asked'`);
    await call('nothing asked');
    const [row] = await database.query(`SELECT owed_due_at FROM records.calls WHERE retell_call_id = 'nothing asked'`);
    expect(row).toEqual({ owed_due_at: expect.any(Date) as Date });
  });
});
