import type { Company } from '@callbook/catalogue';
import {
  Controller,
  createParamDecorator,
  type ExecutionContext,
  HttpCode,
  HttpStatus,
  Post,
  UseGuards,
} from '@nestjs/common';
import { Events } from '../events';
import { brokenEnvelope } from '../http/problem';
import { parseJson, PathCompany, rawBodyOf, requestOf } from '../http/signed-request';
import { FreshIds } from '../ids';
import { calcomTriggers, webhooks } from '../metrics';
import { Clock } from '../time/clock';
import { CalcomGuard } from './calcom.guard';
import { readCalcomWebhook } from './calcom-webhook';
import { calendarNotified } from './calendar-notified.mapper';

/** The signed body, parsed. A custom payload template can make Cal.com send a form. */
const CalcomJson = createParamDecorator((_: unknown, context: ExecutionContext): unknown => {
  const request = requestOf(context);
  const contentType = request.headers['content-type'];
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType ?? '')) {
    throw brokenEnvelope('content-type', 'application/json', 'Remove the custom payload template of the webhook.');
  }
  return parseJson(contentType, rawBodyOf(request));
});

/** Cal.com's webhooks. Most installations send each only once, whatever the answer: 204 means that the hint is safe. */
@Controller('webhooks/calcom/:company')
@UseGuards(CalcomGuard)
export class CalcomController {
  constructor(
    private readonly events: Events,
    private readonly ids: FreshIds,
    private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(HttpStatus.NO_CONTENT)
  async take(@PathCompany() { slug }: Company, @CalcomJson() json: unknown): Promise<void> {
    const { trigger, notice } = readCalcomWebhook(json);
    if (notice) {
      const context = { company: slug, id: this.ids.next(), now: this.clock.now() };
      await this.events.publish(calendarNotified(notice, context));
    }
    const result = notice ? 'published' : 'acknowledged';
    webhooks.inc({ company: slug, event: calcomTriggers.labelOf(trigger), result });
  }
}
