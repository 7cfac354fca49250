import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CellsToFill } from './cells-to-fill';
import type { Fillable } from './fill';

@Injectable()
export class PostgresCellsToFill extends CellsToFill {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {
    super();
  }

  async after(after: string | null, limit: number): Promise<Fillable[]> {
    const rows = await this.dataSource.query<Fillable[]>(cellsToFill, [after ?? firstId, limit]);
    return rows.map((row) => ({ ...row, revision: Number(row.revision) })); // a bigint, which pg reads as text
  }
}

const firstId = '00000000-0000-0000-0000-000000000000';

/** As the index has it. Exported so that a test can look at how it is run. */
export const cellsToFill = `
  SELECT id, company, revision, service_id AS "serviceId", service_cause AS "serviceCause",
         service_cause_since AS "serviceCauseSince", staff_id AS "staffId", staff_cause AS "staffCause",
         staff_cause_since AS "staffCauseSince", price_minor AS "priceMinor", currency, price_cause AS "priceCause",
         price_cause_since AS "priceCauseSince", calcom_event_type_id AS "calcomEventTypeId",
         calcom_host_id AS "calcomHostId", calcom_host_name AS "calcomHostName", calcom_host_email AS "calcomHostEmail",
         booked_at AS "bookedAt", cells_as_of AS "cellsAsOf"
  FROM records.appointments
  WHERE id > $1
    AND (staff_cause IN ('host_unknown', 'ambiguous_email')
         OR service_cause = 'event_type_unknown'
         OR price_cause IN ('event_type_unknown', 'no_price'))
  ORDER BY id LIMIT $2`;
