import {
  BookingAbsenceMarked,
  BookingAwaitingConfirmation,
  BookingCancelled,
  BookingCreated,
  type BookingFact,
  BookingReassigned,
  BookingRejected,
  BookingRescheduled,
  type EventClass,
} from '@callbook/contracts';
import type { Place } from './events';
import { askedFor, functionCallId, identityOf, numbers, timeAt, uidOf } from './names';
import type { ChainPlan, FactPlan, Plan, Wish } from './plan';

/** What follows for each chain from the facts about it, which are numbered in the order of the plan. */
export interface Chains {
  readonly rootUid: (chain: number) => string;
  /** From 1; the place of a fact among those of its chain. */
  readonly numberOf: (fact: FactPlan) => number;
  readonly before: (fact: FactPlan) => FactPlan | undefined;
}

export function chainsOf({ steps }: Plan): Chains {
  const facts = steps.filter((step): step is FactPlan => step.kind === 'fact');
  const ofChain = (chain: number) => facts.filter((fact) => fact.chain === chain);
  return {
    rootUid: (chain) => uidOf(chain, 0),
    numberOf: (fact) => ofChain(fact.chain).indexOf(fact) + 1,
    before: (fact) => ofChain(fact.chain)[ofChain(fact.chain).indexOf(fact) - 1],
  };
}

/** Before the clock of the first telling, after it, and on another day. */
const starts = [60, 26 * 60, 5 * 60] as const;

const people: Readonly<Record<FactPlan['host'], Pick<BookingFact, 'host' | 'hostReadFrom' | 'hostMissingReason'>>> = {
  'by-id': host(1002, 'mehmet@salon.example'),
  'by-email': host(4711, 'Sofia@Salon.example'),
  ambiguous: host(4712, 'desk@salon.example'),
  unknown: host(4713, 'nobody@salon.example'),
  none: { host: null, hostReadFrom: null, hostMissingReason: 'no_host' },
  sentinel: { host: null, hostReadFrom: null, hostMissingReason: 'sentinel_host' },
};

function host(id: number, email: string) {
  return {
    host: { id, name: `host ${id}`, email, timeZone: 'Europe/Berlin' },
    hostReadFrom: 'post' as const,
    hostMissingReason: null,
  };
}

