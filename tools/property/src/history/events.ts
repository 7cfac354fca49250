import {
  appointmentRowId,
  AppointmentLinked,
  AppointmentNoted,
  AppointmentUnlinked,
  BookingAlreadyBooked,
  BookingAskedBack,
  BookingFailed,
  BookingRequestJoined,
  BookingUnresolved,
  CallAnalyzed,
  type CallEnd,
  CallEnded,
  CallFunctionAnswered,
  callRowId,
  CallStarted,
  createEvent,
  CustomerMerged,
  CustomerUnmerged,
  derivedId,
  type Event,
  type EventClass,
  unresolvedReasons,
} from '@callbook/contracts';
import type { Catalogue } from '@callbook/catalogue';
import { type Chains, chainsOf, factEvent } from './facts';
import { type Asked, askedFor, customerIdOf, functionCallId, identityOf, retellCallId, timeAt, uidOf } from './names';
import { bookedAlready, type Delivery, type FactPlan, type Plan, type StepPlan, type Wish } from './plan';

/** One thing that is told, and how. */
export interface Message {
  readonly event: Event<object>;
  readonly step: StepPlan;
}

/** A history in one company. */
export interface History {
  readonly company: string;
  readonly messages: readonly Message[];
  readonly atOnce: boolean;
}

/** Where a history takes place. */
export interface Place {
  readonly company: string;
  /** Of the company among those of its catalogue. */
  readonly place: number;
  readonly catalogue: Catalogue;
}

/** What a plan comes to in a company. Where two steps would be one event of the publisher's, the first counts. */
export function historyOf(plan: Plan, where: Place): History {
  const { company } = where;
  const chains = chainsOf(plan);
  const messages = new Map<string, Message>();
  plan.steps.forEach((step, index) => {
    const { type, data, same } = told(step, index, { plan, where, chains });
    const id = derivedId('property event', company, type.type, same);
    if (messages.has(id)) return;
    const context = { id, company, time: new Date(timeAt(step.minute)), correlationId: 'property' };
    messages.set(id, { step, event: createEvent(type, data, context) });
  });
  return { company, messages: [...messages.values()], atOnce: plan.atOnce };
}

/** All hand-overs of a message, the first ones of the history or, later, the replays. */
export function deliveriesOf({ step }: Message, isReplay: boolean): readonly Delivery[] {
  if (!isReplay) return step.deliveries;
  return step.replay ? [step.replay] : [];
}

interface Telling {
  readonly plan: Plan;
  readonly where: Place;
  readonly chains: Chains;
}

interface Told {
  readonly type: EventClass;
  readonly data: object;
  /** What makes two of them the same event. */
  readonly same: string;
}

const reasons = {
  failed: ['slot_taken', 'withdrawn', 'superseded', 'too_late'],
  unresolved: unresolvedReasons,
} as const;

const attendee = { name: 'Jonas Weber', email: null, phone: null };

