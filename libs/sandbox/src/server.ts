import { type AddressInfo } from 'node:net';
import { type FastifyInstance } from 'fastify';

export interface RunningServer {
  /** Without a slash at the end. */
  url: string;
  /** Ends open requests too, also those that would never be answered. */
  close(): Promise<void>;
}

/** One structured line; the sandbox itself writes nowhere. */
export type SandboxLog = (line: Record<string, unknown>) => void;

/** Every line says that it comes from a simulation. */
export const labelled =
  (simulated: 'calcom' | 'retell', log: SandboxLog = () => undefined): SandboxLog =>
  (line) =>
    log({ sandbox: simulated, ...line });

export async function listening(
  server: FastifyInstance,
  { port, hostname = '127.0.0.1' }: { port: number; hostname?: string },
): Promise<RunningServer> {
  await server.listen({ port, host: hostname });
  const { port: bound } = server.server.address() as AddressInfo;
  return { url: `http://${hostname}:${bound}`, close: () => server.close() };
}

/** A POST that announces JSON and sends nothing is an empty request, not a broken one. */
export function tolerateEmptyJson(server: FastifyInstance): void {
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    try {
      done(null, JSON.parse(body.toString()));
    } catch (error) {
      done(Object.assign(error as Error, { statusCode: 400 }));
    }
  });
}
