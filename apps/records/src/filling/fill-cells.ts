import type { Catalogue, CatalogueSource } from '@callbook/catalogue';
import { AppointmentChanged, derivedId } from '@callbook/contracts';
import { hasEnded } from '../appointments/appointment';
import { stateOf } from '../appointments/appointment-state';
import { closeCall } from '../calls/close-call';
import type { Clock } from '../clock/clock';
import { callsOf } from '../links/link-decision';
import { followUp } from '../transaction/follow-up';
import type { Message, Records, RecordsTransaction } from '../transaction/records';
import type { CellsToFill } from './cells-to-fill';
import { type Fillable, filledBy } from './fill';

export interface FillingSettings {
  /** Appointments looked at in one go. */
  readonly pageSize: number;
  /** Until everything is looked at once more without a new catalogue: a fact may have met the one before it. Milliseconds. */
  readonly againAfterMs: number;
}

/**
 * Fills cells that were empty because the catalogue lacked something, as soon as it no longer does. Every process does it
 * for the catalogue it knows; of several that find the same cell one fills it, in a transaction of its own.
 */
export class FillCells {
  private version: number | null = null;
  /** The last one looked at; null at the beginning. */
  private position: string | null = null;
  private doneAt: Date | null = null;

  constructor(
    private readonly records: Records,
    private readonly cells: CellsToFill,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
    private readonly settings: FillingSettings,
  ) {}

  /** Looks at one page, if there is anything to look for. @returns whether there may be more at once */
  async execute(): Promise<boolean> {
    const catalogue = this.catalogue.current();
    if (catalogue.version !== this.version || this.isTimeAgain()) this.beginWith(catalogue);
    if (this.doneAt) return false;
    const page = await this.cells.after(this.position, this.settings.pageSize);
    const fillable = page.filter((one) => filledBy(one, catalogue) !== one);
    await Promise.all(fillable.map((one) => this.fill(one, catalogue)));
    this.position = page.at(-1)?.id ?? this.position;
    if (page.length < this.settings.pageSize) this.doneAt = this.clock.now();
    return this.doneAt === null;
  }

  private isTimeAgain(): boolean {
    return this.doneAt !== null && this.clock.now().getTime() - this.doneAt.getTime() >= this.settings.againAfterMs;
  }

  private beginWith({ version }: Catalogue): void {
    this.version = version;
    this.position = null;
    this.doneAt = null;
  }

  private fill(found: Fillable, catalogue: Catalogue): Promise<void> {
    const { id: appointmentId, revision, staffCause, serviceCause, priceCause } = found;
    const id = derivedId('filled', appointmentId, catalogue.version, revision, staffCause, serviceCause, priceCause);
    const message: Message = { id, queue: 'records.catalogue-changed', reach: { appointments: [appointmentId] } };
    return this.records.once(message, (tx) => this.fillNow(tx, { id, appointmentId, catalogue }));
  }

  private async fillNow(
    tx: RecordsTransaction,
    { id, appointmentId, catalogue }: { id: string; appointmentId: string; catalogue: Catalogue },
  ): Promise<void> {
    await tx.appointments.oneFactAtATime(appointmentId);
    const stored = await tx.appointments.reopen(appointmentId);
    const appointment = filledBy(stored, catalogue);
    if (appointment === stored) return;
    const calls = [];
    for (const callId of callsOf(appointment)) calls.push(await tx.calls.reopen(callId));
    await tx.appointments.save(appointment);
    const requests = { requestId: appointment.requestId, requestKey: null, functionCallIds: [] };
    const state = stateOf(appointment, requests, catalogue);
    await tx.outcomes.follow(state);
    const now = this.clock.now();
    const correlationid = calls[0]?.retellCallId ?? derivedId('chain', appointment.company, appointment.rootUid);
    const cause = { id, company: appointment.company, correlationid, isClock: true, time: now.toISOString() };
    for (const call of calls) await closeCall(tx, call, cause, now);
    if (!hasEnded(appointment)) await tx.publish(followUp(AppointmentChanged, state, cause, now));
  }
}
