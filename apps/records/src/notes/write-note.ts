import {
  type AppointmentActRefusal,
  AppointmentNoted,
  createEvent,
  type Event,
  type NoteAppointment,
} from '@callbook/contracts';
import { PermanentError, RetryableError } from '@callbook/messaging/failure';
import { isLaterAct, timeOfAct } from '../acts/act';
import { type Acts, NotDone, outcomeOf } from '../acts/acts';
import type { Clock } from '../clock/clock';
import type { Message } from '../transaction/records';

export type NoteOutcome =
  { readonly result: 'done' | 'unchanged' } | { readonly result: 'refused'; readonly refusal: AppointmentActRefusal };

/** Writes what people note about an appointment: the whole note, in place of the one before. No fact touches it. */
export class WriteNote {
  constructor(
    private readonly acts: Acts,
    private readonly clock: Clock,
  ) {}

  /** Does what a person asks for, and publishes it. Asked twice with the same `actId`, it is one act. */
  async perform({ actId, actor, why, appointmentId, version, notes }: NoteAppointment): Promise<NoteOutcome> {
    const message = { id: actId, queue: AppointmentNoted.consumers[0] as string };
    const outcome = await outcomeOf<NoteOutcome, NoteOutcome>(this.acts, message, async (tx) => {
      const note = await tx.notes.open(appointmentId);
      if (!note) throw refused('appointment_unknown');
      if (version !== null && version !== undefined && note.version !== version) throw refused('version_mismatch');
      const wanted = notes ?? null;
      if (note.notes === wanted) throw new NotDone<NoteOutcome>({ result: 'unchanged' });
      const at = timeOfAct(this.clock.now(), note.decided);
      const context = { id: actId, company: note.company, time: at, correlationId: appointmentId };
      const data = { actor, why, actedAt: at.toISOString(), appointmentId, notes: wanted };
      await tx.notes.write(appointmentId, wanted, { at, eventId: actId });
      await tx.publish(createEvent(AppointmentNoted, data, context));
      return { result: 'done' };
    });
    if (!outcome) return { result: 'unchanged' };
    return 'done' in outcome ? outcome.done : outcome.why;
  }

  /** Writes a note that is told by its event; a later one stays. */
  async apply({ id, company, data }: Event<AppointmentNoted>, message: Message): Promise<void> {
    await this.acts.once(message, async (tx) => {
      const { appointmentId, notes, actedAt } = data;
      const note = await tx.notes.open(appointmentId);
      if (!note)
        throw new RetryableError('appointment_not_recorded', `appointment ${appointmentId} is not recorded yet`);
      if (note.company !== company)
        throw new PermanentError('other_company', `appointment ${appointmentId} belongs to another company`);
      const act = { at: new Date(actedAt), eventId: id };
      if (isLaterAct(act, note.decided)) await tx.notes.write(appointmentId, notes ?? null, act);
    });
  }
}

function refused(refusal: AppointmentActRefusal): NotDone<NoteOutcome> {
  return new NotDone<NoteOutcome>({ result: 'refused', refusal });
}
