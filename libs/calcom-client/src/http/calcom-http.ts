import http from 'node:http';
import https from 'node:https';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { CalcomUnavailable, CalcomUnclear, nothingAnswered } from '../calcom-errors';
import { type CalcomAnswer } from './calcom-answer';
import { type CalcomRequest, versionFor } from './calcom-request';
import { Departure } from './departure';

/** A full page of 250 bookings is some 2 MB. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
/** Shorter than what routers and load balancers on the way forget a silent connection after. */
const IDLE_CONNECTION_MS = 30_000;

export interface CalcomHttpOptions {
  readonly origin: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
}

/** Sends one request and brings back whatever answer arrives whole, of any status. Repeats nothing. */
export class CalcomHttp {
  private readonly axios: AxiosInstance;
  private readonly keptAlive = agents({ keepAlive: true, timeout: IDLE_CONNECTION_MS });
  private readonly freshEachTime = agents({ keepAlive: false });

  constructor(private readonly options: CalcomHttpOptions) {
    this.axios = axios.create({
      baseURL: options.origin,
      headers: { authorization: `Bearer ${options.apiKey}`, accept: 'application/json' },
      maxContentLength: MAX_ANSWER_BYTES,
      proxy: false, // requests go to the configured host and nowhere else, whatever the environment says
      responseType: 'text',
      transformResponse: (body: string) => body, // the text itself is evidence
      validateStatus: () => true,
    });
  }

  /**
   * @throws CalcomUnavailable when the connection never stood
   * @throws CalcomUnclear when it did, but no whole answer came within the time-out
   */
  async send(request: CalcomRequest): Promise<CalcomAnswer> {
    const { operation } = request;
    const departure = new Departure();
    // Over the whole exchange: axios' own time-out is one of silence, which a body that trickles in never reaches.
    const deadline = AbortSignal.timeout(this.options.timeoutMs);
    const askedAt = new Date();
    try {
      const response = await this.axios.request<string>({
        method: request.method,
        url: request.path,
        params: request.query,
        data: request.body,
        headers: { 'cal-api-version': versionFor(request) },
        signal: deadline,
        transport: departure.transport,
        ...this.agentsFor(request),
      });
      return answerOf(request, response, askedAt);
    } catch (error) {
      // The error of axios is dropped here: it carries the request, credential and body included.
      const code = deadline.aborted ? 'ETIMEDOUT' : codeOf(error);
      if (!departure.possible) throw new CalcomUnavailable(operation, 'not_connected', code);
      const reason = deadline.aborted ? 'timeout' : 'connection_lost';
      throw new CalcomUnclear(reason, { ...nothingAnswered, operation, askedAt }, code ?? undefined);
    }
  }

  /** Closes idle connections only: cutting off a POST would leave it unclear. */
  close(): void {
    for (const { freeSockets } of [this.keptAlive.httpAgent, this.keptAlive.httpsAgent])
      for (const sockets of Object.values(freeSockets)) sockets?.forEach((socket) => socket.destroy());
  }

  /**
   * A POST gets a connection of its own. A kept-alive one may be closed by the other side in the very moment it is used
   * again, and nobody could tell that from an answer that was lost: it would cost a look-up of two minutes.
   */
  private agentsFor({ method }: CalcomRequest): Agents {
    return method === 'GET' ? this.keptAlive : this.freshEachTime;
  }
}

interface Agents {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
}

const agents = (options: http.AgentOptions): Agents => ({
  httpAgent: new http.Agent(options),
  httpsAgent: new https.Agent(options),
});

function answerOf({ operation }: CalcomRequest, response: AxiosResponse<string>, askedAt: Date): CalcomAnswer {
  const headers = Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  return {
    operation,
    status: response.status,
    headers: Object.fromEntries(headers),
    body: response.data,
    askedAt,
    answeredAt: new Date(),
  };
}

function codeOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : null;
}
