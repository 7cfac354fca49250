import { BookingRequested, derivedId, sampleCompany, sampleOf } from '@callbook/contracts';
import { eventually } from '@callbook/testing';
import type { Attempt } from '../src/attempts/attempt';
import { CalendarUnavailable } from '../src/calendar/calendar';
import { lockChain } from '../src/chains/chain-rows.repository';
import { functionCall, part } from './attempts.conformance';
import { BookingFixture, leaseMs, lookAgainAfterMs, type Replica } from './support/booking-fixture';
import { held, type HeldBooking, heldChain, ScriptedCalendar } from './support/scripted-calendar';

/** Hints on a real database. What the calendar shows, and when, is scripted. */
describe('a hint from the calendar', () => {
  let fixture: BookingFixture;
  let calendar: ScriptedCalendar;
  let a: Replica;
  let b: Replica;

  beforeAll(async () => {
    fixture = await BookingFixture.start();
  });

  beforeEach(async () => {
    await fixture.clear();
    calendar = new ScriptedCalendar(fixture.clock.now);
    a = await fixture.replica(calendar);
    b = await fixture.replica(calendar);
  });

  afterEach(async () => {
    fixture.clock.tickMs = 0;
    await fixture.endReplicas();
  });
  afterAll(() => fixture?.end());

  const hinted = (...hint: Parameters<BookingFixture['hint']>) => a.takeHint.execute(fixture.hint(...hint));
  const cancelled = { trigger: 'BOOKING_CANCELLED', expectedStatus: 'cancelled' } as const;
  const rescheduledFrom = (previousUid: string) => ({ trigger: 'BOOKING_RESCHEDULED', previousUid });

  /** Looks at everything that is due after that time. */
  async function after(ms: number): Promise<void> {
    fixture.clock.pass(ms);
    while (await a.workOffHints.execute());
  }

  const soon = () => after(3_000);
  const told = async () =>
    (await fixture.published()).map(({ type, data }) => [type.split('.')[1], data.calcomUid, data.status]);

  describe('of a booking that nobody asked for by phone', () => {
    it('becomes booking.created without a call, with service, price and host', async () => {
      calendar.hold(held('web-1'));
      await hinted('web-1');
      await soon();
      expect(await fixture.published()).toMatchObject([
        {
          type: 'booking.created.v1',
          company: sampleCompany,
          correlationid: derivedId('chain', sampleCompany, 'web-1'),
          data: {
            call: null,
            requestId: null,
            requestKey: null,
            functionCallIds: [],
            rootUid: 'web-1',
            calcomUid: 'web-1',
            service: { key: 'herrenhaarschnitt' },
            price: { minor: 3200, currency: 'EUR' },
            host: { id: 1002 },
            hostReadFrom: 'get',
            attendeeAsSaid: null,
            preferredStaff: null,
            timeZone: 'Europe/Berlin',
            revision: fixture.clock.now().getTime(),
          },
        },
      ]);
      expect(await fixture.waiting()).toBe(0);
    });

    it('is looked at once for all the hints of three seconds, and not before', async () => {
      calendar.hold(held('web-1'));
      await hinted('web-1');
      await after(2_000);
      await hinted('web-1');
      expect(calendar.looks).toEqual([]);
      await after(1_000);
      await after(60_000);
      expect(calendar.looks).toEqual(['web-1']);
    });

    it('is not looked at when it tells what is known', async () => {
      calendar.hold(held('web-1'));
      await hinted('web-1');
      await soon();
      await hinted('web-1');
      await soon();
      expect(calendar.looks).toEqual(['web-1']);
      expect(await fixture.waiting()).toBe(0);
    });

    it('is looked at all the same when it is an item of a list, or tells nothing to compare', async () => {
      calendar.hold(held('web-1'));
      for (const difference of [{}, { source: 'list' as const }, { trigger: 'NEW_WORD', expectedStatus: null }]) {
        await hinted('web-1', difference);
        await soon();
      }
      expect(calendar.looks).toEqual(['web-1', 'web-1', 'web-1']);
      expect(await told()).toEqual([['created', 'web-1', 'accepted']]);
    });

    it('is published as cancelled when it is first seen cancelled', async () => {
      calendar.hold(held('web-1', { status: 'cancelled' }));
      await hinted('web-1');
      await soon();
      expect(await told()).toEqual([['cancelled', 'web-1', 'cancelled']]);
    });

    it('waits for the salon and is then confirmed, or rejected', async () => {
      calendar.hold(held('web-1', { status: 'pending' }), held('web-2', { status: 'pending' }));
      await hinted('web-1', { trigger: 'BOOKING_REQUESTED', expectedStatus: 'pending' });
      await hinted('web-2', { trigger: 'BOOKING_REQUESTED', expectedStatus: 'pending' });
      await soon();
      const updatedAt = new Date('2026-11-21T10:05:00Z');
      calendar.hold(held('web-1', { updatedAt }), held('web-2', { status: 'rejected', updatedAt }));
      await hinted('web-1');
      await hinted('web-2', { trigger: 'BOOKING_REJECTED', expectedStatus: 'rejected' });
      await soon();
      expect((await told()).sort()).toEqual([
        ['awaiting-confirmation', 'web-1', 'pending'],
        ['awaiting-confirmation', 'web-2', 'pending'],
        ['created', 'web-1', 'accepted'],
        ['rejected', 'web-2', 'rejected'],
      ]);
    });

    it.each([
      ['of an event type that is not in the catalogue', { eventTypeId: 9999 }],
      ['of the event type of a part of a composite service', { eventTypeId: 2021 }],
      ['that is part of a composite service', { metadata: { callbook_segment: 'wickeln' } }],
    ])('is ignored when it is a booking %s', async (_, difference) => {
      calendar.hold(held('web-1', difference));
      await hinted('web-1', cancelled);
      await soon();
      expect([await told(), await fixture.findings(), await fixture.waiting()]).toEqual([[], [], 0]);
    });
  });

  describe('that comes before the calendar shows what it tells', () => {
    it('is looked at again after 5 s, 30 s, 2 min and 10 min, until the calendar does', async () => {
      calendar.hold(held('web-1'));
      await hinted('web-1', cancelled);
      await soon();
      for (const pause of lookAgainAfterMs.slice(0, 3)) {
        const before = calendar.looks.length;
        await after(pause - 1);
        expect(calendar.looks).toHaveLength(before);
        await after(1);
        expect(calendar.looks).toHaveLength(before + 1);
      }
      calendar.hold(held('web-1', { status: 'cancelled', updatedAt: new Date('2026-11-21T10:40:00Z') }));
      await after(600_000);
      expect(await told()).toEqual([
        ['created', 'web-1', 'accepted'],
        ['cancelled', 'web-1', 'cancelled'],
      ]);
      expect([await fixture.findings(), await fixture.waiting()]).toEqual([[], 0]);
    });

    it('is left to a person when the calendar never does', async () => {
      calendar.hold(held('web-1'));
      await hinted('web-1', cancelled);
      await hinted('web-2');
      await soon();
      for (const pause of lookAgainAfterMs) await after(pause);
      expect(await fixture.findings()).toMatchObject([
        { uid: 'web-1', kind: 'not_shown' },
        { uid: 'web-2', kind: 'not_found' },
      ]);
      expect(await fixture.waiting()).toBe(0);
      expect(await told()).toEqual([['created', 'web-1', 'accepted']]);
    });

    it('begins anew when another hint joins', async () => {
      calendar.hold(held('web-1'));
      await hinted('web-1', cancelled);
      await soon();
      await after(5_000);
      await hinted('web-1'); // late news of the creation: what was told further stays expected
      await soon();
      expect(calendar.looks).toHaveLength(3);
      calendar.hold(held('web-1', { status: 'cancelled', updatedAt: new Date('2026-11-21T10:40:00Z') }));
      await after(5_000);
      expect((await told()).at(-1)).toEqual(['cancelled', 'web-1', 'cancelled']);
    });
  });

  describe('of a booking that was moved', () => {
    it('is one appointment through every move', async () => {
      calendar.hold(...heldChain('u1'));
      await hinted('u1');
      await soon();
      calendar.hold(...heldChain('u1', 'u2'));
      await hinted('u2', rescheduledFrom('u1'));
      await soon();
      calendar.hold(...heldChain('u1', 'u2', 'u3'));
      await hinted('u3', rescheduledFrom('u2'));
      await soon();
      expect(await told()).toEqual([
        ['created', 'u1', 'accepted'],
        ['rescheduled', 'u2', 'accepted'],
        ['rescheduled', 'u3', 'accepted'],
      ]);
      const facts = (await fixture.published()).map(({ data }) => data);
      expect(new Set(facts.map(({ rootUid }) => rootUid))).toEqual(new Set(['u1']));
      expect(facts.map(({ revision }) => revision)).toEqual(facts.map(({ revision }) => revision).sort());
      expect(new Set(facts.map(({ revision }) => revision)).size).toBe(3);
    });

    it.each([[['u3', 'u1', 'u2']], [['u2', 'u3', 'u1']], [['u1', 'u3', 'u2']]])(
      'ends in the same state when hints come as %j',
      async (order) => {
        calendar.hold(...heldChain('u1', 'u2', 'u3'));
        for (const uid of order) {
          await hinted(uid, uid === 'u1' ? {} : rescheduledFrom(uid === 'u2' ? 'u1' : 'u2'));
          await soon();
        }
        expect((await fixture.published()).map(({ type, data }) => [type, data.rootUid, data.calcomUid])).toEqual([
          ['booking.created.v1', 'u1', 'u3'],
        ]);
        expect([await fixture.waiting(), await fixture.findings()]).toEqual([0, []]);
      },
    );

    it('ends in the same state when all its hints are looked at side by side by two replicas', async () => {
      calendar.hold(...heldChain('u1', 'u2', 'u3'));
      for (const uid of ['u3', 'u1', 'u2']) await hinted(uid);
      fixture.clock.pass(3_000);
      await Promise.all([a.workOffHints.execute(), b.workOffHints.execute()]);
      expect(await told()).toEqual([['created', 'u3', 'accepted']]);
    });

    it('is followed by the hint alone when the booking does not say what it replaced', async () => {
      calendar.hold(held('u1'));
      await hinted('u1');
      await soon();
      calendar.hold(held('u2', { start: new Date('2026-11-26T10:00:00Z') }));
      await hinted('u2', rescheduledFrom('u1'));
      await soon();
      expect((await fixture.published()).at(-1)).toMatchObject({
        type: 'booking.rescheduled.v1',
        data: { rootUid: 'u1', calcomUid: 'u2' },
      });
    });

    it('is not told as cancelled while the calendar does not show the new one', async () => {
      const [first, second] = heldChain('u1', 'u2');
      calendar.hold(held('u1'));
      await hinted('u1');
      await soon();
      if (first) calendar.hold(first);
      await hinted('u1', cancelled);
      await soon();
      expect(await told()).toEqual([['created', 'u1', 'accepted']]);
      if (second) calendar.hold(second);
      await after(5_000);
      expect(await told()).toEqual([
        ['created', 'u1', 'accepted'],
        ['rescheduled', 'u2', 'accepted'],
      ]);
    });

    it('never goes back to a booking that was left, whatever a lagging answer says', async () => {
      const [first, second] = heldChain('u1', 'u2') as [HeldBooking, HeldBooking];
      await hinted('u1');
      fixture.clock.pass(3_000);
      calendar.beforeLooking = async () => {
        calendar.beforeLooking = () => undefined;
        calendar.hold(first, second);
        await b.takeHint.execute(fixture.hint('u2', rescheduledFrom('u1')));
        fixture.clock.pass(3_000);
        await b.workOffHints.execute();
        fixture.clock.pass(1_000);
        calendar.hold(held('u1')); // asked now, and answered by a copy that has not heard of the move
      };
      await a.workOffHints.execute();
      expect(calendar.looks.slice(0, 3)).toEqual(['u2', 'u1', 'u1']);
      expect(await told()).toEqual([['created', 'u2', 'accepted']]);
    });

    it('lives on when a cancelled booking is booked anew', async () => {
      calendar.hold(held('u1', { status: 'cancelled' }));
      await hinted('u1', cancelled);
      await soon();
      calendar.hold(held('u2', { rescheduledFromUid: 'u1', createdAt: new Date('2026-11-21T11:00:00Z') }));
      await hinted('u2', rescheduledFrom('u1'));
      await soon();
      expect(await told()).toEqual([
        ['cancelled', 'u1', 'cancelled'],
        ['rescheduled', 'u2', 'accepted'],
      ]);
    });
  });

  describe('judged against what is stored', () => {
    beforeEach(async () => {
      calendar.hold(held('web-1', { updatedAt: new Date('2026-11-21T10:20:00Z') }));
      await hinted('web-1');
      await soon();
    });

    it.each([
      ['is dropped when its time stamp is older', new Date('2026-11-21T10:19:59Z'), 1],
      ['is taken when its time stamp is newer', new Date('2026-11-21T10:20:01Z'), 2],
      ['is taken at an equal time stamp when it was asked for later', new Date('2026-11-21T10:20:00Z'), 2],
      ['is taken without a time stamp when it was asked for later', null, 2],
    ])('%s', async (_, updatedAt, events) => {
      calendar.hold(held('web-1', { status: 'cancelled', updatedAt }));
      await hinted('web-1', cancelled);
      await soon();
      expect(await told()).toHaveLength(events);
    });

    it('tells that another person serves, although no webhook does: any look finds it', async () => {
      const anna = { id: 1001, name: 'Anna Berger', email: 'anna.berger@salon-lindenhof.example', timeZone: null };
      calendar.hold(held('web-1', { host: anna, updatedAt: new Date('2026-11-21T10:21:00Z') }));
      await hinted('web-1', { source: 'list', trigger: 'list' });
      await soon();
      await hinted('web-1', { source: 'list', trigger: 'list' });
      await soon();
      const [created, reassigned, ...more] = await fixture.published();
      expect(more).toEqual([]);
      expect(reassigned).toMatchObject({ type: 'booking.reassigned.v1', data: { host: { id: 1001 } } });
      expect(reassigned?.data.revision).toBeGreaterThan(created?.data.revision as number);
    });

    it('tells who did not come, at the time stamp of the booking too, and that a mark was taken back', async () => {
      const noShow = { trigger: 'BOOKING_NO_SHOW_UPDATED', expectedStatus: null };
      const marks = [{ host: false, attendee: true }, { host: true, attendee: true }, null];
      for (const absence of marks) {
        calendar.hold(held('web-1', { absence, updatedAt: new Date('2026-11-21T10:20:00Z') }));
        await hinted('web-1', noShow);
        await soon();
      }
      const [, ...marked] = await fixture.published();
      expect(marked.map(({ type, data }) => [type, data.absence])).toEqual(
        marks.map((absence) => ['booking.absence-marked.v1', absence]),
      );
    });

    it('keeps the host when an answer has none', async () => {
      calendar.hold(
        held('web-1', { status: 'cancelled', host: null, hostMissingReason: 'sentinel_host', updatedAt: null }),
      );
      await hinted('web-1', cancelled);
      await soon();
      expect((await fixture.published()).at(-1)?.data).toMatchObject({ host: { id: 1002 }, hostMissingReason: null });
    });
  });

  describe('whose booking carries our request id', () => {
    const leaseUntil = () => new Date(fixture.clock.now().getTime() + 75_000);
    const request = (id: string) => ({ metadata: { callbook_request_id: id } });

    const open = async () => {
      const event = functionCall({}, fixture.clock.now());
      const attempt = await a.attempts.take(event);
      if (!attempt) throw new Error('the function call opens no round');
      const progress = { ...attempt.progress, parts: [{ ...part, posts: 1 }] };
      const move = { state: 'posting', posted: true, leaseUntil: leaseUntil(), dueAt: leaseUntil(), progress } as const;
      return { event, posting: await a.attempts.move(attempt, move, {}), id: attempt.id };
    };
    /** Nobody knows what the POST did. Nobody else looks either. */
    const unclear = (posting: Attempt) => {
      const progress = { ...posting.progress, doubt: 'unclear', doubted: true } as const;
      const dueAt = new Date(fixture.clock.now().getTime() + 86_400_000);
      return a.attempts.move(posting, { state: 'unknown', dueAt, progress, providerText: 'timeout' }, {});
    };
    const rounds = async () => (await fixture.rounds()).map(({ state, ended }) => ({ state, ended }));

    it('waits while the POST may still be answered, and says nothing that the answer says', async () => {
      const { posting, id, event } = await open();
      calendar.hold(held('u1', request(id)));
      await hinted('u1');
      await soon();
      await after(5_000);
      expect(await told()).toEqual([]);
      await unclear(posting);
      await after(5_000);
      expect(await fixture.published()).toMatchObject([
        { type: 'booking.created.v1', data: { requestId: id, functionCallIds: [event.id], calcomUid: 'u1' } },
      ]);
      await hinted('u1');
      await after(60_000);
      expect(await told()).toHaveLength(1);
      expect([await rounds(), await fixture.waiting()]).toEqual([[{ state: 'booked', ended: false }], 0]);
    });

    it('settles an attempt whose worker died', async () => {
      const { id } = await open();
      calendar.hold(held('u1', request(id)));
      await hinted('u1');
      await after(75_000);
      expect(await told()).toEqual([['created', 'u1', 'accepted']]);
    });

    it('settles an attempt that nobody could resolve', async () => {
      const { posting, id } = await open();
      const unresolved = await unclear(posting);
      const reason = 'not_found_after_unclear_post' as const;
      await a.attempts.settle(unresolved, { kind: 'unresolved', reason, providerText: 'timeout' }, null);
      calendar.hold(held('u1', request(id)));
      await hinted('u1');
      await soon();
      expect((await fixture.published()).map(({ type }) => type)).toEqual([
        'booking.unresolved.v1',
        'booking.created.v1',
      ]);
      expect(await rounds()).toEqual([{ state: 'booked', ended: false }]);
    });

    it('settles an attempt with where the booking was moved to', async () => {
      const { posting, id } = await open();
      await unclear(posting);
      calendar.hold(...heldChain('u1', 'u2').map((booking) => ({ ...booking, ...request(id) })));
      await hinted('u2', rescheduledFrom('u1'));
      await soon();
      expect(await fixture.published()).toMatchObject([
        { type: 'booking.created.v1', data: { rootUid: 'u1', calcomUid: 'u2', start: '2026-11-26T10:00:00.000Z' } },
      ]);
    });

    it('is settled once when two replicas and the POST\u2019s own look-up see the booking together', async () => {
      const { posting, id } = await open();
      await unclear(posting);
      calendar.hold(...heldChain('u1', 'u2').map((booking) => ({ ...booking, ...request(id) })));
      await hinted('u1');
      await hinted('u2', rescheduledFrom('u1'));
      fixture.clock.pass(3_000);
      await Promise.all([a.workOffHints.execute(), b.workOffHints.execute()]);
      await after(5_000);
      expect(await told()).toEqual([['created', 'u2', 'accepted']]);
      expect(await fixture.waiting()).toBe(0);
    });

    it('takes a booking that was settled while it looked for that one, not for a second', async () => {
      const { posting, id } = await open();
      await unclear(posting);
      calendar.hold(...heldChain('u1', 'u2').map((booking) => ({ ...booking, ...request(id) })));
      await hinted('u2', rescheduledFrom('u1'));
      fixture.clock.pass(3_000);
      calendar.whileLooking = async () => {
        if (calendar.looks.at(-1) !== 'u1') return;
        calendar.whileLooking = () => undefined;
        await b.takeHint.execute(fixture.hint('u1'));
        fixture.clock.pass(3_000);
        await b.workOffHints.execute();
      };
      await a.workOffHints.execute();
      await after(5_000);
      expect(await told()).toEqual([['created', 'u2', 'accepted']]);
      expect([await fixture.findings(), await fixture.waiting()]).toEqual([[], 0]);
    });

    describe('and is booked', () => {
      let id: string;

      beforeEach(async () => {
        const opened = await open();
        ({ id } = opened);
        await unclear(opened.posting);
        calendar.hold(held('u1', request(id)));
        await hinted('u1');
        await soon();
      });

      it.each(['cancelled', 'rejected'] as const)('closes the round when the booking is %s', async (status) => {
        calendar.hold(held('u1', { ...request(id), status, updatedAt: new Date('2026-11-21T10:40:00Z') }));
        await hinted('u1', { expectedStatus: status });
        await soon();
        const { call } = sampleOf(BookingRequested);
        expect((await fixture.published()).at(-1)).toMatchObject({
          type: `booking.${status}.v1`,
          correlationid: call.retellCallId,
          data: { requestId: id, call, attendeeAsSaid: { name: 'Jonas Weber' }, functionCallIds: [] },
        });
        expect(await rounds()).toEqual([{ state: 'booked', ended: true }]);
        expect(await a.attempts.take(functionCall({}, fixture.clock.now()))).toMatchObject({
          round: 2,
          state: 'requested',
        });
      });

      it('keeps the round open when the booking is moved', async () => {
        calendar.hold(...heldChain('u1', 'u2').map((booking) => ({ ...booking, ...request(id) })));
        await hinted('u2', rescheduledFrom('u1'));
        await soon();
        expect(await told()).toEqual([
          ['created', 'u1', 'accepted'],
          ['rescheduled', 'u2', 'accepted'],
        ]);
        expect(await rounds()).toEqual([{ state: 'booked', ended: false }]);
      });

      it('publishes nothing for a second booking with the same request id, which is cancelled', async () => {
        calendar.hold(held('v1', request(id)));
        await hinted('v1');
        await soon();
        expect(calendar.held.get('v1')?.status).toBe('accepted');
        await a.workOffAttempts.execute();
        expect([calendar.held.get('u1')?.status, calendar.held.get('v1')?.status]).toEqual(['accepted', 'cancelled']);
        expect([await told(), await fixture.findings()]).toEqual([[['created', 'u1', 'accepted']], []]);
      });
    });

    it('confirms the attempt when the salon does', async () => {
      const { posting, id } = await open();
      await unclear(posting);
      calendar.hold(held('u1', { ...request(id), status: 'pending' }));
      await hinted('u1', { trigger: 'BOOKING_REQUESTED', expectedStatus: 'pending' });
      await soon();
      expect(await rounds()).toEqual([{ state: 'awaiting_confirmation', ended: false }]);
      calendar.hold(held('u1', { ...request(id), updatedAt: new Date('2026-11-21T10:40:00Z') }));
      await hinted('u1');
      await soon();
      expect(await told()).toEqual([
        ['awaiting-confirmation', 'u1', 'pending'],
        ['created', 'u1', 'accepted'],
      ]);
      expect(await rounds()).toEqual([{ state: 'booked', ended: false }]);
    });

    it('is cancelled, and published by nobody, when "not booked" was said', async () => {
      const { posting, id } = await open();
      await a.attempts.settle(
        posting,
        { kind: 'refused', reason: 'slot_taken', providerText: 'taken', alternatives: [] },
        null,
      );
      calendar.hold(held('u1', request(id)));
      await hinted('u1');
      await soon();
      await a.workOffAttempts.execute();
      expect(calendar.held.get('u1')?.status).toBe('cancelled');
      await hinted('u1', cancelled);
      await soon();
      expect((await fixture.published()).map(({ type }) => type)).toEqual(['booking.failed.v1']);
      expect([await fixture.findings(), await fixture.waiting()]).toEqual([[], 0]);
    });

    it('counts as not ours when no attempt has that id', async () => {
      calendar.hold(held('u1', request('not even a uuid')), held('u2', request(derivedId('spec', 'elsewhere'))));
      await hinted('u1');
      await hinted('u2');
      await soon();
      expect((await fixture.published()).map(({ data }) => data.requestId)).toEqual([null, null]);
    });
  });

  describe('under faults', () => {
    it('is published once when two replicas look, and judge, at the same moment', async () => {
      const uids = ['web-1', 'web-2', 'web-3', 'web-4'];
      calendar.hold(...uids.map((uid) => held(uid)));
      for (const uid of uids) await hinted(uid);
      fixture.clock.pass(3_000);
      fixture.clock.tickMs = 1; // as real clocks do: two numbers are never equal by chance
      let release = () => {};
      const everybodyLooked = new Promise<void>((resolve) => (release = resolve));
      calendar.whileLooking = () => (calendar.looks.length < 2 * uids.length ? everybodyLooked : release());

      const first = a.workOffHints.execute();
      await eventually('the looks of the first replica', () => calendar.looks.length === uids.length);
      fixture.clock.pass(leaseMs); // its lease ends while it still looks
      await Promise.all([first, b.workOffHints.execute()]);
      expect(calendar.looks).toHaveLength(2 * uids.length);
      expect((await told()).sort()).toEqual(uids.map((uid) => ['created', uid, 'accepted']));
    });

    it('is looked at by another replica, with the same result, after a crash between look and commit', async () => {
      calendar.hold(held('web-1'));
      await hinted('web-1');
      fixture.clock.pass(3_000);
      const until = new Date(fixture.clock.now().getTime() + leaseMs);
      await a.hints.takeDue({ now: fixture.clock.now(), until, limit: 4 }); // … and was never heard of again
      await b.workOffHints.execute();
      expect(await told()).toEqual([]);
      fixture.clock.pass(leaseMs);
      await b.workOffHints.execute();
      expect(await told()).toEqual([['created', 'web-1', 'accepted']]);
      expect(await fixture.waiting()).toBe(0);
    });

    it('keeps a hint that joins while its uid is being looked at', async () => {
      calendar.hold(held('web-1'));
      await hinted('web-1');
      calendar.whileLooking = async () => {
        calendar.whileLooking = () => undefined;
        await hinted('web-1', cancelled);
      };
      await soon();
      expect(await fixture.waiting()).toBe(1);
      calendar.hold(held('web-1', { status: 'cancelled', updatedAt: new Date('2026-11-21T10:40:00Z') }));
      await soon();
      expect((await told()).at(-1)).toEqual(['cancelled', 'web-1', 'cancelled']);
    });

    it('waits as long as the calendar is away, and as long as it asks to', async () => {
      calendar.hold(held('web-1'));
      await hinted('web-1');
      calendar.whileLooking = () => {
        throw new CalendarUnavailable('calcom_rate_limited', 'slow down', { retryAfterMs: 60_000 });
      };
      await soon();
      await after(59_999);
      expect(calendar.looks).toHaveLength(1);
      for (let hours = 0; hours < 10; hours++) await after(3_600_000);
      expect(calendar.looks.length).toBeGreaterThan(8);
      expect([await fixture.findings(), await fixture.waiting()]).toEqual([[], 1]);
      calendar.whileLooking = () => undefined;
      await after(600_000);
      expect(await told()).toEqual([['created', 'web-1', 'accepted']]);
    });

    it('is left to a person when looking at it fails for another reason, again and again', async () => {
      await hinted('web-1');
      calendar.whileLooking = () => {
        throw new TypeError('unreadable');
      };
      await soon();
      for (const pause of lookAgainAfterMs) await after(pause);
      expect(await fixture.findings()).toEqual([{ uid: 'web-1', kind: 'look_failed', detail: 'unreadable' }]);
    });

    it.each(['while the calendar is asked', 'while the chain is judged'])(
      'survives database connections that are cut %s, and is looked at again',
      async (when) => {
        calendar.hold(held('web-1'));
        await hinted('web-1');
        fixture.clock.pass(3_000);
        const judging = when === 'while the chain is judged';
        const blocker = b.dataSource.createQueryRunner();
        if (judging) {
          await blocker.startTransaction();
          await lockChain(blocker.manager, sampleCompany, 'web-1');
        } else {
          calendar.whileLooking = async () => void (await cut('true'));
        }
        const working = a.workOffHints.execute().catch(() => undefined);
        if (judging) await eventually('a cut connection', () => cut(`wait_event_type = 'Lock'`));
        await working;
        await blocker.rollbackTransaction().catch(() => undefined);
        await blocker.release();
        calendar.whileLooking = () => undefined;

        await after(leaseMs);
        expect(await told()).toEqual([['created', 'web-1', 'accepted']]);
        expect(await fixture.waiting()).toBe(0);
      },
    );

    /** @returns whether there was a connection to cut */
    async function cut(which: string): Promise<boolean> {
      const rows = await fixture.database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE usename = 'callbook_booking' AND datname = current_database() AND ${which}`,
      );
      return rows.length > 0;
    }
  });
});
