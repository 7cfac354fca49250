import { randomUUID } from 'node:crypto';
import { uuidForm } from '@callbook/contracts';
import { CommandFailure } from '../command-line';

export interface ActOptions {
  readonly actor: string;
  readonly why: string;
}

/** Who acts and why, as records wants to know it. The act has an id of its own: however often it is delivered, it is one. */
export function actBy({ actor, why }: ActOptions): { actId: string; actor: string; why: string } {
  if (actor.trim() === '' || why.trim() === '') {
    const what = actor.trim() === '' ? '--actor is empty.' : '--why is empty.';
    throw new CommandFailure(what, 'Say who decides, and why: both are kept with the act.', 2);
  }
  return { actId: randomUUID(), actor: actor.trim(), why: why.trim() };
}

/** @param what for people: `an appointment` */
export function idOf(text: string, what: string, next: string): string {
  if (!uuidForm.test(text)) throw new CommandFailure(`"${text}" is not the id of ${what}.`, next, 2);
  return text.toLowerCase();
}
