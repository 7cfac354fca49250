import { Controller, HttpCode, HttpStatus, Post, UseGuards } from '@nestjs/common';
import { CatalogueSource, type Company } from '@callbook/catalogue';
import { readCallWebhook } from '@callbook/retell';
import { Events } from '../events';
import { webhookEvents, webhooks } from '../metrics';
import { Clock } from '../time/clock';
import { callEvent } from './call-event.mapper';
import { requireOwnAgent } from './own-agent';
import { RetellGuard } from './retell.guard';
import { PathCompany, SignedJson } from '../http/signed-request';

/** The agent's webhooks. 204 means that the event is safe; anything else makes Retell send it again. */
@Controller('webhooks/retell/:company/calls')
@UseGuards(RetellGuard)
export class CallsController {
  constructor(
    private readonly catalogues: CatalogueSource,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(HttpStatus.NO_CONTENT)
  async take(@PathCompany() company: Company, @SignedJson() json: unknown): Promise<void> {
    const { event: name, agentId, call } = readCallWebhook(json);
    requireOwnAgent(this.catalogues.current(), company, agentId);
    const event = call ? callEvent(name, call, { company: company.slug, now: this.clock.now() }) : undefined;
    if (event) await this.events.publish(event);
    const result = event ? 'published' : 'acknowledged';
    webhooks.inc({ company: company.slug, event: webhookEvents.labelOf(name), result });
  }
}
