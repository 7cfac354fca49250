import { Named, named, Written, type WrittenRow, writtenOf } from './parts.entity';
import { Flag, Part, PartOrNull, TextOrNull, Time, TimeOrNull, Uuid, UuidOrNull, Whole } from './property.entity';

export class Customer {
  @Uuid() id: string = undefined as never;
  @TextOrNull() name: string | null = undefined as never;
  @TextOrNull('E.164') phone: string | null = undefined as never;
  @TextOrNull() email: string | null = undefined as never;
  @Flag('The address was made up because nobody said one.') emailIsPlaceholder: boolean = undefined as never;
  @Flag('Called with a withheld number: stands for one call.') anonymous: boolean = undefined as never;
  @PartOrNull(Named) preferredStaff: Named | null = undefined as never;
  @TextOrNull('As people wrote.') notes: string | null = undefined as never;
  @UuidOrNull('Who stands for this customer since a merge: calls and appointments are there.')
  representedBy: string | null = undefined as never;
  @TimeOrNull() lastCallAt: Date | null = undefined as never;
  @TimeOrNull('Of those that are pending or confirmed.') nextAppointmentAt: Date | null = undefined as never;
  @Time() createdAt: Date = undefined as never;
  @Whole('Of what people wrote.') version: number = undefined as never;
  @Part(Written) written: Written = undefined as never;
}

export interface CustomerRow extends WrittenRow {
  readonly id: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly email_is_placeholder: boolean;
  readonly anonymous: boolean;
  readonly preferred_staff_id: string | null;
  readonly preferred_staff_name: string | null;
  readonly notes: string | null;
  readonly represented_by: string | null;
  readonly last_call_at: Date | null;
  readonly next_appointment_at: Date | null;
  readonly created_at: Date;
  readonly version: number;
}

export const customerOf = (row: CustomerRow): Customer => ({
  id: row.id,
  name: row.name,
  phone: row.phone,
  email: row.email,
  emailIsPlaceholder: row.email_is_placeholder,
  anonymous: row.anonymous,
  preferredStaff: named(row.preferred_staff_id, row.preferred_staff_name),
  notes: row.notes,
  representedBy: row.represented_by,
  lastCallAt: row.last_call_at,
  nextAppointmentAt: row.next_appointment_at,
  createdAt: row.created_at,
  version: row.version,
  written: writtenOf(row),
});
