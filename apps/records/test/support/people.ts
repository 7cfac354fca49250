import type { CatalogueSource } from '@callbook/catalogue';
import {
  AppointmentLinked,
  AppointmentNoted,
  AppointmentUnlinked,
  createEvent,
  CustomerMerged,
  CustomerUnmerged,
  derivedId,
  type Event,
  type EventClass,
  LinkAppointment,
  MergeCustomers,
  NoteAppointment,
  UnlinkAppointment,
  UnmergeCustomer,
} from '@callbook/contracts';
import { Inbox } from '@callbook/outbox';
import { PostgresActs } from '../../src/acts/acts.repository';
import { MergeTwoCustomers } from '../../src/customer-merges/merge-customers';
import { DecideLink } from '../../src/links/decide-link';
import { WriteNote } from '../../src/notes/write-note';
import { catalogue } from './catalogue';
import { company, unique } from './events';
import type { RecordFixture } from './record-fixture';

const source: CatalogueSource = { current: () => catalogue };
const by = { actor: 'anna', why: 'the caller said so' };

/** People at one records process, and the events of their acts as they come back to it. */
export class People {
  readonly links: DecideLink;
  readonly notes: WriteNote;
  readonly merges: MergeTwoCustomers;

  constructor(
    private readonly record: RecordFixture,
    now: () => Date = () => new Date('2026-11-21T14:00:00Z'),
  ) {
    const acts = new PostgresActs(new Inbox(record.dataSource, 'records'), record.outbox);
    this.links = new DecideLink(acts, source, { now });
    this.notes = new WriteNote(acts, { now });
    this.merges = new MergeTwoCustomers(acts, { now });
  }

  link(appointmentId: string, call: string, said: { version?: number; actId?: string; why?: string } = {}) {
    return this.links.perform(asked(LinkAppointment, { ...said, appointmentId, call }));
  }

  unlink(appointmentId: string, said: { version?: number; actId?: string; why?: string } = {}) {
    return this.links.perform(asked(UnlinkAppointment, { ...said, appointmentId }));
  }

  note(appointmentId: string, notes: string | null, said: { version?: number; actId?: string; why?: string } = {}) {
    return this.notes.perform(asked(NoteAppointment, { ...said, appointmentId, notes }));
  }

  merge(customerId: string, intoId: string, said: { dryRun?: boolean; actId?: string } = {}) {
    return this.merges.perform(asked(MergeCustomers, { dryRun: false, ...said, customerId, intoId }));
  }

  unmerge(customerId: string, said: { dryRun?: boolean; actId?: string } = {}) {
    return this.merges.perform(asked(UnmergeCustomer, { dryRun: false, ...said, customerId }));
  }

  /** Handles an act's event, or any other, as its consumer would. */
  tell(event: Event<object>): Promise<void> {
    const message = { id: event.id, queue: `records.${event.type.replace(/\.v1$/, '').replace('.', '-')}` };
    switch (event.type) {
      case AppointmentLinked.type:
      case AppointmentUnlinked.type:
        return this.links.apply(event as Event<AppointmentLinked>, message);
      case AppointmentNoted.type:
        return this.notes.apply(event as Event<AppointmentNoted>, message);
      case CustomerMerged.type:
      case CustomerUnmerged.type:
        return this.merges.apply(event as Event<CustomerMerged>, message);
      default:
        return this.record.tell(event);
    }
  }
}

function asked<T extends object>(type: new () => T, said: object): T {
  return Object.assign(new type(), { actId: derivedId('spec', unique('act')), version: null, ...by, ...said });
}

/** An act as it is told: by whoever, at that minute after 13:00. */
export function act<T extends object>(type: EventClass<T>, minute: number, data: Omit<T, 'actor' | 'why' | 'actedAt'>) {
  const time = new Date(Date.UTC(2026, 10, 21, 13, minute));
  return createEvent(type, { ...by, actedAt: time.toISOString(), ...data } as T, {
    id: derivedId('spec', unique('act')),
    company,
    time,
    correlationId: 'spec',
  });
}
