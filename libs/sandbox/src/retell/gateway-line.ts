import { type SandboxClock } from '../sandbox-clock';
import { type Answer, type SignedRequest } from './call-script';
import { signRetell } from './signature';

/** Retell gives a webhook 10 s, and a function two minutes unless its settings say otherwise. */
export const WEBHOOK_TIMEOUT_MS = 10_000;
export const FUNCTION_TIMEOUT_MS = 120_000;
/** So many more tries after a webhook without 2xx; the pause between them is not documented, here there is none. */
const WEBHOOK_RETRIES = 3;

/** The way to the gateway: signs, sends and reports what came back. Several addresses take turns. */
export class GatewayLine {
  private turn = 0;
  private readonly stopped = new AbortController();

  constructor(
    private readonly urls: string[],
    private readonly clock: SandboxClock,
    private readonly functionTimeoutMs = FUNCTION_TIMEOUT_MS,
  ) {}

  sign(path: string, payload: unknown, key: string): SignedRequest {
    const body = JSON.stringify(payload);
    const signature = signRetell(body, key, this.clock.now().getTime());
    return {
      path,
      body,
      headers: {
        'content-type': 'application/json',
        'x-retell-signature': signature,
        'x-callbook-sandbox': 'retell',
      },
    };
  }

  /** The same bytes `times` times at once. */
  callFunction(request: SignedRequest, times: number): Promise<Answer[]> {
    return Promise.all(Array.from({ length: times }, () => this.send(request, this.functionTimeoutMs)));
  }

  async deliverWebhook(request: SignedRequest): Promise<Answer[]> {
    const answers: Answer[] = [];
    do {
      answers.push(await this.send(request, WEBHOOK_TIMEOUT_MS));
    } while (!isSuccess(answers.at(-1)) && answers.length <= WEBHOOK_RETRIES);
    return answers;
  }

  /** Sends a signed request once, to the gateway whose turn it is. */
  async send({ path, headers, body }: SignedRequest, timeoutMs: number): Promise<Answer> {
    const url = this.urls[this.turn++ % this.urls.length];
    const sentAt = performance.now();
    const millis = () => Math.round(performance.now() - sentAt);
    try {
      const signal = AbortSignal.any([this.stopped.signal, AbortSignal.timeout(timeoutMs)]);
      const response = await fetch(url + path, { method: 'POST', headers, body, signal });
      const text = await response.text();
      return { status: response.status, body: parsed(text), millis: millis() };
    } catch (error) {
      return { status: null, body: (error as Error).message, millis: millis() };
    }
  }

  /** Ends what is still under way. */
  stop(): void {
    this.stopped.abort(new Error('the sandbox is closing'));
  }
}

export const isSuccess = (answer: Answer | undefined): boolean =>
  typeof answer?.status === 'number' && answer.status >= 200 && answer.status < 300;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