export function factEvent(
  fact: FactPlan,
  { plan, company, place, chains, catalogue }: Place & { readonly plan: Plan; readonly chains: Chains },
): { type: EventClass<BookingFact>; data: BookingFact; same: string } {
  const { call: caller, namedFrom, composite } = plan.chains[fact.chain] as ChainPlan;
  const revision = chains.numberOf(fact);
  const isNamed = caller !== null && revision > namedFrom;
  const booking: Wish = { operation: 'book', chain: fact.chain };
  const asked = isNamed ? askedFor(company, caller, booking, 1) : null;
  const changed = fact.changedBy;
  const changeWish: Wish | null = changed && { operation: changed.operation, chain: fact.chain };
  const askedChange = changed && changeWish && askedFor(company, changed.call, changeWish, changed.round);
  const calls = changed
    ? fact.functionCalls.map((one) => functionCallId(company, changed.call, changeWish, one))
    : isNamed
      ? fact.functionCalls.map((one) => functionCallId(company, caller, booking, one))
      : [];
  const start = starts[fact.moved];
  const key = composite ? 'dauerwelle' : 'herrenhaarschnitt';
  const service = catalogue.findService(company, key);
  const uid = uidOf(fact.chain, fact.moved);
  const data: BookingFact = {
    call: isNamed ? identityOf(plan, company, place, caller) : null,
    requestId: asked?.requestId ?? null,
    requestKey: asked?.requestKey ?? null,
    functionCallIds: calls,
    changedBy:
      changed && askedChange
        ? {
            operation: changed.operation,
            requestId: askedChange.requestId,
            requestKey: askedChange.requestKey,
            call: identityOf(plan, company, place, changed.call),
          }
        : null,
    calcomBookingId: 500 + revision,
    calcomUid: uid,
    rootUid: chains.rootUid(fact.chain),
    revision,
    // Found in the catalogue by the event type, if it is an ordinary service's.
    eventTypeId: fact.service || composite ? 2001 : 2999,
    service: fact.service && service ? { id: service.id, key } : null,
    start: timeAt(start),
    end: timeAt(start + (composite ? 95 : 30)),
    durationMinutes: composite ? 95 : 30,
    timeZone: 'Europe/Berlin',
    status: fact.status,
    ...people[fact.host],
    absence: fact.absent === 'nobody' ? null : { attendee: fact.absent === 'attendee', host: fact.absent === 'host' },
    ...attendees(fact, { isNamed, sharedAddress: plan.sharedAddress }),
    location: revision % 2 === 0 ? 'Mitte' : null,
    metadata: { revision },
    preferredStaff: revision % 2 === 0 ? { asSaid: 'Mehmet', staffId: null } : null,
    price: fact.price ? { minor: 3_000 + revision, currency: 'EUR' } : null,
    catalogueVersion: 1,
    segments: composite
      ? [
          { key: 'wickeln', uid, start: timeAt(start), end: timeAt(start + 45) },
          {
            key: 'fixieren',
            uid: `uid-${fact.chain}-2${fact.moved === 0 ? '' : `-${fact.moved}`}`,
            start: timeAt(start + 65),
            end: timeAt(start + 95),
          },
        ]
      : [],
    notes: revision % 3 === 0 ? 'in the calendar' : null,
    providerCreatedAt: fact.createdMinute === null ? null : timeAt(fact.createdMinute),
    providerUpdatedAt: timeAt(fact.minute),
  };
  return { type: classOf(fact, chains.before(fact)), data, same: `${fact.chain} ${revision}` };
}

/** Named by what is different now, as booking names it. */
function classOf(fact: FactPlan, before: FactPlan | undefined): EventClass<BookingFact> {
  if (fact.status === 'cancelled') return BookingCancelled;
  if (fact.status === 'rejected') return BookingRejected;
  if (fact.status === 'pending') return BookingAwaitingConfirmation;
  if (before && before.moved !== fact.moved) return BookingRescheduled;
  if (fact.absent !== 'nobody') return BookingAbsenceMarked;
  return before && before.host !== fact.host ? BookingReassigned : BookingCreated;
}

type Attendees = Pick<BookingFact, 'attendeeAsSaid' | 'attendeeAsBooked'>;

/** On the phone somebody says something; on the web page there is only what was entered. */
function attendees(
  { attendee, chain }: FactPlan,
  { isNamed, sharedAddress }: { isNamed: boolean; sharedAddress: boolean },
): Attendees {
  if (attendee === 'silent') return { attendeeAsSaid: null, attendeeAsBooked: null };
  const name = attendee === 'other-name' ? 'Eva Lang' : `Jonas Weber ${chain}`;
  const email = {
    regular: null,
    'other-name': null,
    'real-mail': 'Jonas.Weber@kunde.example',
    'phone-only': '4915112345672@sms.cal.com',
    'mail-only': sharedAddress ? 'jonas.weber@kunde.example' : 'web@kunde.example',
    nobody: null,
  }[attendee];
  const phone = attendee === 'mail-only' || attendee === 'nobody' ? null : '0151 12345672';
  const booked = { name, email, phone, timeZone: 'Europe/Berlin' };
  if (!isNamed) return { attendeeAsSaid: null, attendeeAsBooked: booked };
  const said = {
    name: attendee === 'nobody' ? null : name,
    email: attendee === 'real-mail' ? 'Jonas.Weber@kunde.example' : null,
    phone: attendee === 'regular' ? numbers[1] : null,
  };
  return { attendeeAsSaid: said, attendeeAsBooked: booked };
}
