import { spawnSync } from 'node:child_process';
import type { StartedApp } from './app-process';
import { Places } from './places';

const app = (pid: number): StartedApp => ({ name: 'booking', pid, ready: {}, stop: () => Promise.resolve() });
const living = () => Promise.resolve(app(process.pid));
const dead = () => Promise.resolve(app(spawnSync(process.execPath, ['--version']).pid));

async function placesTaken(...starts: (() => Promise<StartedApp>)[]): Promise<number[]> {
  const places = new Places<'booking'>();
  const taken: number[] = [];
  for (const start of starts) {
    await places
      .fill('booking', (place) => {
        taken.push(place);
        return start();
      })
      .catch(() => undefined);
  }
  return taken;
}

it('gives every living replica a place of its own', async () => {
  expect(await placesTaken(living, living, living)).toEqual([0, 1, 2]);
});

it('gives the place of a replica that has ended to the next one', async () => {
  expect(await placesTaken(living, dead, living, living)).toEqual([0, 1, 1, 2]);
});

it('gives the place of a replica that did not start to the next one', async () => {
  expect(await placesTaken(() => Promise.reject(new Error('not ready')), living)).toEqual([0, 0]);
});

it('gives replicas that are started at the same time different places', async () => {
  const places = new Places<'booking'>();
  const taken: number[] = [];
  const start = (place: number) => {
    taken.push(place);
    return living();
  };
  await Promise.all([places.fill('booking', start), places.fill('booking', start)]);
  expect(taken).toEqual([0, 1]);
});
