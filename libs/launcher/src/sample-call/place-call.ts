/** A caller of the sandbox's first company, the salon, who wants an appointment. */
export interface CallToPlace {
  readonly service: string;
  /** ISO 8601; without an offset it is in the salon's zone. */
  readonly start: string;
  readonly attendeeName: string;
  /** Default: an address of the sample's. */
  readonly attendeeEmail?: string;
  readonly preferredStaff?: string;
  /** The caller's number, or `anonymous`. Default: a number of the sample's. */
  readonly from?: string;
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
export async function placeCall(retellUrl: string, call: CallToPlace): Promise<PlacedCall> {
  const response = await fetch(`${retellUrl}/sandbox/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(scriptOf(call)),
  });
  if (!response.ok) throw new Error(`The sandbox did not place the call: ${response.status} ${await response.text()}`);
  const { callId, functions } = (await response.json()) as PlayedCall;
  const answered = functions[0]?.answers[0];
  if (answered?.status !== 200)
    throw new Error(`The gateway answered ${answered?.status}: ${JSON.stringify(answered?.body)}`);
  return { callId, answer: answered.body as Record<string, unknown> };
}

/** What the sandbox is asked to play. */
export function scriptOf(call: CallToPlace): Record<string, unknown> {
  const { service, start, attendeeName, attendeeEmail = 'jonas.weber@kunde.example', preferredStaff } = call;
  const { from = '+4915112345678' } = call;
  const args = {
    service,
    start,
    attendee_name: attendeeName,
    attendee_email: attendeeEmail,
    ...(preferredStaff && { preferred_staff: preferredStaff }),
  };
  return { from, functions: [{ name: 'book_appointment', args }] };
}
