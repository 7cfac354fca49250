import { LookForHosts } from '../src/calendar-changes/look-for-hosts.repository';
import { hostLookPauses } from '../src/chains/host-look';
import { BookingFixture, type Replica } from './support/booking-fixture';
import { held, type HeldBooking, ScriptedCalendar } from './support/scripted-calendar';

/** Whom Cal.com assigns only after it was asked. Clock and calendar are scripted, the database is real. */
describe('a booking whose host the calendar did not name', () => {
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
  afterEach(() => fixture.endReplicas());
  afterAll(() => fixture?.end());

  const start = new Date('2027-03-01T09:00:00Z'); // not over before the last look
  const hosted = (uid: string) => held(uid, { start });
  const hostless = (uid: string, said: Partial<HeldBooking> = {}) =>
    held(uid, { start, host: null, hostMissingReason: 'no_host', ...said });

  async function published(booking: HeldBooking): Promise<void> {
    calendar.hold(booking);
    await a.takeHint.execute(fixture.hint(booking.uid));
    await after(3_000);
  }

  /** What every replica does by itself, at that time. */
  async function after(ms: number): Promise<void> {
    fixture.clock.pass(ms);
    const look = ({ dataSource, hints }: Replica) => new LookForHosts(dataSource, hints, fixture.clock, 4).execute();
    await Promise.all([look(a), look(b)]);
    while (await a.workOffHints.execute());
  }

  const told = async () => (await fixture.published()).map(({ type, data }) => [type, data.host?.id ?? null]);

  it('is looked at again, and told as soon as there is one', async () => {
    await published(hostless('web-1'));
    expect(await told()).toEqual([['booking.created.v1', null]]);
    await after(hostLookPauses[0]! - 60_000);
    expect(calendar.looks).toHaveLength(1);

    await after(60_000);
    expect(calendar.looks).toHaveLength(2);
    calendar.hold(hosted('web-1'));
    await after(hostLookPauses[1]!);
    expect(await told()).toEqual([
      ['booking.created.v1', null],
      ['booking.reassigned.v1', 1002],
    ]);
    for (const pause of hostLookPauses) await after(pause);
    expect(calendar.looks).toHaveLength(3);
  });

  it('is looked at a few times, once each whoever looks, and then left alone without a finding', async () => {
    await published(hostless('web-2'));
    for (const pause of hostLookPauses) await after(pause);
    const looks = 1 + hostLookPauses.length;
    expect(calendar.looks).toHaveLength(looks);
    for (const pause of hostLookPauses) await after(pause);
    expect(calendar.looks).toHaveLength(looks);
    expect(await told()).toEqual([['booking.created.v1', null]]);
    expect(await fixture.findings()).toEqual([]);
  });

  it('is looked at no more when it was called off', async () => {
    await published(hostless('web-3'));
    calendar.hold(hostless('web-3', { status: 'cancelled' }));
    await a.takeHint.execute(fixture.hint('web-3', { trigger: 'BOOKING_CANCELLED', expectedStatus: 'cancelled' }));
    await after(3_000);
    expect(calendar.looks).toHaveLength(2);
    for (const pause of hostLookPauses) await after(pause);
    expect(calendar.looks).toHaveLength(2);
  });

  it('is not looked at when the calendar named one at once', async () => {
    await published(hosted('web-4'));
    for (const pause of hostLookPauses) await after(pause);
    expect(calendar.looks).toHaveLength(1);
  });
});
