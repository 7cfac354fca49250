import { appointmentRowId, callRowId, derivedId } from '@callbook/contracts';
import { eventually } from '@callbook/testing';
import { newApiToken } from '@callbook/catalogue';
import { serviceNamed, staffNamed } from './support/catalogue';
import {
  bookingCreated,
  bookingFact,
  bookingFailed,
  callEnded,
  callIdentity,
  callStarted,
  company,
  withheld,
} from './support/events';
import { ReadingApi, statementsDuring } from './support/reading-api';
import { RecordFixture } from './support/record-fixture';

const fact = bookingFact();
const call = fact.call!;
const appointmentId = appointmentRowId(company, fact.rootUid);
const callId = callRowId(company, call.retellCallId);

describe('the HTTP API of records', () => {
  let record: RecordFixture;
  let api: ReadingApi;

  beforeAll(async () => {
    record = await RecordFixture.open();
    api = await ReadingApi.start(record);
    for (const event of [callStarted(call), bookingCreated(fact), callEnded(call)]) await record.tell(event);
  });
  afterAll(async () => {
    await api?.close();
    await record.close();
  });

  it('shows an appointment with its names, its call and what wrote it', async () => {
    const { status, body } = await api.get(`appointments/${appointmentId}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: appointmentId,
      source: 'phone',
      status: 'confirmed',
      startsAt: new Date(fact.start).toISOString(),
      call: { id: callId, retellCallId: call.retellCallId, pointsBack: true },
      service: { ...serviceNamed('herrenhaarschnitt'), name: 'Herrenhaarschnitt' },
      price: { minor: 3200, currency: 'EUR' },
      written: { messageId: expect.any(String) as string, handledAt: expect.any(String) as string },
    });
  });

  it('shows a call with all it booked, and tells which call booked an appointment', async () => {
    const one = await api.get(`calls/${callId}`);
    expect(one.body).toMatchObject({
      id: callId,
      linkStatus: 'linked',
      bookingConfirmed: true,
      appointment: { id: appointmentId, namesCall: true },
      appointments: [{ id: appointmentId }],
      transcript: expect.any(String) as string,
    });
    const booked = await api.get(`calls?appointment=${appointmentId}`);
    expect(booked.body.items.map(({ id }) => id)).toEqual([callId]);
    expect((await api.get(`appointments?call=${callId}`)).body.items).toMatchObject([{ id: appointmentId }]);
  });

  it('says of an empty cell why it is empty and what fills it', async () => {
    const anonymous = callIdentity(withheld);
    await record.tell(callStarted(anonymous));
    const { body } = await api.get(`calls/${callRowId(company, anonymous.retellCallId)}`);
    expect(body).toMatchObject({
      customer: null,
      emptyCells: [
        { cell: 'customer', cause: 'number_withheld', remedy: expect.stringContaining('withheld') as string },
        { cell: 'link', cause: 'call_under_way' },
      ],
    });
  });

  it('never shows uids, addresses of recordings or the words of the calendar', async () => {
    await record.rows(
      `INSERT INTO records.call_recordings (call_id, company, recording_url, observed_at, recorded_by_message)
       VALUES ($1, $2, 'https://recordings.example/secret.wav', now(), $1)
       ON CONFLICT (call_id) DO UPDATE SET recording_url = EXCLUDED.recording_url`,
      callId,
      company,
    );
    await record.tell(bookingFailed({ call, providerText: `refused ${fact.calcomUid}` }));
    const bodies = await Promise.all(
      [`appointments/${appointmentId}`, 'appointments', `calls/${callId}`, 'calls', 'customers'].map(
        async (path) => (await api.get(path)).body,
      ),
    );
    const text = JSON.stringify(bodies);
    expect(text).toContain(appointmentId);
    expect(text).not.toContain(fact.calcomUid);
    expect(text).not.toContain(fact.rootUid);
    expect(text).not.toContain('secret.wav');
  });

  it('answers 404 for what is not there, and the same for what is of another company', async () => {
    const nothing = { error: 'not_found', next: 'Look for it in the list.' };
    const unknown = derivedId('spec', 'nobody');
    for (const path of [`calls/${unknown}`, `appointments/${unknown}`, `customers/${unknown}`])
      expect(await api.get(path)).toMatchObject({ status: 404, body: nothing });
    const other = { company: 'praxis-am-markt' };
    for (const path of [`calls/${callId}`, `appointments/${appointmentId}`])
      expect(await api.get(path, other)).toMatchObject({ status: 404, body: nothing });
    for (const path of ['calls', 'appointments', 'customers', `calls?appointment=${appointmentId}`])
      expect((await api.get(path, other)).body).toEqual({ items: [], next: null });
  });

  it.each([
    ['calls?colour=red', ['colour']],
    ['calls?status=lost&limit=0&from=yesterday', ['status', 'limit', 'from']],
    ['appointments?from=2026-11-24T10:00:00Z&to=2026-11-24T10:00:00Z', ['to']],
    ['appointments?cursor=bm90aGluZw', ['cursor']],
    ['appointments?limit=1&limit=2', ['limit']],
    ['customers?name=%00', ['name']],
    ['calls/not-an-id', ['id']],
    [`calls/${callId}?limit=1`, ['limit']],
    ['staff?name=Anna', ['name']],
  ])('refuses %s, naming what is wrong', async (path, fields) => {
    const { status, body } = await api.get(path);
    expect(status).toBe(400);
    const problems = body.problems as { field: string; expected: string; next: string }[];
    expect(problems.map(({ field }) => field)).toEqual(fields);
    for (const { expected, next } of problems) expect([expected, next]).not.toContain('');
  });

  describe('with many rows', () => {
    const facts = Array.from({ length: 7 }, (_, index) =>
      bookingFact({
        // Two of them at the same moment: only the id tells them apart.
        start: `2027-03-0${Math.min(index + 1, 6)}T09:00:00.000Z`,
        end: `2027-03-0${Math.min(index + 1, 6)}T09:30:00.000Z`,
        attendeeAsSaid: { ...fact.attendeeAsSaid!, name: index === 0 ? 'Zoë Öztürk-Weiß' : `Person ${index}` },
      }),
    );
    const inMarch = 'appointments?from=2027-03-01T00:00:00Z&to=2027-04-01T00:00:00Z';
    const ids = facts.map(({ rootUid }) => appointmentRowId(company, rootUid));

    const customerOf = async (id: string) => ((await api.get(`appointments/${id}`)).body.customer as { id: string }).id;

    beforeAll(async () => {
      for (const each of facts) await record.tell(bookingCreated(each));
    });

    it.each([1, 2, 3, 200])('pages of %i tell each once, in order, either way', async (limit) => {
      const down = await api.idsOf(inMarch, limit);
      expect([...down].sort()).toEqual([...ids].sort());
      expect(await api.idsOf(`${inMarch}&order=asc`, limit)).toEqual(down.toReversed());
    });

    it('go on where the page before ended, whatever comes in between', async () => {
      const all = await api.idsOf(inMarch, 200);
      const first = await api.get(`${inMarch}&limit=3`);
      const between = bookingFact({ start: '2027-03-20T09:00:00.000Z', end: '2027-03-20T09:30:00.000Z' });
      await record.tell(bookingCreated(between));
      const second = await api.get(`${inMarch}&limit=3&cursor=${first.body.next}`);
      expect([...first.body.items, ...second.body.items].map(({ id }) => id)).toEqual(all.slice(0, 6));
    });

    it('go on to the microsecond', async () => {
      const made = Array.from({ length: 4 }, (_, index) => derivedId('spec', `microsecond ${index}`));
      for (const [index, id] of made.entries())
        await record.rows(
          `INSERT INTO records.customers (id, company, name, name_from, anonymous, recorded_by_message, created_at)
           VALUES ($1, $2, 'Mikro Sekunde', now(), false, $1, '2020-01-01T00:00:00.00000${index}Z')`,
          id,
          company,
        );
      expect(await api.idsOf('customers?name=mikro', 1)).toEqual(made.toReversed());
    });

    it('are found by reference, status, staff, service, customer and link', async () => {
      const { body: one } = await api.get(`appointments/${ids[1]}`);
      const { reference, staff, customer } = one as unknown as Record<string, { id: string } & string>;
      const service = serviceNamed('herrenhaarschnitt').id;
      for (const filter of [
        `reference=${reference!.toLowerCase().replace('-', '')}`,
        'status=confirmed',
        `staff=${staff!.id}`,
        `service=${service}`,
        `customer=${customer!.id}`,
        'linked=true',
      ])
        expect([filter, await api.idsOf(`${inMarch}&${filter}`, 200)]).toEqual([
          filter,
          expect.arrayContaining([ids[1]]),
        ]);
      const sofia = staffNamed('Sofia');
      for (const filter of ['status=cancelled', `staff=${sofia}`, 'linked=false', 'reference=LIND-0000'])
        expect([filter, await api.idsOf(`${inMarch}&${filter}`, 200)]).toEqual([filter, []]);
    });

    it('are found by the name, number and address of the customer, words in any order, case as it comes', async () => {
      const { body } = await api.get(`appointments/${ids[0]}`);
      const { id, phone } = body.customer as { id: string; phone: string };
      await record.rows(`UPDATE records.customers SET email = 'Zoe@Example.org', email_from = now() WHERE id = $1`, id);
      for (const search of [
        'name=zoë',
        'name=Öztürk+zo',
        'name=WEIß',
        'name=ÖZ',
        `phone=${encodeURIComponent(phone)}`,
        'email=zoe%40EXAMPLE.org',
      ]) {
        expect([search, await api.idsOf(`appointments?${search}`, 2)]).toEqual([search, [ids[0]]]);
        expect([search, await api.idsOf(`customers?${search}`, 2)]).toEqual([search, [id]]);
        const calls = await api.get(`calls?${search}`);
        expect([search, calls.body.items]).toMatchObject([search, [{ appointment: { id: ids[0] } }]]);
      }
      for (const inside of ['turk', 'türk', 'ztürk', 'eiß'])
        expect([inside, await api.idsOf(`appointments?name=${inside}`, 2)]).toEqual([inside, []]);
      expect(await api.idsOf(`appointments?name=zo&phone=%2B4930999999`, 2)).toEqual([]);
    });

    // Each number of people is looked through in a way of its own.
    it.each([500, 2_100, 10_100])('are found by a name that %i have, page by page', async (people) => {
      await record.rows(`UPDATE records.customers SET name = 'Selten' WHERE name LIKE 'Häufig%'`);
      await record.rows(
        `INSERT INTO records.customers (id, company, name, name_from, anonymous, recorded_by_message)
         SELECT md5('frequent' || n)::uuid, $1, 'Häufig Nummer' || n, now(), false, md5('frequent' || n)::uuid
         FROM generate_series(1, $2::integer) AS n
         ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, merged_into = NULL, represented_by = NULL`,
        company,
        people,
      );
      const theirs = [ids[2], ids[3], ids[5]];
      for (const [index, id] of theirs.entries())
        await record.rows(
          `UPDATE records.appointments SET customer_id = md5('frequent' || $1::integer)::uuid WHERE id = $2`,
          index + 1,
          id,
        );
      const all = (await api.idsOf(inMarch, 200)).filter((id) => theirs.includes(id));
      expect(await api.idsOf('appointments?name=häufig', 1)).toEqual(all);
      expect(await api.idsOf('appointments?name=häufig&order=asc', 2)).toEqual(all.toReversed());
      expect(await api.idsOf('appointments?name=häufig&status=cancelled', 2)).toEqual([]);
      expect(await api.idsOf('appointments?name=häufig+nummer1', 200)).toEqual([theirs[0]]);
      expect(await api.idsOf('customers?name=nummer+häufig', 200)).toHaveLength(people);
      expect(await api.idsOf('customers?name=NUMMER+HÄUFIG', 200)).toHaveLength(people);
      await record.rows(
        `UPDATE records.customers SET merged_into = $1, represented_by = $1, merge_decided_at = now(), merge_decided_by = $1
         WHERE name = 'Häufig Nummer400'`,
        await customerOf(ids[6]!),
      );
      expect(await api.idsOf(`${inMarch}&name=häufig`, 2)).toContain(ids[6]);
    });

    it('are found by what somebody was known by before a merge', async () => {
      const { body } = await api.get(`appointments/${ids[4]}`);
      await record.rows(
        `INSERT INTO records.customers (id, company, phone, name, name_from, anonymous, recorded_by_message,
           merged_into, represented_by, merge_decided_at, merge_decided_by)
         VALUES (md5('merged')::uuid, $1, '+493055555555', 'Frühere Person', now(), false, md5('merged')::uuid, $2, $2, now(), $2)`,
        company,
        (body.customer as { id: string }).id,
      );
      expect(await api.idsOf('appointments?phone=%2B493055555555', 2)).toEqual([ids[4]]);
      expect((await api.get('customers?name=frühere')).body.items).toMatchObject([
        { representedBy: (body.customer as { id: string }).id },
      ]);
    });

    it.each([
      'calls?limit=3',
      'calls?name=person',
      `calls/${callId}`,
      inMarch,
      `appointments/${appointmentId}`,
      'customers',
      'staff',
      'services',
    ])('%s takes one statement', async (path) => {
      await api.get(path);
      const statements = await statementsDuring(async () => {
        expect((await api.get(path)).status).toBe(200);
      });
      expect(statements).toHaveLength(1);
    });
  });

  it('lists staff and services of the catalogue, those who left included', async () => {
    await record.rows(`UPDATE catalogue.staff SET valid_to = now() WHERE key = 'kim'`);
    const staff = (await api.get('staff')).body.items;
    expect(staff.map(({ key, active }) => [key, active])).toEqual([
      ['alex', true],
      ['anna', true],
      ['kim', false],
      ['mehmet', true],
      ['sofia', true],
    ]);
    expect((await api.get('staff?active=false')).body.items).toMatchObject([{ key: 'kim' }]);
    expect(await api.idsOf('staff', 2)).toEqual(staff.map(({ id }) => id));
    expect((await api.get('services')).body.items).toMatchObject([
      { key: 'dauerwelle', composite: true },
      { key: 'herrenhaarschnitt', composite: false, minutes: 30, price: { minor: 3200, currency: 'EUR' } },
    ]);
  });

  describe('a token', () => {
    it.each([
      ['none', {}],
      ['another scheme', { authorization: 'Basic eDp5' }],
      ['one that was never made', { authorization: `Bearer ${newApiToken().token}` }],
    ])('%s opens nothing', async (_, headers) => {
      const answer = await fetch(`${api.url}/v1/calls`, { headers: headers as Record<string, string> });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(await answer.json()).toMatchObject({ error: 'unauthorized', next: expect.any(String) as string });
    });

    it('with the id of another and a secret of its own opens nothing', async () => {
      const token = await api.token(company);
      const forged = `${token.slice(0, -43)}${newApiToken().token.slice(-43)}`;
      expect((await api.get('calls', { token })).status).toBe(200);
      expect((await api.get('calls', { token: forged })).status).toBe(401);
    });

    it('is no longer good ten seconds after it was revoked', async () => {
      const { id, secretSha256, token } = newApiToken();
      await record.rows(
        `INSERT INTO catalogue.api_tokens (id, company_id, name, secret_sha256, created_by)
         SELECT $1, id, 'spec', $2, 'spec' FROM catalogue.companies WHERE slug = $3`,
        id,
        secretSha256,
        company,
      );
      await eventually('the new token to be known', async () => (await api.get('staff', { token })).status === 200);
      await record.rows(`UPDATE catalogue.api_tokens SET revoked_at = now(), revoked_by = 'spec' WHERE id = $1`, id);
      try {
        api.now = new Date(Date.now() + 11_000);
        expect((await api.get('staff', { token })).status).toBe(401);
      } finally {
        api.now = undefined;
      }
    });

    it('leaves behind when it was used, to the hour, and not with every request', async () => {
      const uses = () => record.rows('SELECT token_id, last_used_at FROM records.api_token_uses_v1');
      await eventually('the use to be kept', async () => (await uses()).length > 0);
      const before = await uses();
      for (let again = 0; again < 3; again++) await api.get('staff');
      expect(await uses()).toEqual(before);
    });
  });

  it('holds back a token that asks too often, and says how long', async () => {
    const slow = await ReadingApi.start(record, 10);
    try {
      const token = await api.token(company);
      expect((await slow.get('staff', { token })).status).toBe(200);
      const answer = await slow.get('staff', { token });
      expect(answer).toMatchObject({ status: 429, body: { error: 'too_many_requests' } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      const other = await api.token('praxis-am-markt');
      expect((await slow.get('staff', { token: other })).status).toBe(200);
    } finally {
      await slow.close();
    }
  });
});
