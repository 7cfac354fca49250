export interface Reply {
  readonly status: number;
  readonly text: string;
  /** The text as JSON; undefined when there is none. */
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- looked at by expectations only
}

export interface Sending {
  /** Undefined: without this header. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** Sends text as it is. */
export async function send(url: string, text: string, { headers = {}, ...init }: Sending): Promise<Reply> {
  const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const response = await fetch(url, { method: 'POST', body: text, headers: given, ...init });
  const answer = await response.text();
  return { status: response.status, text: answer, body: answer === '' ? undefined : JSON.parse(answer) };
}

export const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));
