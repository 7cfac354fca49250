import type { EntityManager } from 'typeorm';
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
}