function told(step: StepPlan, index: number, telling: Telling): Told {
  const { plan, where, chains } = telling;
  const { company, place } = where;
  const call = (of: number) => identityOf(plan, company, place, of);
  const calls = (of: number, wish: Wish | null, ones: readonly number[]) =>
    ones.map((one) => functionCallId(company, of, wish, one));
  switch (step.kind) {
    case 'fact':
      return factEvent(step as FactPlan, { ...where, plan, chains });
    case 'started':
      return { type: CallStarted, data: { call: call(step.call) }, same: `${step.call}` };
    case 'ended': {
      const end = endOf(step, index);
      return { type: CallEnded, data: { call: call(step.call), end }, same: `${step.call} ${step.variant}` };
    }
    case 'analyzed': {
      const analysis = {
        summary: `summary ${step.variant}`,
        sentiment: step.variant === 0 ? 'Positive' : null,
        successful: step.variant === 0,
        inVoicemail: null,
        custom: { variant: step.variant },
      };
      const data = { call: call(step.call), end: endOf(step, index), analysis, observedAt: timeAt(step.minute) };
      return { type: CallAnalyzed, data, same: `${step.call} ${index}` };
    }
    case 'failed':
    case 'unresolved': {
      const asked = askedFor(company, step.call, step.wish, step.round);
      const data = {
        ...unbooked(asked, step.round),
        call: call(step.call),
        functionCallIds: calls(step.call, step.wish, step.functionCalls),
        reason: reasons[step.kind][step.reason % reasons[step.kind].length],
        providerText: step.reason === 0 ? `the calendar said no ${'x'.repeat(300)}` : null,
        ...(step.kind === 'failed' && { alternatives: [] }),
      };
      return { type: step.kind === 'failed' ? BookingFailed : BookingUnresolved, data, same: asked.requestId };
    }
    case 'asked-back': {
      const { requestKey } = askedFor(company, step.call, step.wish, 1);
      const functionCall = functionCallId(company, step.call, step.wish, step.functionCall);
      const data = {
        call: call(step.call),
        functionCallId: functionCall,
        requestKey,
        question: 'same_person',
        service: { id: serviceId(where), key: 'herrenhaarschnitt' },
        start: timeAt(90),
        attendee,
      };
      return { type: BookingAskedBack, data, same: functionCall };
    }
    case 'joined': {
      const { requestKey, requestId } = askedFor(company, step.call, step.wish, step.round);
      const functionCall = functionCallId(company, step.call, step.wish, step.functionCall);
      const data = { call: call(step.call), functionCallId: functionCall, requestKey, requestId };
      return { type: BookingRequestJoined, data, same: `${functionCall} ${requestId}` };
    }
    case 'already-booked': {
      const wish: Wish = { operation: 'book', chain: step.chain + bookedAlready };
      const asked = askedFor(company, step.call, wish, 1);
      const data = {
        ...unbooked(asked, 1),
        call: call(step.call),
        functionCallIds: calls(step.call, wish, step.functionCalls),
        calcomUid: uidOf(step.chain, step.moved),
        providerText: null,
      };
      return { type: BookingAlreadyBooked, data, same: asked.requestId };
    }
    case 'answered': {
      const functions = {
        book: 'book_appointment',
        reschedule: 'reschedule_appointment',
        cancel: 'cancel_appointment',
      };
      const data = {
        call: call(step.call),
        functionCallId: functionCallId(company, step.call, step.wish, step.functionCall),
        requestKey: step.wish && askedFor(company, step.call, step.wish, 1).requestKey,
        functionName: functions[step.wish?.operation ?? 'book'],
        status: step.status,
        say: `said ${index}`,
        delivered: step.delivered,
        answeredAt: timeAt(step.minute),
      };
      return { type: CallFunctionAnswered, data, same: String(index) };
    }
    case 'linked':
    case 'unlinked': {
      const appointmentId = appointmentRowId(company, chains.rootUid(step.chain));
      const callId = callRowId(company, retellCallId(step.call));
      const data = { ...act(step.minute), appointmentId, previousCallId: callId };
      return step.kind === 'linked'
        ? { type: AppointmentLinked, data: { ...data, callId }, same: String(index) }
        : { type: AppointmentUnlinked, data, same: String(index) };
    }
    case 'noted': {
      const appointmentId = appointmentRowId(company, chains.rootUid(step.chain));
      const notes = step.text === null ? null : `note ${step.text}`;
      return { type: AppointmentNoted, data: { ...act(step.minute), appointmentId, notes }, same: String(index) };
    }
    case 'merged':
    case 'unmerged': {
      const customerId = customerIdOf(company, step.customer);
      const intoId = customerIdOf(company, step.into);
      // Nobody can be made one with themselves: the act is refused before there is an event.
      if (step.kind === 'merged' && customerId !== intoId)
        return { type: CustomerMerged, data: { ...act(step.minute), customerId, intoId }, same: String(index) };
      const data = { ...act(step.minute), customerId, previousIntoId: intoId };
      return { type: CustomerUnmerged, data, same: String(index) };
    }
  }
}

const act = (minute: number) => ({ actor: 'anna', why: 'the caller said so', actedAt: timeAt(minute) });

function unbooked({ operation, requestKey, requestId }: Asked, round: number) {
  return { operation, requestKey, requestId, round, service: null, start: timeAt(90), attendee };
}

function serviceId({ catalogue, company }: Place): string {
  return catalogue.findService(company, 'herrenhaarschnitt')?.id as string;
}

/** Each differs from all others in what was said. */
function endOf(
  { known, minute }: Extract<StepPlan, { kind: 'ended' | 'analyzed' | 'started' }>,
  index: number,
): CallEnd {
  return {
    endedAt: known.endedAt ? timeAt(Math.max(minute, 30)) : null,
    durationMs: known.duration ? 1_000 * index : null,
    disconnectionReason: known.duration ? `reason ${index}` : null,
    costCents: known.endedAt ? index + 0.5 : null,
    transcript: known.transcript ? `words ${index}` : null,
    recordingUrl: known.recording ? `https://recordings.example.invalid/${index}` : null,
  };
}
