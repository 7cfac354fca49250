/** Tables of libs/outbox, the same in every schema that has one: how messages are taken once and sent at least once. */
export function inboxAndOutbox(schema: string): string {
  return `
    CREATE TABLE ${schema}.inbox (
      message_id uuid NOT NULL,
      queue text NOT NULL,
      handled_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (message_id, queue)
    );
    CREATE INDEX inbox_handled_at ON ${schema}.inbox (handled_at);

    CREATE TABLE ${schema}.outbox (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      event_id uuid NOT NULL UNIQUE,
      subject text NOT NULL,
      event jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      failures integer NOT NULL DEFAULT 0,
      last_error text,
      next_try_at timestamptz NOT NULL DEFAULT now(),
      sent_at timestamptz
    );
    CREATE INDEX outbox_unsent ON ${schema}.outbox (subject, seq) WHERE sent_at IS NULL;
    CREATE INDEX outbox_due ON ${schema}.outbox (next_try_at, seq) WHERE sent_at IS NULL;
    CREATE INDEX outbox_sent_at ON ${schema}.outbox (sent_at) WHERE sent_at IS NOT NULL;
  `;
}

export function dropInboxAndOutbox(schema: string): string {
  return `DROP TABLE ${schema}.outbox; DROP TABLE ${schema}.inbox;`;
}
