import type { StartedApp } from './app-process';

interface Place {
  /** Whose process holds it; undefined while the process is being started. */
  holder?: StartedApp;
}

/**
 * The places of an app's replicas, numbered from 0. What belongs to a place (a port, a spool file) goes over to the
 * process that is started in it after the one before has ended, as a volume stays with its place in a cluster.
 */
export class Places<Name extends string> {
  private readonly places = new Map<Name, (Place | undefined)[]>();

  /** Starts a replica in the lowest place that no living process holds. */
  async fill(name: Name, start: (place: number) => Promise<StartedApp>): Promise<StartedApp> {
    const places = this.placesOf(name);
    const number = firstFree(places);
    const place: Place = {};
    places[number] = place;
    try {
      return (place.holder = await start(number));
    } catch (error) {
      places[number] = undefined;
      throw error;
    }
  }

  private placesOf(name: Name): (Place | undefined)[] {
    const places = this.places.get(name) ?? [];
    this.places.set(name, places);
    return places;
  }
}

function firstFree(places: readonly (Place | undefined)[]): number {
  const free = places.findIndex((place) => !place || (place.holder && !isRunning(place.holder.pid)));
  return free === -1 ? places.length : free;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
