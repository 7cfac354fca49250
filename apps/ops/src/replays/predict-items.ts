import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { type MessageToPredict, mostPredicted, type PredictedEffect } from '@callbook/contracts';
import type { DataSource } from 'typeorm';
import type { Predict } from './predictors';

/** Bytes of bodies in memory at a time, and, as JSON, in one question; a larger body goes alone. */
const bytesAtOnce = 4 * 1024 * 1024;
/** A larger one is not sent for a prediction: no event of ours comes near it. */
const largestBody = 8 * 1024 * 1024;

interface Outline {
  readonly bytes: number;
  readonly correlationId: string | null;
}

interface Item {
  readonly place: number;
  readonly letterId: string;
  readonly queue: string;
  readonly correlationId: string | null;
  readonly bodyDigest: string;
  /** Null when it is too large. */
  readonly body: Buffer | null;
}

/**
 * Predicts every item of a plan, page by page, and stores it.
 * @returns the hash over ids, bodies and predictions: whoever names it has seen exactly this
 */
export async function predictItems(
  database: DataSource,
  replayId: string,
  predictorOf: (app: string) => Predict,
  progress: (done: number) => void,
): Promise<string> {
  const hash = createHash('sha256');
  for (let after = 0; ;) {
    const places = await nextPage(database, replayId, after);
    if (places.length === 0) return hash.digest('hex');
    const items = await itemsAt(database, replayId, places);
    const predictions = await predictAll(items, predictorOf);
    for (const [index, { letterId, bodyDigest }] of items.entries()) {
      const { effect, code, changes, handledBefore } = predictions[index] as PredictedEffect;
      hash.update(JSON.stringify([letterId, bodyDigest, effect, code, changes, handledBefore]));
    }
    await store(database, replayId, items, predictions);
    after = places.at(-1) ?? after;
    progress(after);
  }
}

/** As many as may be asked for at once; a call's messages stay together, for they are predicted one upon the other. */
async function nextPage(database: DataSource, replayId: string, after: number): Promise<number[]> {
  const rows = (await database.query(
    `SELECT item.place, octet_length(coalesce(edit.body, letter.body)) AS bytes, letter.correlation_id AS "correlationId"
     FROM ops.replay_items AS item JOIN ops.dead_letters AS letter ON letter.id = item.dead_letter_id
     LEFT JOIN ops.dead_letter_edits AS edit ON edit.dead_letter_id = letter.id AND edit.undone_at IS NULL
     WHERE item.replay_id = $1 AND item.place > $2 ORDER BY item.place LIMIT $3`,
    [replayId, after, mostPredicted + 1],
  )) as (Outline & { readonly place: number })[];
  return pageOf(rows).map(({ place }) => place);
}

/** The beginning of these rows that is one page. */
export function pageOf<Row extends Outline>(rows: readonly Row[]): readonly Row[] {
  let room = bytesAtOnce;
  let size = 0;
  while (size < Math.min(rows.length, mostPredicted)) {
    room -= Math.min(rows[size]?.bytes ?? 0, largestBody);
    if (room < 0 && size > 0) break;
    size += 1;
  }
  const next = rows[size]?.correlationId;
  if (next === null || next === undefined) return rows.slice(0, size);
  let whole = size;
  while (whole > 0 && rows[whole - 1]?.correlationId === next) whole -= 1;
  return rows.slice(0, whole > 0 ? whole : size);
}

async function itemsAt(database: DataSource, replayId: string, places: readonly number[]): Promise<Item[]> {
  return database.query(
    `SELECT item.place, item.dead_letter_id AS "letterId", item.queue, item.body_digest AS "bodyDigest",
       letter.correlation_id AS "correlationId",
       CASE WHEN octet_length(coalesce(edit.body, letter.body)) <= $3 THEN coalesce(edit.body, letter.body) END AS body
     FROM ops.replay_items AS item JOIN ops.dead_letters AS letter ON letter.id = item.dead_letter_id
     LEFT JOIN ops.dead_letter_edits AS edit ON edit.dead_letter_id = letter.id AND edit.undone_at IS NULL
     WHERE item.replay_id = $1 AND item.place = ANY ($2) ORDER BY item.place`,
    [replayId, places, largestBody],
  );
}

const notAsked = { effect: 'fail', eventId: null, handledBefore: false, changes: null } as const;
const tooLarge: PredictedEffect = { ...notAsked, code: 'too_large', reason: 'larger than 8 MB: not looked into' };
const unreadable: PredictedEffect = { ...notAsked, code: 'unreadable', reason: 'the body is not text' };

/** A message that can be asked about, as long as it is in the question. */
interface Asked extends Outline {
  readonly item: Item;
  readonly message: MessageToPredict;
}

const appOf = ({ queue }: Item): string => queue.split('.')[0] ?? '';

async function predictAll(
  items: readonly Item[],
  predictorOf: (app: string) => Predict,
): Promise<readonly PredictedEffect[]> {
  const told = new Map<Item, PredictedEffect>();
  const asked = items.flatMap((item) => {
    const asked = askedOf(item);
    if ('message' in asked) return [asked];
    told.set(item, asked);
    return [];
  });
  for (const app of new Set(items.map(appOf))) {
    for (let rest = asked.filter(({ item }) => appOf(item) === app); rest.length > 0;) {
      const page = pageOf(rest);
      const effects = await predictorOf(app)(page.map(({ message }) => message));
      if (effects.length !== page.length)
        throw new Error(`${app} predicted ${effects.length} of ${page.length} messages`);
      for (const [index, { item }] of page.entries()) told.set(item, effects[index] as PredictedEffect);
      rest = rest.slice(page.length);
    }
  }
  return items.map((item) => told.get(item) as PredictedEffect);
}

/** What is no text would become three times as long in a question, and another text. */
function askedOf(item: Item): Asked | PredictedEffect {
  const { body, queue, correlationId } = item;
  if (body === null) return tooLarge;
  if (!isUtf8(body)) return unreadable;
  const message = { queue, body: body.toString('utf8') };
  const bytes = Buffer.byteLength(JSON.stringify(message));
  return bytes > largestBody ? tooLarge : { item, message, bytes, correlationId };
}

async function store(
  database: DataSource,
  replayId: string,
  items: readonly Item[],
  predictions: readonly PredictedEffect[],
): Promise<void> {
  const rows = items.map(({ place }, index) => {
    const { effect, code, reason, eventId, handledBefore, changes } = predictions[index] as PredictedEffect;
    return { place, effect, code, reason, event_id: eventId, handled_before: handledBefore, changes };
  });
  await database.query(
    `UPDATE ops.replay_items AS item SET prediction = told.effect, code = told.code, reason = told.reason,
       message_id = told.event_id, handled_before = told.handled_before, changes = nullif(told.changes, 'null'::jsonb)
     FROM jsonb_to_recordset($2::jsonb)
       AS told (place integer, effect text, code text, reason text, event_id uuid, handled_before boolean, changes jsonb)
     WHERE item.replay_id = $1 AND item.place = told.place`,
    [replayId, JSON.stringify(rows)],
  );
}
