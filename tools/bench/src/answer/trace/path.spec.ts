import type { PassedEvent } from './event-tap';
import { countsOf, eventsOf, pathTo, type Seen, shapeOf, statementsOf } from './path';
import type { Statement } from './statement-tap';
import { kindOf, unitsOf } from './units';

let clock = 0;

interface Said {
  readonly app?: string;
  readonly connection?: number;
  readonly values?: (string | null)[];
  readonly tag?: string;
  readonly rows?: (string | null)[][];
}

function said(
  text: string,
  { app = 'booking', connection = 1, values = [], tag = 'SELECT 1', rows = [] }: Said = {},
): Statement {
  clock += 1;
  return { connection, application: `callbook-${app}`, text, values, tag, rows, startedAt: clock, endedAt: clock };
}

const event = (id: string, app: string, causationId?: string): PassedEvent => ({
  id,
  type: id,
  app,
  causationId,
  correlationId: 'call',
  routingKey: id,
  body: '{}',
  at: 0,
});

const asked = event('asked', 'webhook-gateway');
const booked = event('booked', 'booking', 'asked');
const recorded = event('recorded', 'records', 'booked');

/** One app's part: it works, stores the event, and its relay sends it on another connection. */
function part(app: string, eventId: string, connection: number): Statement[] {
  const relay = { app, connection: connection + 1 };
  return [
    said('BEGIN', { app, connection }),
    said(`INSERT INTO ${app}.work`, { app, connection, tag: 'INSERT 0 1' }),
    said('INSERT INTO outbox', { app, connection, values: [`[{"id":"${eventId}"}]`], tag: 'INSERT 0 1' }),
    said('COMMIT', { app, connection }),
    said('BEGIN', relay),
    said('SELECT FROM outbox', { ...relay, rows: [['1', `{"id":"${eventId}"}`]] }),
    said('UPDATE outbox', { ...relay, tag: 'UPDATE 1' }),
    said('COMMIT', relay),
  ];
}

const poll = (app: string) => [said('SELECT FROM polled', { app, connection: 9, tag: 'SELECT 0' })];

function seen(statements: Statement[], background: Statement[] = poll('booking')): Seen {
  return {
    units: unitsOf(statements),
    events: [asked, booked, recorded],
    background: new Set(unitsOf(background).map(kindOf)),
  };
}

describe('the path to an answer', () => {
  it('goes from event to event, and in each app from the first statement to where the relay has read', () => {
    const statements = [
      said('UPDATE alone', { connection: 3, tag: 'UPDATE 1' }),
      ...part('booking', 'booked', 1),
      ...part('records', 'recorded', 5),
    ];
    const path = pathTo(recorded, seen(statements));
    expect(shapeOf(path)).toEqual([
      'publish asked',
      'UPDATE alone -> UPDATE 1',
      'BEGIN -> SELECT 1',
      'INSERT INTO booking.work -> INSERT 0 1',
      'INSERT INTO outbox -> INSERT 0 1',
      'COMMIT -> SELECT 1',
      'BEGIN -> SELECT 1',
      'SELECT FROM outbox -> SELECT 1',
      'publish booked',
      'BEGIN -> SELECT 1',
      'INSERT INTO records.work -> INSERT 0 1',
      'INSERT INTO outbox -> INSERT 0 1',
      'COMMIT -> SELECT 1',
      'BEGIN -> SELECT 1',
      'SELECT FROM outbox -> SELECT 1',
      'publish recorded',
    ]);
    expect(countsOf(path)).toEqual({ confirms: 3, commits: 3, statements: 7, roundTrips: 13 });
    expect(eventsOf(path)).toEqual([asked, booked, recorded]);
  });

  it('does not hold what comes without a call, what an app does before it can know, or what it does afterwards', () => {
    const early = said('SELECT asked by somebody else', { app: 'records', connection: 7 });
    const statements = [
      early,
      ...poll('booking'),
      ...part('booking', 'booked', 1),
      said('UPDATE afterwards', { connection: 1 }),
      ...part('records', 'recorded', 5),
    ];
    const texts = statementsOf(pathTo(recorded, seen(statements))).map(({ text }) => text);
    expect(texts).not.toContain(early.text);
    expect(texts).not.toContain('SELECT FROM polled');
    expect(texts).not.toContain('UPDATE afterwards');
    expect(texts).not.toContain('UPDATE outbox');
  });

  it('leaves the rest of a transaction that has read the outbox to its session', () => {
    const statements = [...part('booking', 'booked', 1), ...part('records', 'recorded', 5)];
    const sessions = new Set(
      pathTo(recorded, seen(statements)).flatMap((step) => (step.kind === 'statement' ? [step.session] : [])),
    );
    expect([...sessions].map(({ afterwards }) => afterwards.map(({ text }) => text))).toEqual([
      [],
      ['UPDATE outbox', 'COMMIT'],
      ['UPDATE outbox', 'COMMIT'],
    ]);
  });

  it('cannot be told when the sending was not seen', () => {
    const statements = [...part('booking', 'booked', 1).slice(0, 4), ...part('records', 'recorded', 5)];
    expect(() => pathTo(recorded, seen(statements))).toThrow('booking stored and sent booked');
  });
});

describe('units', () => {
  it('are transactions, also when several are open at once, and single statements', () => {
    const [a, b] = [{ connection: 1 }, { connection: 2 }];
    const statements = [
      said('START TRANSACTION', a),
      said('SELECT 1', b),
      said('BEGIN', b),
      said('UPDATE one', a),
      said('UPDATE two', b),
      said('COMMIT', a),
      said('ROLLBACK', b),
      said('SELECT 2', a),
    ];
    expect(unitsOf(statements).map((unit) => unit.map(({ text }) => text))).toEqual([
      ['START TRANSACTION', 'UPDATE one', 'COMMIT'],
      ['SELECT 1'],
      ['BEGIN', 'UPDATE two', 'ROLLBACK'],
      ['SELECT 2'],
    ]);
  });
});
