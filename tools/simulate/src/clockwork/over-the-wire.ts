import type { Weather } from '../weather/weather';
import type { SimulatedProcess } from './process';

/**
 * A store as a process sees it: every call travels there and back, and happens at once and as a whole when it arrives.
 * @param changed runs right after each call, before anybody else goes on
 */
export function overTheWire<T extends object>(
  name: string,
  store: T,
  { process, weather, changed }: { process: SimulatedProcess; weather: Weather; changed: () => void },
): T {
  return new Proxy(store, {
    get(target, key) {
      const member = Reflect.get(target, key) as unknown;
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        const call = async (): Promise<unknown> => {
          try {
            return await (member.apply(target, args) as Promise<unknown>);
          } finally {
            changed();
          }
        };
        return process.reach(`${name}.${String(key)}`, call, [weather.hop(), weather.hop()]);
      };
    },
  });
}
