/** Where alerts are sent. */
export interface AlertChannel {
  /** For lists, logs and metrics: the address itself is a secret. */
  readonly name: string;
  /** `slack`: an incoming webhook of Slack, Mattermost or whatever takes the same. `json`: our own document, signed. */
  readonly kind: 'slack' | 'json';
  readonly url: string;
}

const entry = /^([a-z0-9][a-z0-9-]{0,39})=(slack|json)\+(https?:\/\/\S+)$/;

/**
 * Reads `NAME=slack+https://…` and `NAME=json+https://…`, with spaces between.
 * @throws Error that names the entry by its place, never by its address
 */
export function parseAlertChannels(text: string): readonly AlertChannel[] {
  const channels = text
    .split(/\s+/)
    .filter(Boolean)
    .map((part, index): AlertChannel => {
      const [, name, kind, url] = entry.exec(part) ?? [];
      if (!name || !url || !URL.canParse(url))
        throw new Error(`entry ${index + 1} is not NAME=slack+URL or NAME=json+URL`);
      const { username, password } = new URL(url);
      if (username || password) throw new Error(`entry ${index + 1} has a user or password in its address`);
      return { name, kind: kind as AlertChannel['kind'], url };
    });
  const twice = channels.find(({ name }, index) => channels.findIndex((other) => other.name === name) !== index);
  if (twice) throw new Error(`two entries are called ${twice.name}`);
  return channels;
}

/** Reads the key of signatures: `whsec_` and at least 24 bytes in base64, as https://www.standardwebhooks.com has it. */
export function parseSigningKey(text: string): Buffer {
  const [, base64 = ''] = /^whsec_([A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
  const key = Buffer.from(base64, 'base64');
  if (key.length < 24) throw new Error('the key is too short');
  return key;
}
