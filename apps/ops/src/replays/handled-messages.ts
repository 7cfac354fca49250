/**
 * Where the apps show which messages their consumers have handled to the end, as a table expression with message_id, queue,
 * replay_id (null: it came as usual) and effect (null: its consumer tells none).
 *
 * A request to booking has its function call from when it is taken on, before Cal.com is asked for anything. What it did is
 * seen there; that it is handled only by what booking remembers of replayed messages after their end.
 */
export const handledMessages = `(
  SELECT message_id, queue, replay_id, effect FROM records.handled_messages_v1
  UNION ALL
  SELECT ended.message_id, ended.queue, ended.replay_id, taken.effect FROM booking.handled_messages_v1 AS ended
    LEFT JOIN booking.handled_messages_v1 AS taken
      ON taken.message_id = ended.message_id AND taken.queue = ended.queue AND taken.replay_id IS NULL
    WHERE ended.replay_id IS NOT NULL
  UNION ALL
  SELECT message_id, queue, replay_id, NULL::jsonb FROM ops.handled_messages)`;
