import { type FastifyInstance } from 'fastify';
import { type ArmableFault, type FaultBoard } from '../faults/fault-board';
import { type Problem } from '../faults/fault-input';

/** Arms and disarms the faults of one board under its own address. */
export function faultRoutes<Match extends object, Effect>(
  server: FastifyInstance,
  path: string,
  board: FaultBoard<Match, Effect>,
  parse: (body: unknown) => ArmableFault<Match, Effect> | Problem,
): void {
  server.get(path, async () => ({ sandbox: true, faults: board.list() }));
  server.post(path, async (request, reply) => {
    const fault = parse(request.body);
    if ('problem' in fault) return reply.code(400).send({ sandbox: true, problem: fault.problem });
    return reply.code(201).send({ sandbox: true, ...board.arm(fault) });
  });
  server.delete(path, async () => {
    board.clear();
    return { sandbox: true, faults: [] };
  });
  server.delete<{ Params: { id: string } }>(`${path}/:id`, async (request, reply) => {
    const found = board.disarm(Number(request.params.id));
    return reply.code(found ? 200 : 404).send({ sandbox: true, disarmed: found });
  });
}
