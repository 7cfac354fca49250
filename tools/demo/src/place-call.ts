/** A caller of the sandbox who wants a haircut on the next day the salon is open. */
export interface Script {
  readonly company: string;
  readonly service: string;
  readonly start: string;
  readonly attendeeName: string;
}

/** What the voice agent was answered, and which call it was. */
export interface PlacedCall {
  readonly callId: string;
  readonly answer: Readonly<Record<string, unknown>>;
}

interface PlayedCall {
  readonly callId: string;
  readonly functions: readonly {
    readonly answers: readonly { readonly status: number | null; readonly body: unknown }[];
  }[];
}

/** Plays one whole call at the sandbox: started, the function, ended, analysed. */
export async function placeCall(retellUrl: string, { service, start, attendeeName }: Script): Promise<PlacedCall> {
  const args = { service, start, attendee_name: attendeeName, attendee_email: 'jonas.weber@kunde.example' };
  const response = await fetch(`${retellUrl}/sandbox/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ from: '+4915112345678', functions: [{ name: 'book_appointment', args }] }),
  });
  if (!response.ok) throw new Error(`The sandbox did not place the call: ${response.status} ${await response.text()}`);
  const { callId, functions } = (await response.json()) as PlayedCall;
  const answered = functions[0]?.answers[0];
  if (answered?.status !== 200)
    throw new Error(`The gateway answered ${answered?.status}: ${JSON.stringify(answered?.body)}`);
  return { callId, answer: answered.body as Record<string, unknown> };
}
