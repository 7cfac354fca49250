import type {
  AppointmentRecorded,
  BookingFailed,
  BookingUnresolved,
  RequestOutcome,
  RequestOutcomeReply,
} from '@callbook/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RequestOutcomes } from './request-outcomes';

type Row =
  | { outcome: 'recorded'; event: AppointmentRecorded }
  | { outcome: 'failed'; event: BookingFailed }
  | { outcome: 'unresolved'; event: BookingUnresolved };

@Injectable()
export class PostgresRequestOutcomes extends RequestOutcomes {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {
    super();
  }

  async find({ company, requestKey, functionCallId }: RequestOutcome): Promise<RequestOutcomeReply> {
    const [row] = await this.dataSource.query<Row[]>(bestOutcome, [company, requestKey, functionCallId]);
    switch (row?.outcome) {
      case 'recorded':
        return { outcome: 'recorded', appointment: row.event };
      case 'failed':
        return { outcome: 'failed', failure: row.event };
      case 'unresolved':
        return { outcome: 'unresolved', unresolved: row.event };
      case undefined:
        return { outcome: 'none' };
    }
  }
}

const bestOutcome = `
  SELECT known.outcome, known.event
  FROM records.booking_outcomes known
  LEFT JOIN records.appointments appointment ON appointment.id = known.appointment_id
  WHERE known.company = $1 AND known.request_key = $2
    AND CASE known.outcome
          WHEN 'recorded' THEN appointment.status IN ('pending', 'confirmed', 'completed')
          ELSE $3 = ANY (known.function_call_ids)
        END
  ORDER BY array_position(ARRAY['recorded', 'failed', 'unresolved'], known.outcome), known.decided_at DESC
  LIMIT 1`;
