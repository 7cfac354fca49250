import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';

/** Rows in one statement: each keeps its rows locked for a moment only. A replay goes with as many messages as it had. */
const atOnce = 500;
const replaysAtOnce = 1;

/** $1 days, $2 how many at most. In this order: what comes later may be all that is left of what came before. */
const statements: Readonly<Record<string, string>> = {
  // Its deaths and edits go with it.
  'dead letters': `
    DELETE FROM ops.dead_letters WHERE id IN (
      SELECT id FROM ops.dead_letters
      WHERE state IN ('resolved', 'discarded', 'too_late') AND state_since < now() - $1 * interval '1 day'
      ORDER BY state_since LIMIT $2 FOR UPDATE SKIP LOCKED)`,
  // The last one of a cause that still has open letters says that people know of these.
  incidents: `
    DELETE FROM ops.incidents WHERE id IN (
      SELECT id FROM ops.incidents AS ended
      WHERE ended_at < now() - $1 * interval '1 day'
        AND (EXISTS (SELECT FROM ops.incidents WHERE group_id = ended.group_id AND opened_at > ended.opened_at)
          OR NOT EXISTS (SELECT FROM ops.dead_letters WHERE group_id = ended.group_id AND state = 'open'))
      LIMIT $2)`,
  // What people noted of a cause stays: it may come again.
  causes: `
    DELETE FROM ops.dead_letter_groups WHERE id IN (
      SELECT id FROM ops.dead_letter_groups AS cause
      WHERE last_seen < now() - $1 * interval '1 day' AND note IS NULL AND owner IS NULL
        AND NOT EXISTS (SELECT FROM ops.dead_letters WHERE group_id = cause.id)
        AND NOT EXISTS (SELECT FROM ops.dead_letter_deaths WHERE group_id = cause.id)
        AND NOT EXISTS (SELECT FROM ops.incidents WHERE group_id = cause.id)
      LIMIT $2 FOR UPDATE SKIP LOCKED)`,
  // Of a message that was sent, and of which nothing has been heard since, the replay still says which it was.
  replays: `
    DELETE FROM ops.replays WHERE id IN (
      SELECT id FROM ops.replays AS ended
      WHERE state IN ('stopped', 'finished') AND ended_at < now() - $1 * interval '1 day'
        AND NOT EXISTS (
          SELECT FROM ops.replay_items AS item JOIN ops.dead_letters AS letter ON letter.id = item.dead_letter_id
          WHERE item.replay_id = ended.id AND letter.state = 'replaying')
      LIMIT $2 FOR UPDATE SKIP LOCKED)`,
  'handled messages': `
    DELETE FROM ops.handled_messages WHERE (message_id, queue) IN (
      SELECT message_id, queue FROM ops.handled_messages WHERE handled_at < now() - $1 * interval '1 day' LIMIT $2)`,
};

/**
 * Dead letters nobody has to decide about any more, and what belongs to them, go some days after that was so. Open letters and
 * those that were sent again stay, however old; so does what was written down of people's acts.
 */
export class ForgetLetters {
  private readonly logger = new Logger('DeadLetters');

  constructor(
    private readonly database: DataSource,
    private readonly keptDays: number,
  ) {}

  /** Safe to run again, and by several at once. */
  async execute(): Promise<void> {
    for (const [what, statement] of Object.entries(statements)) {
      const most = what === 'replays' ? replaysAtOnce : atOnce;
      let gone = 0;
      for (let deleted = most; deleted === most; gone += deleted)
        [, deleted] = (await this.database.query(statement, [this.keptDays, most])) as [unknown, number];
      if (gone > 0) this.logger.log(`${gone} ${what} deleted: over for ${this.keptDays} days`);
    }
  }
}
