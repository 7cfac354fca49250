import { catalogue } from '../../test/support/catalogue';
import { bookingCreated, bookingFact } from '../../test/support/events';
import { permutations } from '../../test/support/permutations';
import type { Appointment } from '../appointments/appointment';
import { appointmentOf } from '../appointments/appointment-of';
import { claimed, revised } from '../appointments/revision';
import { filled } from '../cells/cell';
import { callsOf, withLink, withoutDecision } from './link-decision';

const chain = bookingFact();
const fact = (revision: number, callId: string | null): Appointment => ({
  ...appointmentOf(bookingCreated({ ...chain, revision }), {
    callId,
    customer: filled({ customerId: callId ?? 'attendee', mergedCustomerId: null }),
    catalogue,
  }),
  recordedByMessage: `fact ${revision}`,
});
const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 10, minute));

type Change = (known: Appointment) => Appointment;
const told =
  (revision: number, callId: string | null): Change =>
  (known) =>
    revised(known, fact(revision, callId));
const act =
  (minute: number, callId: string | null, eventId = `act ${minute}`): Change =>
  (known) =>
    withLink(known, { callId, at: at(minute), eventId });

/** The row after the changes in every order, which must be one. */
function inEveryOrder(start: Appointment, changes: readonly Change[]): Appointment {
  const rows = permutations(changes).map((order) => order.reduce((known, change) => change(known), start));
  for (const row of rows) expect(row).toEqual(rows[0]);
  return rows[0]!;
}

describe('what a person decided about the link of an appointment', () => {
  it('stands against facts that come before, between and after it', () => {
    const unlinked = inEveryOrder(fact(10, 'booker'), [
      act(1, null),
      told(11, 'booker'),
      told(12, null),
      told(9, 'first'),
    ]);
    expect(unlinked).toMatchObject({
      callId: null,
      toldCallId: 'first',
      callRevision: 9,
      revision: 12,
      linkCause: 'unlinked_by_operator',
      linkCauseSince: at(1),
    });
    const linked = inEveryOrder(fact(10, null), [act(1, 'chosen'), told(11, 'booker'), told(12, null)]);
    expect(linked).toMatchObject({ callId: 'chosen', toldCallId: 'booker', source: 'phone', customerId: 'booker' });
  });

  it('stands against calls that claim the appointment, which are remembered behind it', () => {
    const claims: Change[] = [(known) => claimed(known, 'late', at(6)), (known) => claimed(known, 'early', at(5))];
    const row = inEveryOrder(fact(10, null), [act(1, null), ...claims, told(11, null)]);
    expect(row).toMatchObject({ callId: null, toldCallId: 'early', callClaimedAt: at(5) });
    expect(withoutDecision(row)).toMatchObject({ callId: 'early', linkDecidedAt: null, linkCause: null });
  });

  it('is the latest act of several, and of two at one time the one with the greater event id, in every order', () => {
    const acts = [act(3, 'third'), act(1, 'first'), act(2, null)];
    expect(inEveryOrder(fact(10, 'booker'), [...acts, told(11, null)])).toMatchObject({ callId: 'third' });
    const tied = [act(1, 'a', 'event a'), act(1, 'b', 'event b')];
    expect(inEveryOrder(fact(10, 'booker'), tied)).toMatchObject({ callId: 'b', linkDecidedBy: 'event b' });
  });

  it('changes nothing when it is told again', () => {
    const once = act(1, null)(fact(10, 'booker'));
    expect(act(1, null)(once)).toBe(once);
    expect(told(10, 'booker')(once)).toBe(once);
  });

  it('has to do with both calls: the one that was decided, and the one that facts name', () => {
    expect(callsOf(act(1, 'chosen')(fact(10, 'booker')))).toEqual(['booker', 'chosen']);
    expect(callsOf(act(1, null)(fact(10, 'booker')))).toEqual(['booker']);
    expect(callsOf(fact(10, 'booker'))).toEqual(['booker']);
    expect(callsOf(fact(10, null))).toEqual([]);
  });
});
