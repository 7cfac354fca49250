import { setTimeout as wait } from 'node:timers/promises';
import { type SandboxClock } from '../sandbox-clock';
import { type Answer, type SignedRequest, type WebhookRetries } from './call-script';
import { signRetell } from './signature';

/** Retell gives a webhook 10 s, and a function two minutes unless its settings say otherwise. */
export const WEBHOOK_TIMEOUT_MS = 10_000;
export const FUNCTION_TIMEOUT_MS = 120_000;
/** Retell's three; the pause between them is not documented, here there is none unless a setting says so. */
export const WEBHOOK_RETRIES: WebhookRetries = { times: 3, pauseMs: 0 };

/** A webhook on its way: the answers so far, the first one, and all of them when it is over. */
export interface WebhookDelivery {
  answers: readonly Answer[];
  first: Promise<Answer>;
  done: Promise<readonly Answer[]>;
}

/** The way to the gateway: signs, sends and reports what came back. Several addresses take turns. */
export class GatewayLine {
  private turn = 0;
  private readonly stopped = new AbortController();
  private readonly underway = new Set<AbortController>();

  constructor(
    private readonly urls: string[],
    private readonly clock: SandboxClock,
    private readonly functionTimeoutMs = FUNCTION_TIMEOUT_MS,
    /** For the deliveries that begin from now on. */
    public webhookRetries = WEBHOOK_RETRIES,
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

  /** Starts at once; the retries go on while the call does, so a late one may arrive after the next webhook. */
  deliverWebhook(request: SignedRequest): WebhookDelivery {
    const answers: Answer[] = [];
    const attempt = async () => {
      const answer = await this.send(request, WEBHOOK_TIMEOUT_MS);
      answers.push(answer);
      return answer;
    };
    const first = attempt();
    return { answers, first, done: this.retry(first, attempt).then(() => answers) };
  }

  private async retry(first: Promise<Answer>, attempt: () => Promise<Answer>): Promise<void> {
    const { times, pauseMs } = this.webhookRetries;
    let answer = await first;
    for (let retry = 0; retry < times && !isSuccess(answer) && !this.stopped.signal.aborted; retry++) {
      if (pauseMs > 0) await wait(pauseMs, undefined, { signal: this.stopped.signal }).catch(() => undefined);
      answer = await attempt();
    }
  }

  /** Sends a signed request once, to the gateway whose turn it is. */
  async send({ path, headers, body }: SignedRequest, timeoutMs: number): Promise<Answer> {
    const url = this.urls[this.turn++ % this.urls.length];
    const sentAt = performance.now();
    const millis = () => Math.round(performance.now() - sentAt);
    const giveUp = new AbortController();
    this.underway.add(giveUp);
    const timer = setTimeout(() => giveUp.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    try {
      this.stopped.signal.throwIfAborted();
      const response = await fetch(url + path, { method: 'POST', headers, body, signal: giveUp.signal });
      const text = await response.text();
      return { status: response.status, body: parsed(text), millis: millis() };
    } catch (error) {
      return { status: null, body: (error as Error).message, millis: millis() };
    } finally {
      clearTimeout(timer);
      this.underway.delete(giveUp);
    }
  }

  /** Ends what is still under way, and what would be tried again. */
  stop(): void {
    const reason = new Error('the sandbox is closing');
    this.stopped.abort(reason);
    for (const request of this.underway) request.abort(reason);
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
