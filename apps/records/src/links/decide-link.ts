import type { CatalogueSource } from '@callbook/catalogue';
import {
  type AppointmentActRefusal,
  AppointmentLinked,
  AppointmentUnlinked,
  callRowId,
  createEvent,
  type Event,
  LinkAppointment,
  type UnlinkAppointment,
  uuidForm,
} from '@callbook/contracts';
import { PermanentError, RetryableError } from '@callbook/messaging/failure';
import { timeOfAct } from '../acts/act';
import { type Acts, type ActTransaction, NotDone, outcomeOf } from '../acts/acts';
import type { Appointment } from '../appointments/appointment';
import { stateOf } from '../appointments/appointment-state';
import { closeCall } from '../calls/close-call';
import type { Clock } from '../clock/clock';
import type { Message, RecordsTransaction } from '../transaction/records';
import { callsOf, linkDecisionOf, withLink } from './link-decision';

export type LinkAct = Event<AppointmentLinked> | Event<AppointmentUnlinked>;

/** What became of a person's wish; `previousCallId` is the call it belonged to before. */
export type LinkOutcome =
  | { readonly result: 'done' | 'unchanged'; readonly previousCallId: string | null }
  | { readonly result: 'refused'; readonly refusal: AppointmentActRefusal };

/**
 * Gives an appointment to a call, or takes it from the call it belongs to, because a person decides so. Both sides of the
 * link change together. From then on facts decide about it no more; of several acts the latest counts, in whatever order
 * they and the facts arrive.
 */
export class DecideLink {
  constructor(
    private readonly acts: Acts,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
  ) {}

  /** Does what a person asks for, and publishes it. Asked twice with the same `actId`, it is one act. */
  async perform(request: LinkAppointment | UnlinkAppointment): Promise<LinkOutcome> {
    const type = request instanceof LinkAppointment ? AppointmentLinked : AppointmentUnlinked;
    const message = { id: request.actId, queue: type.consumers[0] as string };
    const outcome = await outcomeOf<LinkOutcome, LinkOutcome>(this.acts, message, async (tx) => {
      const appointment = await this.asked(tx, request);
      const callId = request instanceof LinkAppointment ? await callAsked(tx, appointment.company, request.call) : null;
      const previousCallId = appointment.callId;
      if (callId === previousCallId) throw new NotDone<LinkOutcome>({ result: 'unchanged', previousCallId });
      const event = this.eventOf(request, appointment, callId);
      await this.decide(tx, appointment, event);
      await tx.publish(event);
      return { result: 'done', previousCallId };
    });
    if (!outcome) return { result: 'unchanged', previousCallId: null };
    return 'done' in outcome ? outcome.done : outcome.why;
  }

  /** Writes an act that is told by its event: replayed, or come before what it is about, which is waited for. */
  async apply(event: LinkAct, message: Message): Promise<void> {
    await this.acts.once(message, async (tx) => {
      const { appointmentId } = event.data;
      const appointment = await tx.appointments.find(appointmentId);
      if (!appointment)
        throw new RetryableError('appointment_not_recorded', `appointment ${appointmentId} is not recorded yet`);
      if (appointment.company !== event.company)
        throw new PermanentError('other_company', `appointment ${appointmentId} belongs to another company`);
      if (event.data instanceof AppointmentLinked) {
        const call = await tx.calls.find(event.data.callId);
        if (!call) throw new RetryableError('call_not_recorded', `call ${event.data.callId} is not recorded yet`);
        if (call.company !== event.company)
          throw new PermanentError('other_company', `call ${call.id} belongs to another company`);
      }
      await this.decide(tx, appointment, event);
    });
  }

  private async asked(tx: ActTransaction, { appointmentId, version }: LinkAppointment | UnlinkAppointment) {
    await tx.appointments.oneFactAtATime(appointmentId);
    const appointment = await tx.appointments.find(appointmentId);
    if (!appointment) throw refused('appointment_unknown');
    const row = await tx.notes.open(appointmentId);
    if (version !== null && version !== undefined && row?.version !== version) throw refused('version_mismatch');
    return appointment;
  }

  private eventOf(
    { actId, actor, why }: LinkAppointment | UnlinkAppointment,
    appointment: Appointment,
    callId: string | null,
  ): LinkAct {
    const { id: appointmentId, company, callId: previousCallId } = appointment;
    const at = timeOfAct(this.clock.now(), linkDecisionOf(appointment));
    const act = { actor, why, actedAt: at.toISOString(), appointmentId };
    const context = { id: actId, company, time: at, correlationId: appointmentId };
    return callId === null
      ? createEvent(AppointmentUnlinked, { ...act, previousCallId: previousCallId as string }, context)
      : createEvent(AppointmentLinked, { ...act, callId, previousCallId }, context);
  }

  private async decide(tx: RecordsTransaction, stored: Appointment, event: LinkAct): Promise<void> {
    const callId = event.data instanceof AppointmentLinked ? event.data.callId : null;
    const appointment = withLink(stored, { callId, at: new Date(event.data.actedAt), eventId: event.id });
    if (appointment === stored) return;
    const ids = new Set([...callsOf(stored), ...callsOf(appointment)]);
    const calls = [];
    for (const id of [...ids].sort()) calls.push(await tx.calls.reopen(id));
    await tx.appointments.save(appointment);
    const answers = { requestId: null, requestKey: null, functionCallIds: [] }; // an outcome keeps its own
    await tx.outcomes.follow(stateOf(appointment, answers, this.catalogue.current()));
    await tx.mentions.follow(appointment.id, event.id);
    const now = this.clock.now();
    for (const call of calls) await closeCall(tx, call, event, now);
  }
}

/** @param call row id, or Retell's id in this company */
async function callAsked(tx: RecordsTransaction, company: string, call: string): Promise<string> {
  const found = await tx.calls.find(uuidForm.test(call) ? call.toLowerCase() : callRowId(company, call));
  if (!found) throw refused('call_unknown');
  if (found.company !== company) throw refused('other_company');
  return found.id;
}

function refused(refusal: AppointmentActRefusal): NotDone<LinkOutcome> {
  return new NotDone<LinkOutcome>({ result: 'refused', refusal });
}
