import { Agent, request } from 'node:http';
import { RetellWorld, SandboxIds, sandboxSeed, signRetell, systemClock } from '@callbook/sandbox';
import { type Opening, openings } from './openings';

export interface AnsweredCall {
  readonly callId: string;
  readonly email: string;
  readonly phone: string;
  /** Milliseconds of this process's `performance.now()`: the request is signed and goes out, its answer is there. */
  readonly sentAt: number;
  readonly answeredAt: number;
  /** Undefined: none in time. */
  readonly status: number | undefined;
  readonly answer: { readonly status?: string; readonly reference?: string };
}

/** Longer than the gateway lets anybody wait. */
const timeoutMs = 20_000;

/** Callers who each want an opening of their own; the agent calls `book_appointment` for them, once. */
export class Callers {
  /** All of them, in the order in which they were answered. */
  readonly calls: AnsweredCall[] = [];
  private readonly retell: RetellWorld;
  private readonly free: Generator<Opening, never> = openings(new Date());
  private readonly connections = new Agent({ keepAlive: true });
  private count = 0;

  constructor(randomSeed: number) {
    this.retell = new RetellWorld(sandboxSeed, systemClock, new SandboxIds(randomSeed));
  }

  async book(gatewayUrl: string): Promise<AnsweredCall> {
    const number = (this.count += 1);
    const { agentId, service, start, preferredStaff } = this.free.next().value;
    const [phone, email] = [`+49151${String(10_000_000 + number)}`, `anrufer-${number}@kunde.example`];
    const call = this.retell.open({ agentId, from: phone });
    call.greet();
    const args = {
      service,
      start,
      attendee_name: `Anrufer ${spelled(number)}`,
      attendee_email: email,
      ...(preferredStaff && { preferred_staff: preferredStaff }),
    };
    const body = JSON.stringify(call.invoke({ name: 'book_appointment', args }).body);
    const { slug, retellKey } = call.company;
    const signature = signRetell(body, retellKey, Date.now());
    const url = `${gatewayUrl}/webhooks/retell/${slug}/functions`;
    const sentAt = performance.now();
    const { status, text } = await this.send(url, body, signature).catch(() => ({ status: undefined, text: '{}' }));
    const answeredAt = performance.now();
    const answered = { callId: call.id, email, phone, sentAt, answeredAt, status, answer: parsed(text) };
    this.calls.push(answered);
    return answered;
  }

  close(): void {
    this.connections.destroy();
  }

  private send(url: string, body: string, signature: string): Promise<{ status: number | undefined; text: string }> {
    return new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'x-retell-signature': signature,
      };
      const sent = request(
        url,
        { method: 'POST', agent: this.connections, headers, timeout: timeoutMs },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (part: string) => (text += part));
          response.on('end', () => resolve({ status: response.statusCode, text }));
          response.on('error', reject);
        },
      );
      sent.on('timeout', () => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)));
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

const syllables = ['ba', 'ke', 'di', 'fo', 'gu', 'ma', 'ne', 'pi', 'ro', 'su'];

/** Names that are not nearly alike, as near misses are asked back. */
const spelled = (number: number): string => [...String(number)].map((digit) => syllables[Number(digit)]).join('');

function parsed(text: string): AnsweredCall['answer'] {
  try {
    return JSON.parse(text) as AnsweredCall['answer'];
  } catch {
    return {};
  }
}
