import type {
  BookingAtProvider,
  EraseCustomerReply,
  HeldByOpsReply,
  HeldOfPersonReply,
  UnrecognisedLetter,
} from '@callbook/contracts';
import Table from 'cli-table3';
import type { Answer } from '../cli/command-line';

/** What others than records hold of a person. */
export interface Held {
  readonly booking: HeldOfPersonReply;
  readonly ops: HeldByOpsReply;
}

export interface Erasure {
  readonly reply: EraseCustomerReply;
  /** What they held before. */
  readonly before: Held;
  /** What they hold now; left out where nothing was erased. */
  readonly after?: Held;
  readonly dryRun: boolean;
}

/** What no command of ours reaches, and why that is all right or what to do. */
const outOfReach: readonly string[] = [
  'Gateway spools and the broker: events that still wait there are recognised and dropped when they arrive.',
  'Subscribers outside: they are told by customer.erased, which names the rows and no person.',
  'Backups of the database: erase again after restoring one.',
];

/** Rows of a document, or a sum of counts. */
export function totalOf(byTable: Readonly<Record<string, unknown>>): number {
  return Object.values(byTable).reduce<number>(
    (sum, value) => sum + (Array.isArray(value) ? value.length : Number(value)),
    0,
  );
}

/**
 * Who still holds what it should have erased. Attempts under way with Cal.com are no such thing: they are erased when they end;
 * nor are letters that are not recognised: nobody waits for what only people can see to.
 */
export function notDone({ booking: { counts, underWay }, ops }: Held): ('Booking' | 'Ops')[] {
  const kept = underWay > 0 ? (counts.attempts ?? 0) > underWay : totalOf(counts) > 0;
  return [...(kept ? ['Booking' as const] : []), ...(totalOf(ops.counts) > 0 ? ['Ops' as const] : [])];
}

/**
 * What was erased, or would be, table by table; last what must be deleted at the providers. A problem while others have not
 * erased, and while somebody has to decide about a letter.
 */
export function erasureReport({ reply, before, after, dryRun }: Erasure): Answer {
  const { result, company, counts, retellCallIds, calcomBookings, erasureId, related } = reply;
  if (result === 'erased_before')
    return {
      json: { result, company },
      text: 'Whoever was known by that was erased before; nothing was changed. What is to be deleted at the providers was listed then.',
    };
  const booking = { ...before.booking, document: undefined };
  const ops = { ...before.ops, document: undefined };
  const atProviders = { retellCallIds, calcomBookings };
  const { unrecognised } = (after ?? before).ops;
  const json = {
    result,
    company,
    erasureId,
    records: counts,
    booking,
    ops,
    after: after?.booking,
    afterInOps: after?.ops,
    related,
    outOfReach,
    atProviders,
  };
  const done = after ? doneText(after) : `Nothing was erased.${dryRun ? '' : ' Add --yes to erase.'}`;
  const lines = [
    tableOf(counts, before, after !== undefined),
    done,
    ...upcomingText(calcomBookings),
    ...lettersText(unrecognised),
    ...(related.length > 0
      ? [
          `These customers have appointments of this one's calls, or the same address; look whether they are the same person, and erase each by id: ${related.join(', ')}`,
        ]
      : []),
    '',
    'Out of reach:',
    ...outOfReach.map((line) => `  ${line}`),
    '',
    ...providersText(retellCallIds, calcomBookings),
  ];
  const hasProblem = after !== undefined && (notDone(after).length > 0 || unrecognised.some(isUndecided));
  return { json, text: lines.join('\n'), ...(hasProblem && { exitCode: 1 as const }) };
}

function tableOf(records: Record<string, number>, { booking, ops }: Held, isDone: boolean): string {
  const table = new Table({
    head: ['Table', isDone ? 'Rows erased' : 'Rows to erase'],
    style: { head: [], border: [] },
  });
  for (const [name, count] of Object.entries(records)) table.push([`records.${name}`, count]);
  for (const [name, count] of Object.entries(booking.counts)) table.push([`booking.${name}`, count]);
  for (const [name, count] of Object.entries(ops.counts)) table.push([`ops.${name}`, count]);
  return table.toString();
}

function doneText(after: Held): string {
  const others = notDone(after);
  if (others.length > 0) {
    const lines = others.map(
      (who) => `${who} has not done its part yet: is it running, with the same ERASURE_KEY? Then it goes on by itself.`,
    );
    return ['Erased in records.', ...lines].join('\n');
  }
  const { underWay } = after.booking;
  if (underWay === 0) return after.ops.unrecognised.length > 0 ? 'Erased, but for the dead letters below.' : 'Erased.';
  return `Erased, but for ${underWay} attempts that are not done with Cal.com: booking erases them when they are, within about an hour.`;
}

const isUndecided = ({ state }: UnrecognisedLetter): boolean => state === 'open' || state === 'replaying';

/** What is not recognised stays as it is, and open letters stay for ever. */
function lettersText(letters: readonly UnrecognisedLetter[]): string[] {
  if (letters.length === 0) return [];
  const lineOf = ({ id, state }: UnrecognisedLetter) => {
    if (state === 'open') return `  callbook dlq discard ${id} --why …`;
    return `  ${id} is ${state.replace('_', ' ')}${state === 'replaying' ? ': look again when it is open or resolved' : ''}`;
  };
  return [
    `${letters.length} dead letters name a call or booking of the person, but not as an event does: erasing leaves them as they are.`,
    'Look at each (callbook dlq show ID), and discard what is open and theirs. What is discarded, resolved or too late is deleted',
    'LETTERS_KEPT_DAYS (90) after that.',
    ...letters.map(lineOf),
  ];
}

function upcomingText(bookings: readonly BookingAtProvider[]): string[] {
  const upcoming = bookings.filter(({ isUpcoming }) => isUpcoming);
  if (upcoming.length === 0) return [];
  return [
    `${upcoming.length} of the appointments are still to take place: the salon knows of them by Cal.com alone then.`,
  ];
}

function providersText(retellCallIds: readonly string[], bookings: readonly BookingAtProvider[]): string[] {
  if (retellCallIds.length + bookings.length === 0) return ['Nothing is to be deleted at the providers.'];
  return [
    'To be deleted at the providers:',
    ...retellCallIds.map((id) => `  Retell call ${id}`),
    ...bookings.map(
      ({ uid, bookingId }) => `  Cal.com booking ${uid}${bookingId === null ? '' : ` (id ${bookingId})`}`,
    ),
  ];
}
