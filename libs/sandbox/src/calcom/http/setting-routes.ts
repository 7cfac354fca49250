import { type FastifyInstance } from 'fastify';

/** Shows one setting under its own address and replaces it; a mistyped one is refused and changes nothing. */
export function settingRoutes<Settings extends object>(
  server: FastifyInstance,
  path: string,
  parse: (body: unknown) => Settings | { problem: string },
  setting: { get(): Settings; set(settings: Settings): void },
): void {
  server.get(path, async () => ({ sandbox: true, ...setting.get() }));
  server.put(path, async (request, reply) => {
    const settings = parse(request.body);
    if ('problem' in settings) return reply.code(400).send({ sandbox: true, problem: settings.problem });
    setting.set(settings);
    return { sandbox: true, ...settings };
  });
}
