import type { Catalogue } from '@callbook/catalogue';
import {
  type AnswerStatus,
  appointmentRowId,
  type BookingFact,
  type BookingRequestJoined,
  type CallIdentity,
  callRowId,
  type Event,
} from '@callbook/contracts';
import { bookedAtOf } from '../appointments/appointment-of';
import { attendeeOf } from '../customers/attendee';
import type { CustomerKey } from '../customers/customer';
import { attendeeKey, bookingCallerKey, callerKey } from '../customers/customer-key';
import { peopleOf, type ToldPerson } from '../privacy/people-of';

/** A customer by what it is recognised by. */
export interface CustomerOf {
  readonly company: string;
  readonly key: CustomerKey;
}

/** A uid as the calendar of one company gave it. */
export interface UidOf {
  readonly company: string;
  readonly uid: string;
}

/** A function call that was told "not confirmed yet". */
export interface OpenAnswer {
  readonly company: string;
  readonly functionCallId: string;
  readonly requestKey: string;
}

/** Rows by what is known of them: those a message is about, or those that have just turned out to be needed. */
export interface Reach {
  readonly appointments?: readonly string[];
  /** Appointments that have one of these. */
  readonly uids?: readonly UidOf[];
  readonly calls?: readonly string[];
  readonly customerIds?: readonly string[];
  readonly customers?: readonly CustomerOf[];
  /** Outcomes, by request id. */
  readonly requests?: readonly string[];
  readonly openAnswers?: readonly OpenAnswer[];
  /** Who is told of: a message about somebody who was erased is not worked on. */
  readonly people?: readonly ToldPerson[];
}

/** What an event may say about rows; none says all of it. */
type Telling = Partial<
  Pick<BookingFact, 'rootUid' | 'requestId' | 'changedBy' | 'calcomUid'> &
    Pick<BookingRequestJoined, 'functionCallId'> & {
      call: CallIdentity | null;
      status: AnswerStatus;
      requestKey: string;
    }
>;

/**
 * The rows an event is about, as far as it says itself, so that those of many events can be fetched together. Whatever it
 * leaves out costs a statement of its own later, and nothing else.
 */
export function reachOf(event: Event<object>, catalogue: Catalogue): Reach {
  const { company } = event;
  const told: Telling = event.data;
  const identities = [told.call, told.changedBy?.call].filter((call) => call != null);
  const isFact = told.rootUid !== undefined;
  return {
    appointments: isFact ? [appointmentRowId(company, String(told.rootUid))] : [],
    uids: !isFact && told.calcomUid !== undefined ? [{ company, uid: told.calcomUid }] : [],
    calls: identities.map(({ retellCallId }) => callRowId(company, retellCallId)),
    customers: customersOf(event, { identities, isFact }, catalogue),
    requests: [told.requestId, told.changedBy?.requestId].filter((id) => id != null),
    people: peopleOf(event, catalogue.company(company)?.country),
    openAnswers:
      told.status === 'pending' && told.functionCallId && told.requestKey
        ? [{ company, functionCallId: told.functionCallId, requestKey: told.requestKey }]
        : [],
  };
}

function customersOf(
  event: Event<object>,
  { identities, isFact }: { identities: readonly CallIdentity[]; isFact: boolean },
  catalogue: Catalogue,
): CustomerOf[] {
  const { company } = event;
  const callers = identities.map((call) => (isFact ? bookingCallerKey(call) : callerKey(call).value));
  const fact = event as Event<BookingFact>;
  const attendee =
    isFact && !fact.data.call
      ? attendeeKey(attendeeOf(fact.data, bookedAtOf(fact)), catalogue.company(company)?.country).value
      : null;
  return [...callers, attendee].filter((key) => key !== null).map((key) => ({ company, key }));
}
