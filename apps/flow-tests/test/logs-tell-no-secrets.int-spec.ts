import { eventually, RabbitmqManagement, sharedStack } from '@callbook/testing';
import { sandboxSeed } from '@callbook/sandbox';
import { type Journey, startJourney } from './support/journey';
import { rowsOf } from './support/rows';
import { slot } from './support/slot';

const company = 'salon-lindenhof';

/** What nobody may find in a log. Each is a string that stands nowhere else. */
const planted = {
  "caller's name": 'Xaverina Quendelmoos',
  "caller's e-mail": 'xaverina.quendel@moosbach.example',
  "caller's number": '+4915798765432',
  'number in a note': '0176 44556677',
  note: 'Zwiebelallergie seit 1987',
  'wanted stylist': 'Kunigunde Federspiel',
  'wanted service': 'Bartkraulen nach Hausrezept',
  'what the caller says': 'meine Katze heisst Mitternacht',
  summary: 'Quittengelee als Trinkgeld',
  'custom analysis': 'Stammkundin mit Dackel',
  'dynamic variable': 'Familienrabatt Lindwurm',
  'name in an error of Cal.com': 'Balthasar Trollinger',
  'e-mail in an error of Cal.com': 'balthasar@trollinger.example',
  'number in an error of Cal.com': '+4917033221100',
  'name of a web customer': 'Eulalia Schnabelweide',
  'e-mail of a web customer': 'eulalia@schnabelweide.example',
  'body of a stranger': 'gefaelschte Nachricht Pfefferminz',
  'text in a broken message': 'Rumpelkammer im Nachbarhaus',
  'API key of Cal.com': 'cal_sandbox_key',
  'webhook key of Retell': 'key_sandbox_retell',
  'webhook secret of Cal.com': 'sandbox-webhook-secret',
  'access token of a web call': 'sandbox_access_token_',
} as const;

