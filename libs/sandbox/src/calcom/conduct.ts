import { type CalcomApi } from './calcom-api';
import { type ApiReply, type ApiRequest } from './exchange';
import { faultAnswer } from './faults/fault-answer';
import { type FaultEffect, withHostFaults } from './faults/api-faults';
import { type WebhookNotice } from './webhooks';

/** The world outside the API: real time and HTTP in a server, virtual time in a simulation. */
export interface Surroundings {
  wait(milliseconds: number): Promise<void>;
  /** Until the `hold` is taken back. */
  held(effect: FaultEffect): Promise<void>;
  /** Runs it so many milliseconds later; nobody waits for it. */
  later(milliseconds: number, run: () => Promise<void>): void;
  send(webhook: WebhookNotice): Promise<void>;
}

/** The answer as the caller gets it, or how the caller gets none. */
export type Outcome = ApiReply | 'disconnected' | 'silent';

/**
 * Takes one request from moment to moment: webhooks first, then the faults armed for that moment. Ends when the caller
 * has an answer or will never have one; the request itself may go on after that.
 */
export async function conduct(
  api: CalcomApi,
  request: ApiRequest,
  effects: FaultEffect[],
  around: Surroundings,
): Promise<Outcome> {
  const lag = effects.find((effect) => effect.kind === 'lag');
  const { recorded, handling } = api.receive(request, { lagMs: lag?.ms });
  const goOnAlone = async (): Promise<void> => {
    for (const { webhooks = [] } of handling) for (const webhook of webhooks) await around.send(webhook);
  };
  const end = (ending: Outcome): Outcome => {
    recorded.result = typeof ending === 'string' ? ending : { status: ending.status };
    recorded.endedAt ??= api.world.clock.now().toISOString();
    return ending;
  };

  let step = handling.next();
  while (!step.done) {
    const { at, webhooks = [] } = step.value;
    for (const webhook of webhooks) await around.send(webhook);
    for (const effect of effects) {
      if (effect.kind === 'late-insert' && at === 'before-write') {
        const { ms, caller = 'silent' } = effect;
        around.later(ms, async () => {
          await goOnAlone();
          recorded.result = caller;
        });
        return end(caller);
      }
      if (!('at' in effect) || effect.at !== at) continue;
      if (effect.kind === 'delay') await around.wait(effect.ms);
      if (effect.kind === 'hold') await around.held(effect);
      if (effect.kind === 'disconnect') return end('disconnected');
      if (effect.kind === 'silence') return end('silent');
      if (effect.kind === 'answer') return end(faultAnswer(effect, request.path, api.world.clock.now()));
    }
    step = handling.next();
  }
  return withHostFaults(step.value, effects);
}
