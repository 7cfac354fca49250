import { eventually } from '@callbook/testing';
import { ask } from '../support/calls';
import type { Stage } from './support/stage';

interface StaffCells {
  readonly calcom_host_id: number | null;
  readonly host_read_from: string | null;
  readonly staff: string | null;
  readonly staff_cause: string | null;
  readonly preferred: string | null;
  readonly preferred_staff_as_said: string | null;
  readonly call_staff: string | null;
}

/** Bookings whose host is not where it was looked for. */
export function noStaffName(stage: () => Stage): void {
  const haircut = 2001; // Mehmet's

  async function byPhone(
    name: string,
    more: Record<string, unknown> = {},
  ): Promise<{ uid: string; told: string | null }> {
    const call = stage().retell.openCall({ ownNumber: true });
    const args = { service: 'Herrenhaarschnitt', start: stage().freeSlot(), attendee_name: name, ...more };
    const { status, staff } = await ask(call, 'book_appointment', args);
    expect(status).toBe('booked');
    await call.hangUp();
    const booking = stage().calcom.world.bookings.find(({ metadata }) => metadata.callbook_call_id === call.callId);
    return { uid: booking?.uid ?? '', told: staff };
  }

  async function byWeb(name: string): Promise<string> {
    const attendee = { name, email: 'web@kunde.example' };
    return (await stage().calcom.people.book({ eventTypeId: haircut, start: stage().freeSlot(), attendee })).uid;
  }

  const cellsOf = (uid: string) =>
    eventually('the appointment', async () => {
      const [row] = await stage().database.query<StaffCells & Record<string, unknown>>(
        `SELECT a.calcom_host_id, a.host_read_from, a.staff_name AS staff, a.staff_cause, a.preferred_staff_name AS preferred,
                a.preferred_staff_as_said, c.staff_name AS call_staff
         FROM records.appointments_v1 a LEFT JOIN records.calls_v1 c ON c.id = a.call_id WHERE a.calcom_uid = $1`,
        [uid],
      );
      return row;
    });

  /** As if the time had come at which booking looks again by itself; a process that starts sees that at once. */
  async function lookAgain(uids: readonly string[]): Promise<void> {
    await stage().stop('booking');
    await stage().database.query('UPDATE booking.chains SET host_look_at = now() WHERE current_uid = ANY ($1)', [uids]);
    await stage().callbook.startApp('booking');
  }

  it.each(['absent', 'empty', 'unknown'] as const)(
    'is read again where the answer to the POST has it %s',
    async (as) => {
      stage().calcom.faults.arm({ on: { operation: 'create-booking' }, effect: { kind: 'hosts', as } });
      const { uid, told } = await byPhone(`Host ${as}`);
      expect(told).toBe('Mehmet Kaya');
      expect(await cellsOf(uid)).toMatchObject({
        calcom_host_id: 1002,
        host_read_from: 'get',
        staff: 'Mehmet Kaya',
        staff_cause: null,
        call_staff: 'Mehmet Kaya',
      });
    },
  );

  it('cannot be a matter of the way in: by phone and from the web the same cells are filled by the same host', async () => {
    const [phone, web] = [await cellsOf((await byPhone('Per Telefon')).uid), await cellsOf(await byWeb('Per Netz'))];
    expect(phone).toMatchObject({ calcom_host_id: 1002, staff: 'Mehmet Kaya', staff_cause: null });
    const { host_read_from: _how, call_staff: _call, ...same } = phone;
    expect(web).toMatchObject(same);
  });

  it('has its cause beside it where no answer names one, and a name as soon as one does', async () => {
    const uids: string[] = [];
    for (const [as, cause] of [
      ['absent', 'no_host'],
      ['unknown', 'sentinel_host'],
    ] as const) {
      const faults = (['create-booking', 'get-booking'] as const).map((operation) =>
        stage().calcom.faults.arm({ on: { operation }, effect: { kind: 'hosts', as }, times: null }),
      );
      const phone = await byPhone(`Nirgends ${as}`);
      const both = [phone.uid, await byWeb(`Nirgends ${as}`)];
      expect(phone.told).toBeNull();
      const empty = { calcom_host_id: null, staff: null, staff_cause: cause, call_staff: null };
      for (const uid of both) expect(await cellsOf(uid)).toMatchObject(empty);
      for (const { id } of faults) stage().calcom.faults.disarm(id);
      uids.push(...both);
    }
    await lookAgain(uids);
    for (const uid of uids) {
      const filled = await eventually('a name', async () => {
        const cells = await cellsOf(uid);
        return cells.staff !== null && cells;
      });
      expect(filled).toMatchObject({ calcom_host_id: 1002, staff: 'Mehmet Kaya', staff_cause: null });
    }
    expect((await Promise.all(uids.map(cellsOf))).map(({ call_staff }) => call_staff)).toEqual([
      'Mehmet Kaya',
      null,
      'Mehmet Kaya',
      null,
    ]);
  }, 60_000);

  it('keeps apart whom the caller wished for and who serves, when the salon gives the appointment to somebody else', async () => {
    const { uid, told } = await byPhone('Wunsch Mehmet', { service: 'Bartpflege', preferred_staff: 'Memo' });
    expect(told).toBe('Mehmet Kaya');
    expect(await cellsOf(uid)).toMatchObject({
      staff: 'Mehmet Kaya',
      preferred: 'Mehmet Kaya',
      preferred_staff_as_said: 'Memo',
    });
    await stage().calcom.people.reassign(uid, 1003);
    await lookAgain([uid]);
    const after = await eventually('the other one', async () => {
      const cells = await cellsOf(uid);
      return cells.calcom_host_id === 1003 && cells;
    });
    expect(after).toMatchObject({ staff: 'Sofia Brandt', preferred: 'Mehmet Kaya', preferred_staff_as_said: 'Memo' });
  }, 60_000);
}