describe('the logs of all apps, at their most talkative', () => {
  let journey: Journey;

  beforeAll(async () => {
    journey = await startJourney({
      env: {
        LOG_LEVEL: 'trace',
        RETRY_LADDER: '100ms,200ms,300ms',
        CALCOM_TIMEOUT_MS: '2000',
        CONCLUSIVE_AFTER_MS: '500',
        ANSWER_DEADLINE_MS: '3000',
        CONFIRM_TIMEOUT_MS: '1000',
        HINT_COALESCE_MS: '100',
        HINT_LOOK_AGAIN: '100ms,200ms',
      },
    });
  }, 90_000);

  afterAll(() => journey?.end(), 60_000);

  const args = (start: string) => ({
    service: 'Herrenhaarschnitt',
    start,
    attendee_name: planted["caller's name"],
    attendee_email: planted["caller's e-mail"],
    attendee_phone: planted["caller's number"],
    notes: `${planted.note}, Mann: ${planted['number in a note']}`,
  });

  const play = (more: Record<string, unknown>) =>
    journey.retell.playCall({
      from: planted["caller's number"],
      says: [planted['what the caller says']],
      dynamicVariables: { discount: planted['dynamic variable'] },
      metadata: { discount: planted['dynamic variable'] },
      analysis: { call_summary: planted.summary, custom_analysis_data: { kind: planted['custom analysis'] } },
      ...more,
    });
  const book = (hour: number, more: Record<string, unknown> = {}) =>
    play({ functions: [{ name: 'book_appointment', args: { ...args(slot(3, hour)), ...more } }] });
  const post = (path: string, body: string) =>
    fetch(`${journey.callbook.gateways[0]}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${planted['API key of Cal.com']}` },
      body,
    });
  const says = (status: number, text: string) =>
    journey.calcom.faults.arm({
      on: { operation: 'create-booking' },
      effect: { kind: 'answer', at: 'before-write', status, body: { status: 'error', error: { message: text } } },
    });

  it(`tell none of ${Object.keys(planted).length} planted secrets and personal data, nor a uid`, async () => {
    const { calcom, callbook, database } = journey;
    calcom.subscribe(
      [company].map((slug) => ({
        subscriberUrl: `${callbook.gateways[0]}/webhooks/calcom/${slug}`,
        secret: sandboxSeed.calcom.webhookSecret,
      })),
    );
    const theirText = `${planted['name in an error of Cal.com']} <${planted['e-mail in an error of Cal.com']}> ${planted['number in an error of Cal.com']}`;

    // What goes well.
    const booked = await book(9);
    expect(booked.functions[0]?.answers).toMatchObject([{ status: 200, body: { status: 'booked' } }]);
    await play({ callType: 'web_call', functions: [{ name: 'book_appointment', args: args(slot(3, 10)) }] });

    // What is refused, misunderstood, or answered by Cal.com with the words of others.
    await book(9);
    await book(11, { service: planted['wanted service'] });
    await book(11, { preferred_staff: planted['wanted stylist'] });
    await book(11, { start: planted.note });
    for (const [index, status] of [400, 401, 403, 404, 409, 422, 500, 502].entries()) {
      says(status, `${theirText} is not available`);
      await book(9 + index, { start: slot(4, 9 + index) });
    }

    // What the database cannot take: text with a zero character.
    const zero = await book(17, { notes: `${planted.note}\u0000`, attendee_name: `${planted["caller's name"]}\u0000` });
    await play({ says: [`${planted['what the caller says']}\u0000`] });

    // Who has no business here.
    await journey.retell.playCall({ key: 'key_of_a_stranger', says: [planted['body of a stranger']] });
    await post(`/webhooks/retell/${company}/calls`, `{"event":"${planted['body of a stranger']}"`);
    await post(`/webhooks/retell/${company}/functions`, JSON.stringify({ args: planted['body of a stranger'] }));
    await post(`/webhooks/calcom/${company}?token=${planted['webhook secret of Cal.com']}`, JSON.stringify(planted));
    await post(`/webhooks/retell/${encodeURIComponent(planted["caller's e-mail"])}/calls`, '{}');

    // What Cal.com tells by itself.
    const web = await calcom.people.book({
      eventTypeId: 2003,
      start: slot(4, 17),
      attendee: { name: planted['name of a web customer'], email: planted['e-mail of a web customer'] },
    });
    await calcom.people.cancel(web.uid, { reason: planted.note });

    // Messages nobody can read, or that always fail.
    await garbage();
    await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename LIKE 'callbook_%'`,
    );
    await book(12);

    await eventually(
      'the call to be analysed',
      async () => (await rowsOf(database, booked.callId)).calls[0]?.status === 'analyzed',
    );
    expect(zero.callId).toBeTruthy();
    await eventually('a message in the dead letters', () => journey.logs().includes('ends as dead'), {
      timeoutMs: 20_000,
    });

    const logs = journey.logs();
    const uids = Object.fromEntries(calcom.world.bookings.map(({ uid }) => [`uid ${uid}`, uid]));
    expect(Object.keys(uids).length).toBeGreaterThan(2);
    const told = Object.entries({ ...planted, ...uids }).filter(([, secret]) =>
      formsOf(secret).some((form) => logs.includes(form)),
    );
    const where = told.map(([what, secret]) => [
      what,
      logs.split('\n').filter((line) => formsOf(secret).some((form) => line.includes(form)))[0],
    ]);
    expect(where).toEqual([]);
    expect(logs.split('\n').length).toBeGreaterThan(50);
  }, 180_000);

  /** Straight into queues, as somebody with access to the broker could. */
  async function garbage(): Promise<void> {
    const { rabbitmqManagementUrl = '' } = sharedStack();
    const management = new RabbitmqManagement(rabbitmqManagementUrl);
    const text = planted['text in a broken message'];
    for (const queue of ['booking.booking-requested', 'records.call-ended', 'booking.calendar-notified']) {
      for (const payload of [text, JSON.stringify({ specversion: '1.0', id: text, type: text, data: { text } })]) {
        await management.request('POST', '/exchanges/%2F/amq.default/publish', {
          properties: { message_id: text },
          routing_key: `${journey.prefix}${queue}`,
          payload,
          payload_encoding: 'string',
        });
      }
    }
  }
});

/** As it is, as JSON in JSON writes it, and as an address writes it. */
function formsOf(secret: string): string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), secret.replaceAll(' ', '')];
}
