import { type Catalogue, CatalogueSource } from '@callbook/catalogue';
import {
  type AppointmentsOfCaller,
  type AppointmentStatus,
  callRowId,
  type FoundAppointment,
} from '@callbook/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock/clock';
import { phoneNumber } from '../customers/phone-number';
import { foldedReference } from './reference';

interface Row {
  readonly id: string;
  readonly reference: string;
  readonly rootUid: string;
  readonly calcomUid: string;
  readonly status: AppointmentStatus;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly timeZone: string;
  readonly serviceId: string | null;
  readonly staffId: string | null;
  readonly attendeeName: string | null;
  readonly bookedInThisCall: boolean;
}

/** What a caller may mean by "my appointment", to be asked outside any transaction. */
@Injectable()
export class CallerAppointments {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CatalogueSource) private readonly catalogue: CatalogueSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Upcoming ones that live, by start, 20 at most: of this number's customer, booked in this call, or with this reference. */
  async find({ company, retellCallId, number, reference }: AppointmentsOfCaller): Promise<FoundAppointment[]> {
    const rows = await this.dataSource.query<Row[]>(appointmentsOfCaller, [
      company,
      callRowId(company, retellCallId),
      phoneNumber(number),
      foldedReference(reference),
      this.clock.now(),
    ]);
    const catalogue = this.catalogue.current();
    return rows.map((row) => foundIn(row, catalogue, company));
  }
}

function foundIn(row: Row, catalogue: Catalogue, company: string): FoundAppointment {
  const { id: appointmentId, serviceId, staffId, startsAt, endsAt, ...told } = row;
  const service = serviceId ? catalogue.service(serviceId) : undefined;
  const language = catalogue.company(company)?.language ?? 'de';
  return {
    ...told,
    appointmentId,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    service: service ? { id: service.id, key: service.key } : null,
    serviceName: service?.name[language] ?? null,
    staffName: (staffId && catalogue.staff(staffId)?.name) ?? null,
  };
}

/** Exported so that a test can look at how it is run. */
export const appointmentsOfCaller = `
  SELECT id, reference, root_uid AS "rootUid", calcom_uid AS "calcomUid", status, starts_at AS "startsAt",
         ends_at AS "endsAt", time_zone AS "timeZone", service_id AS "serviceId", staff_id AS "staffId",
         coalesce(attendee_as_said ->> 'name', attendee_as_booked ->> 'name') AS "attendeeName",
         coalesce(call_id = $2, false) AS "bookedInThisCall"
  FROM records.appointments
  WHERE company = $1 AND status IN ('pending', 'confirmed') AND starts_at > $5
    AND (customer_id = (SELECT coalesce(represented_by, id) FROM records.customers WHERE company = $1 AND phone = $3)
         OR call_id = $2
         OR replace(upper(reference), '-', '') = $4)
  ORDER BY starts_at, id
  LIMIT 20`;
