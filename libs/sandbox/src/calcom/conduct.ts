import { type CalcomApi } from './calcom-api';
import { type ApiReply, type ApiRequest } from './exchange';
import { faultAnswer } from './faults/fault-answer';
import { type FaultEffect, withHostFaults } from './faults/api-faults';
import { type WebhookNotice } from './webhooks';

/** The world outside the API: real time and HTTP in a server, virtual time in a simulation. */
export interface Surroundings {
  wait(milliseconds: number): Promise<void>;
  send(webhook: WebhookNotice): Promise<void>;
  /** Hears of a booking the moment it is written, whatever becomes of the answer. */
  wrote(bookingUid: string): void;
}

/** The answer as the caller gets it, or how the caller gets none. */
export type Outcome = ApiReply | 'disconnected' | 'silent';

/** Takes one request from moment to moment: webhooks first, then the faults armed for that moment. */
export async function conduct(
  api: CalcomApi,
  request: ApiRequest,
  effects: FaultEffect[],
  around: Surroundings,
): Promise<Outcome> {
  const handling = api.handle(request);
  let step = handling.next();
  while (!step.done) {
    const { at, bookingUid, webhooks = [] } = step.value;
    if (bookingUid) around.wrote(bookingUid);
    for (const webhook of webhooks) await around.send(webhook);
    for (const effect of effects) {
      if (effect.kind === 'hosts' || effect.at !== at) continue;
      if (effect.kind === 'delay') await around.wait(effect.ms);
      if (effect.kind === 'disconnect') return 'disconnected';
      if (effect.kind === 'silence') return 'silent';
      if (effect.kind === 'answer') return faultAnswer(effect, request.path, api.world.clock.now());
    }
    step = handling.next();
  }
  return withHostFaults(step.value, effects);
}
