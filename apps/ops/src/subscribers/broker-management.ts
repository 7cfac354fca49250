/** RabbitMQ's management API did not do what it was asked for. */
export class ManagementError extends Error {
  override readonly name = 'ManagementError';

  constructor(
    message: string,
    /** HTTP status; undefined when nothing answered. */
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const timeoutMs = 10_000;

/** RabbitMQ's HTTP management API, https://www.rabbitmq.com/docs/management#http-api. Goes to the configured host alone. */
export class BrokerManagement {
  private readonly base: string;
  private readonly authorization: string;
  private readonly host: string;

  /**
   * @param url of the API without `/api`, with credentials of a user tagged `administrator`
   * @param vhost the virtual host everything here is about
   */
  constructor(url: string, vhost: string) {
    const { origin, pathname, username, password } = new URL(url);
    this.base = `${origin}${pathname.replace(/\/$/, '')}/api`;
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    this.authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
    this.host = encodeURIComponent(vhost);
  }

  /** @throws ManagementError */
  get<T>(path: readonly string[], query = ''): Promise<T> {
    return this.request<T>('GET', path, undefined, query);
  }

  /** @throws ManagementError */
  put(path: readonly string[], body: object): Promise<void> {
    return this.request('PUT', path, body);
  }

  /** What is not there counts as deleted. @throws ManagementError */
  async delete(path: readonly string[]): Promise<void> {
    await this.request('DELETE', path).catch((error: ManagementError) => {
      if (error.status !== 404) throw error;
    });
  }

  /** @param path its parts, with `@` for the virtual host */
  private async request<T>(method: string, path: readonly string[], body?: object, query = ''): Promise<T> {
    const parts = path.map((part) => (part === '@' ? this.host : encodeURIComponent(part)));
    const response = await fetch(`${this.base}/${parts.join('/')}${query}`, {
      method,
      redirect: 'error',
      headers: { authorization: this.authorization, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body && { body: JSON.stringify(body) }),
    }).catch((cause: Error) => {
      throw new ManagementError(`no answer (${reasonOf(cause)})`, undefined, { cause });
    });
    const text = await response.text();
    // Not the request's body: it may hold a password.
    if (!response.ok)
      throw new ManagementError(`${method} ${path[0]}: ${response.status} ${text.slice(0, 300)}`, response.status);
    return (text ? JSON.parse(text) : undefined) as T;
  }
}

function reasonOf({ name, message, cause }: Error): string {
  return (cause as NodeJS.ErrnoException | undefined)?.code ?? (name === 'TimeoutError' ? 'timeout' : message);
}
