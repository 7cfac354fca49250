import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Callbook } from '@callbook/launcher';
import { eventually } from '@callbook/testing';
import { type causes as Causes, type Failing, missingCompany, owner } from './causes';
import type { Letters } from './letters';

type Rows = <Row extends Record<string, unknown>>(sql: string, params?: unknown[]) => Promise<Row[]>;

export interface BulkPlace {
  readonly callbook: Pick<Callbook, 'operate'>;
  readonly letters: Letters;
  readonly rows: Rows;
  /** A folder for a file of the test. */
  readonly folder: string;
  /** How long many messages may take. */
  readonly patience: { readonly timeoutMs: number };
}

/** Many dead letters of several causes, as they come about, and what repairs them. */
export class Bulk {
  readonly failing: readonly (Failing & { readonly cause: string })[];

  constructor(
    private readonly place: BulkPlace,
    causes: Partial<typeof Causes>,
    count: number,
  ) {
    const makers = Object.entries(causes);
    this.failing = Array.from({ length: count }, (_, index) => {
      const [cause, make] = makers[index % makers.length] as [string, () => Failing];
      return { cause, ...make() };
    });
  }

  /** Publishes them, and waits until their consumers have put all of them aside and the mover has stored them. */
  async die(): Promise<void> {
    const { letters, patience } = this.place;
    const before = [owner, ...this.failing.flatMap(({ before }) => before ?? [])];
    await letters.put(before);
    await this.handled(before.map(({ messageId }) => messageId));
    await letters.put(this.failing.map(({ letter }) => letter));
    const seen = () => this.stored('open');
    await eventually(
      `${this.failing.length} dead letters`,
      async () => (await seen()) === this.failing.length,
      patience,
    );
  }

  /** Repairs every cause, as the people would who look after it. */
  async repair(): Promise<void> {
    const { letters, callbook, folder } = this.place;
    const sample = await readFile(resolve(__dirname, '../../../ops/catalogue/salon-lindenhof.yaml'), 'utf8');
    const file = resolve(folder, 'repaired.yaml');
    await writeFile(file, `${sample.trimEnd()}\n${missingCompany}`);
    await callbook.operate('catalogue', 'import', file);
    const repairs = this.failing.flatMap(({ repair }) => repair ?? []);
    await letters.put(repairs);
    await this.handled(repairs.map(({ messageId }) => messageId));
    await this.correct();
  }

  private async correct(): Promise<void> {
    const corrected = this.failing.filter((one) => one.corrected !== undefined);
    await this.place.rows(
      `INSERT INTO ops.dead_letter_edits (id, dead_letter_id, body, diff, why, edited_by)
       SELECT gen_random_uuid(), letter.id, convert_to(told.body, 'UTF8'), '', 'spec', 'anna'
       FROM unnest($1::text[], $2::text[]) AS told (message_id, body) JOIN ops.dead_letters AS letter USING (message_id)`,
      [corrected.map(({ letter }) => letter.messageId), corrected.map((one) => one.corrected)],
    );
  }

  /** How many of them are in this state. */
  async stored(state: string): Promise<number> {
    const [row] = await this.place.rows<{ count: number }>(
      'SELECT count(*)::integer AS count FROM ops.dead_letters WHERE message_id = ANY ($1) AND state = $2',
      [this.ids, state],
    );
    return row?.count ?? 0;
  }

  get ids(): string[] {
    return this.failing.map(({ letter }) => letter.messageId);
  }

  private async handled(ids: readonly string[]): Promise<void> {
    await eventually(
      `${ids.length} messages to be handled`,
      async () => {
        const [row] = await this.place.rows<{ count: number }>(
          'SELECT count(*)::integer AS count FROM records.inbox WHERE message_id = ANY ($1::uuid[])',
          [ids],
        );
        return row?.count === ids.length;
      },
      this.place.patience,
    );
  }
}
