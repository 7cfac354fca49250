import type {
  AppointmentRecorded,
  BookingAskedBack,
  BookingFailed,
  BookingUnresolved,
  RequestOutcome,
  RequestOutcomeReply,
} from '@callbook/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RequestOutcomes } from './request-outcomes';

type Row =
  | { outcome: 'recorded' | 'changed'; event: AppointmentRecorded }
  | { outcome: 'failed'; event: BookingFailed }
  | { outcome: 'unresolved'; event: BookingUnresolved }
  | { outcome: 'asked_back'; event: BookingAskedBack };

@Injectable()
export class PostgresRequestOutcomes extends RequestOutcomes {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {
    super();
  }

  async find({ company, requestKey, functionCallId }: RequestOutcome): Promise<RequestOutcomeReply> {
    const [row] = await this.dataSource.query<Row[]>(bestOutcome, [company, requestKey, functionCallId]);
    switch (row?.outcome) {
      case 'recorded':
      case 'changed':
        return { outcome: row.outcome, appointment: row.event };
      case 'failed':
        return { outcome: 'failed', failure: row.event };
      case 'unresolved':
        return { outcome: 'unresolved', unresolved: row.event };
      case 'asked_back':
        return { outcome: 'asked_back', question: row.event };
      case undefined:
        return { outcome: 'none' };
    }
  }
}

/** Exported so that a test can look at how it is run. */
export const bestOutcome = `
  SELECT known.outcome, known.event
  FROM records.booking_outcomes known
  LEFT JOIN records.appointments appointment ON appointment.id = known.appointment_id
  WHERE known.company = $1
    AND (known.function_call_ids @> ARRAY[$3::uuid] OR (known.request_key = $2 AND known.outcome = 'recorded'))
    AND (known.outcome <> 'recorded' OR appointment.status IN ('pending', 'confirmed', 'completed'))
  ORDER BY array_position(ARRAY['recorded', 'changed', 'failed', 'unresolved', 'asked_back'], known.outcome),
           known.decided_at DESC
  LIMIT 1`;
