import { setTimeout as pause } from 'node:timers/promises';
import type { Link } from '../network';
import type { Random } from '../random';
import type { Fault } from './fault';

/** Longer than a caller waits, and than a request to Cal.com may take here. */
const badForMs = 9_000;

const kinds = ['refused', 'silent', 'silent one way', 'cut again and again'] as const;

/** The network between each two parts fails once, each in a way of its own; in any order. */
export function badNetwork(links: readonly Link[], random: Random, scale: number): Fault[] {
  return random.shuffled(links).map((link) => badLink(link, random.pick(kinds), badForMs * scale));
}

function badLink({ name, proxy }: Link, kind: (typeof kinds)[number], ms: number): Fault {
  return {
    name: `network ${name} ${kind} for ${(ms / 1_000).toFixed(1)} s`,
    async happen() {
      try {
        if (kind === 'refused') await proxy.refuse();
        if (kind === 'silent') proxy.silence();
        if (kind === 'silent one way') proxy.silence('from-target');
        if (kind === 'cut again and again') {
          for (let cut = 0; cut < 5; cut++) {
            proxy.cut();
            await pause(ms / 5);
          }
        } else await pause(ms);
      } finally {
        await proxy.heal();
      }
    },
  };
}
