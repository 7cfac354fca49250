import { cursorTo, type ListName } from '@callbook/records/use-cases';
import type { Sample } from './samples';

/** A way in which pages are asked for. */
export interface PageKind {
  readonly name: string;
  readonly list: ListName;
  readonly parameters: (sample: Sample) => Readonly<Record<string, string>>;
  /** Rows that may be read for nothing; default 1000. */
  readonly wastes?: number;
}

const kind = (list: ListName, what: string, parameters: PageKind['parameters']): PageKind => ({
  name: `${list}, ${what}`,
  list,
  parameters,
});

const dayMs = 86_400_000;
const time = (at: Date, days = 0): string => new Date(at.getTime() + days * dayMs).toISOString();

/** A page that begins at the sample, wherever that is in the list: as deep as whoever walked there would be. */
const from = (list: ListName, at: Date, id: string): string =>
  cursorTo(list, 'desc', { at: `${at.toISOString().slice(0, -1)}000Z`, id });
const amongAppointments = ({ startsAt, appointmentId }: Sample) => from('appointments', startsAt, appointmentId);
const amongCalls = ({ callAt, callId }: Sample) => from('calls', callAt, callId);
const amongCustomers = ({ customerSince, customerId }: Sample) => from('customers', customerSince, customerId);

const lastName = (name: string): string => name.split(' ').at(-1) ?? name;
/** As somebody types: three letters, then more. */
const typed = ({ name, reference }: Sample): string => lastName(name).slice(0, 3 + (reference.charCodeAt(4) % 4));

const searches = (list: ListName): PageKind[] => [
  // Of a name that many have, one row in a hundred or more fits.
  { ...kind(list, 'name begun', (sample) => ({ name: typed(sample) })), wastes: 10_000 },
  kind(list, 'whole name', ({ name }) => ({ name })),
  kind(list, 'phone', ({ phone }) => ({ phone })),
  kind(list, 'e-mail', ({ email }) => ({ email })),
];

export const pageKinds: readonly PageKind[] = [
  kind('appointments', 'first page', () => ({})),
  kind('appointments', 'first page of 200', () => ({ limit: '200' })),
  kind('appointments', 'deep page', (sample) => ({ cursor: amongAppointments(sample) })),
  kind('appointments', 'a week', ({ startsAt }) => ({ from: time(startsAt), to: time(startsAt, 7), order: 'asc' })),
  kind('appointments', 'status', ({ status }) => ({ status })),
  kind('appointments', 'rare status', () => ({ status: 'rejected' })),
  kind('appointments', 'rare status, deep', (sample) => ({ status: 'no_show', cursor: amongAppointments(sample) })),
  kind('appointments', 'staff', ({ staffId }) => ({ staff: staffId })),
  kind('appointments', 'staff, deep', (sample) => ({ staff: sample.staffId, cursor: amongAppointments(sample) })),
  kind('appointments', 'service', ({ serviceId }) => ({ service: serviceId })),
  kind('appointments', 'service, deep', (sample) => ({ service: sample.serviceId, cursor: amongAppointments(sample) })),
  kind('appointments', 'customer', ({ customerId }) => ({ customer: customerId })),
  kind('appointments', 'with call, deep', (sample) => ({ linked: 'true', cursor: amongAppointments(sample) })),
  kind('appointments', 'without call, deep', (sample) => ({ linked: 'false', cursor: amongAppointments(sample) })),
  kind('appointments', 'of a call', ({ callId }) => ({ call: callId })),
  kind('appointments', 'reference', ({ reference }) => ({ reference })),
  ...searches('appointments'),
  kind('calls', 'first page', () => ({})),
  kind('calls', 'first page of 200', () => ({ limit: '200' })),
  kind('calls', 'deep page', (sample) => ({ cursor: amongCalls(sample) })),
  kind('calls', 'a day', ({ callAt }) => ({ from: time(callAt), to: time(callAt, 1), order: 'asc' })),
  kind('calls', 'status', () => ({ status: 'ended' })),
  kind('calls', 'status, deep', (sample) => ({ status: 'ended', cursor: amongCalls(sample) })),
  ...['linked', 'failed', 'pending', 'unlinked'].flatMap((link) => [
    kind('calls', `link ${link}`, () => ({ link })),
    kind('calls', `link ${link}, deep`, (sample) => ({ link, cursor: amongCalls(sample) })),
  ]),
  kind('calls', 'staff', ({ staffId }) => ({ staff: staffId })),
  kind('calls', 'staff, deep', (sample) => ({ staff: sample.staffId, cursor: amongCalls(sample) })),
  kind('calls', 'customer', ({ customerId }) => ({ customer: customerId })),
  kind('calls', 'which booked it', ({ appointmentId }) => ({ appointment: appointmentId })),
  ...searches('calls'),
  kind('customers', 'first page', () => ({})),
  kind('customers', 'deep page', (sample) => ({ cursor: amongCustomers(sample) })),
  ...searches('customers'),
  kind('staff', 'first page', () => ({})),
  kind('services', 'first page', () => ({})),
];
