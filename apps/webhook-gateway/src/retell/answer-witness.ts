import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CallFunctionAnswered, createEvent } from '@callbook/contracts';
import { Events } from '../events';
import { FreshIds } from '../ids';
import { Clock } from '../time/clock';
import type { GivenAnswer } from './agent-functions';

/** Tells everybody what the agent was told, and whether it was still listening. That it fails never changes an answer. */
@Injectable()
export class AnswerWitness implements OnApplicationShutdown {
  private readonly logger = new Logger(AnswerWitness.name);
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly events: Events,
    private readonly ids: FreshIds,
    private readonly clock: Clock,
  ) {}

  /** Publishes once it is known whether the reply was delivered. */
  follow(given: GivenAnswer, delivered: Promise<boolean>): void {
    const work = delivered
      .then((arrived) => this.publish(given, arrived))
      .catch((error: unknown) =>
        this.logger.warn({ err: error, functionCallId: given.functionCall.functionCallId }, 'not witnessed'),
      )
      .finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private async publish(given: GivenAnswer, delivered: boolean): Promise<void> {
    const { functionCall, requestKey, answer } = given;
    const { company, call, functionCallId, name: functionName } = functionCall;
    const { status, say } = answer;
    const now = this.clock.now();
    const event = createEvent(
      CallFunctionAnswered,
      { call, functionCallId, requestKey, functionName, status, say, delivered, answeredAt: now.toISOString() },
      {
        id: this.ids.next(),
        company: company.slug,
        time: now,
        correlationId: call.retellCallId,
        causationId: functionCallId,
      },
    );
    await this.events.publish(event);
  }
}
