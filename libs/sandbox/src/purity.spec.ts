import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const impure =
  /Date\.now|new Date\(\)|performance\.|setTimeout|setInterval|setImmediate|fetch\(|fastify|Math\.random|randomUUID|process\.|node:(http|net|timers)|from '\.[^']*\/http\//;

/** The parts a simulation runs under its own clock; the rest is the HTTP around them. */
const simulated = readdirSync(join(__dirname, 'calcom'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.startsWith('http'))
  .map((file) => join('calcom', file))
  .concat([
    'world.ts',
    'sandbox-ids.ts',
    'sandbox-random.ts',
    ...['retell-call', 'retell-world', 'transcript', 'list-calls'].map((name) => `retell/${name}.ts`),
  ]);

describe('the simulated behaviour', () => {
  it.each(simulated)('takes time and chance from outside and does no I/O: %s', (file) => {
    expect(readFileSync(join(__dirname, file), 'utf8')).not.toMatch(impure);
  });
});
