import type { PassedEvent } from '../trace/event-tap';
import type { Path, Session } from '../trace/path';
import type { Statement } from '../trace/statement-tap';
import { planOf, type PlannedStatement, type TracedCall } from './plan';

const now = new Date('2026-11-20T08:00:00Z');
const shared = '00000000-0000-4000-8000-000000000001';

function traced(number: number): TracedCall {
  const id = `00000000-0000-4000-8000-00000000010${number}`;
  const words = {
    callId: `call_${number}`.padEnd(32, 'a'),
    email: `anrufer-${number}@kunde.example`,
    phone: `+491511000000${number}`,
    uid: `uid${number}`.padEnd(22, 'x'),
    reference: `LIND-AAA${number}`,
  };
  const statement = (
    text: string,
    values: (string | null)[],
    rows: (string | null)[][] = [],
    connection = 1,
  ): Statement => ({
    connection,
    application: 'callbook-booking',
    text,
    values,
    rows,
    tag: '',
    startedAt: 0,
    endedAt: 0,
  });
  const main: Session = { afterwards: [] };
  const relay: Session = { afterwards: [statement('UPDATE outbox', [`{"${number + 10}"}`], [], 2)] };
  const event = { routingKey: 'booking.requested', body: `{"id":"${id}"}` } as PassedEvent;
  const path: Path = [
    { kind: 'publish', event },
    {
      kind: 'statement',
      session: main,
      statement: statement('INSERT', [
        id,
        shared,
        `2026-12-0${number}T10:00:00.000+01:00`,
        '2026-11-20T08:00:01Z',
        null,
      ]),
    },
    {
      kind: 'statement',
      session: main,
      statement: statement('READ', [words.callId], [[String(number + 10), 'other']]),
    },
    { kind: 'statement', session: main, statement: statement('COMPARE', [String(number + 10), words.phone]) },
    { kind: 'statement', session: relay, statement: statement('SELECT', [], [[String(number + 10)]], 2) },
  ];
  return { words, path };
}

const plan = planOf(traced(1), traced(2), now);
const statements = plan.steps.flatMap((step) => (step.kind === 'statement' ? [step.statement] : []));

function filled({ values }: PlannedStatement, turn: number): unknown[] {
  const own = new Map([...plan.ownWords].map(([word, another]) => [word, another(turn)]));
  return values.map((value) => (typeof value === 'function' ? value(own) : value));
}

describe('the plan of a floor', () => {
  it('gives each turn ids of its own, and the appointment another time, and leaves everything else as it was', () => {
    const [insert] = statements as [PlannedStatement];
    const [id, service, start, at, nothing] = filled(insert, 3);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(id).not.toBe('00000000-0000-4000-8000-000000000101');
    expect(filled(insert, 3)[0]).not.toBe(id);
    expect([service, start, at, nothing]).toEqual([
      shared,
      '2026-12-01T11:45:00.000+01:00',
      '2026-11-20T08:00:01Z',
      null,
    ]);
  });

  it('uses the same new id wherever the old one was', () => {
    const [publish] = plan.steps;
    const own = new Map([...plan.ownWords].map(([word, another]) => [word, another(1)]));
    if (publish?.kind !== 'publish') throw new Error('the first step should publish');
    const [id] = (statements[0] as PlannedStatement).values;
    expect(JSON.parse(publish.body(own))).toEqual({ id: typeof id === 'function' ? id(own) : '' });
  });

  it('takes what an earlier statement read from there, the nearest on the same connection', () => {
    expect((statements[2] as PlannedStatement).values[0]).toEqual({ statement: 1, column: 0, before: '', after: '' });
    expect(plan.afterwards).toEqual([
      {
        session: 1,
        statement: { text: 'UPDATE outbox', values: [{ statement: 3, column: 0, before: '{"', after: '"}' }] },
      },
    ]);
  });

  it('gives another number each turn', () => {
    expect(filled(statements[2] as PlannedStatement, 5)[1]).toBe('+4915200000005');
  });
});
