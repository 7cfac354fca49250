import type { EntityManager } from 'typeorm';
import type { Said } from '../owed-answers/owed-answer';
import type { FunctionAnswerRows } from '../transaction/records';
import type { FunctionAnswer } from './function-answer';

/** What the agent was told to say, in PostgreSQL. */
export class PostgresFunctionAnswerRows implements FunctionAnswerRows {
  constructor(private readonly tx: EntityManager) {}

  async add(answer: FunctionAnswer): Promise<void> {
    await this.tx.query(
      `INSERT INTO records.function_answers
         (message_id, company, call_id, function_call_id, function_name, request_key, status, say, delivered, answered_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
      [
        answer.messageId,
        answer.company,
        answer.callId,
        answer.functionCallId,
        answer.functionName,
        answer.requestKey,
        answer.status,
        answer.say,
        answer.delivered,
        answer.answeredAt,
      ],
    );
  }

  async toRequestsOf(callId: string): Promise<Said[]> {
    return this.tx.query<Said[]>(
      `SELECT message_id AS "messageId", function_call_id AS "functionCallId",
              function_name AS "functionName", request_key AS "requestKey", status,
              delivered, answered_at AS "answeredAt"
       FROM records.function_answers WHERE call_id = $1 AND request_key IS NOT NULL`,
      [callId],
    );
  }
}
