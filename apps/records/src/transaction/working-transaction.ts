import type { AppointmentState, Event } from '@callbook/contracts';
import type { Appointment, AppointmentUid } from '../appointments/appointment';
import { UidOfAnotherAppointment } from '../appointments/uid-of-another-appointment';
import { bookingsIn } from '../calls/bookings-in';
import { type CustomerKey, newCustomer } from '../customers/customer';
import { customerWith } from '../customers/customer-with';
import type { Outcome } from '../outcomes/outcome';
import type { Said } from '../owed-answers/owed-answer';
import type { Patience } from '../owed-answers/owed-in-time';
import type { RecordsTransaction } from './records';
import { uidKey, type WorkingSet } from './working-set';

/** A transaction over rows in memory. */
export function transactionOver(set: WorkingSet, patience: Patience): RecordsTransaction {
  const { calls, customers, appointments, outcomes, functionAnswers, owedAnswers } = set;
  return {
    calls: {
      async open(first) {
        await set.fetch({ calls: [first.id] });
        return calls.open(first);
      },
      async reopen(id) {
        await set.fetch({ calls: [id] });
        return calls.get(id, 'call');
      },
      async find(id) {
        await set.fetch({ calls: [id] });
        return calls.find(id) ?? null;
      },
      save: async (call) => calls.put(call),
      async bookingsOf(callId) {
        await set.fetch({ calls: [callId], openAnswers: openAnswersOf(set, callId) });
        return bookingsIn(set, callId);
      },
    },
    callTexts: {
      putTranscript: async (transcript) => set.transcripts.put(transcript),
      putRecording: async (recording) => set.recordings.put(recording),
    },
    customers: {
      open: (company, key, messageId) => openCustomer(set, company, key, messageId),
      async reopen(id) {
        await set.fetch({ customerIds: [id] });
        return customers.get(id, 'customer');
      },
      save: async (customer) => customers.put(customer),
    },
    appointments: {
      oneFactAtATime: (id) => set.fetch({ appointments: [id] }),
      async find(id) {
        await set.fetch({ appointments: [id] });
        return appointments.find(id) ?? null;
      },
      async withUid(company, uid) {
        const known = set.uids.find(uidKey({ company, uid }));
        if (!known) await set.fetch({ uids: [{ company, uid }] });
        return (known ?? set.uids.find(uidKey({ company, uid })))?.appointmentId ?? null;
      },
      async reopen(id) {
        await set.fetch({ appointments: [id] });
        return appointments.get(id, 'appointment');
      },
      async open(first) {
        await set.fetch({ appointments: [first.id] });
        return appointments.open(first);
      },
      save: async (appointment) => appointments.put(appointment),
      setPhases: async ({ id: appointmentId }, phases, toldAt) => set.phases.put({ appointmentId, phases, toldAt }),
      addUids: async (appointment, uids) => addUids(set, appointment, uids),
    },
    outcomes: {
      async open(first) {
        await set.fetch({ requests: [first.requestId] });
        return outcomes.open(first);
      },
      save: async (outcome) => outcomes.put(outcome),
      async find(requestId) {
        await set.fetch({ requests: [requestId] });
        return outcomes.find(requestId) ?? null;
      },
      async ofCall(callId) {
        await set.fetch({ calls: [callId] });
        return outcomes.where((one) => one.callId === callId);
      },
      async follow(appointment) {
        await set.fetch({ appointments: [appointment.appointmentId] });
        for (const outcome of outcomes.where((one) => one.appointmentId === appointment.appointmentId))
          outcomes.put(following(outcome, appointment));
      },
    },
    functionAnswers: {
      async add(answer) {
        await set.fetch({ calls: [answer.callId] });
        functionAnswers.open(answer);
      },
      async toRequestsOf(callId) {
        await set.fetch({ calls: [callId] });
        return functionAnswers.where(
          (one) => one.callId === callId && one.requestKey !== null,
        ) as readonly object[] as Said[];
      },
    },
    owedAnswers: {
      async ofCall(callId) {
        await set.fetch({ calls: [callId] });
        return owedAnswers.where((one) => one.callId === callId);
      },
      put: async (answer) => owedAnswers.put(answer),
      remove: async (id) => owedAnswers.remove(id),
    },
    mentions: {
      follow: async (appointmentId, messageId) => set.mentions.put({ appointmentId, messageId }),
    },
    patience,
    publish: async (event: Event<object>) => void set.events.push(event),
  };
}

async function openCustomer(set: WorkingSet, company: string, key: CustomerKey, messageId: string) {
  await set.fetch({ customers: [{ company, key }] });
  const found = customerWith(set.customers, company, key);
  return found ?? set.customers.open(newCustomer(company, key, messageId)).row;
}

function addUids(set: WorkingSet, { id, company }: Appointment, uids: readonly AppointmentUid[]): void {
  for (const { uid, kind } of uids) {
    const { row: known } = set.uids.open({ company, uid, appointmentId: id, kind });
    if (known.appointmentId !== id) throw new UidOfAnotherAppointment(id);
    if (kind < known.kind) set.uids.put({ ...known, kind }); // 'chain' says more than 'segment'
  }
}

function openAnswersOf({ functionAnswers }: WorkingSet, callId: string) {
  return functionAnswers
    .where((told) => told.callId === callId && told.status === 'pending' && told.requestKey !== null)
    .map(({ company, functionCallId, requestKey }) => ({ company, functionCallId, requestKey: requestKey as string }));
}

function following(
  outcome: Outcome,
  { requestId: _, requestKey: __, functionCallIds: ___, ...appointment }: AppointmentState,
): Outcome {
  return { ...outcome, event: { ...outcome.event, ...appointment } as AppointmentState };
}
