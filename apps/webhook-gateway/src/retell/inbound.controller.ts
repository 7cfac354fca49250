import { Controller, HttpStatus, Post, Res, UseGuards } from '@nestjs/common';
import { CatalogueSource, type Company } from '@callbook/catalogue';
import { type InboundAnswer, readInboundWebhook } from '@callbook/retell';
import type { FastifyReply } from 'fastify';
import { GreetCaller } from '../greet-caller/greet-caller';
import { PathCompany, SignedJson } from '../http/signed-request';
import { webhookEvents, webhooks } from '../metrics';
import { requireOwnAgent } from './own-agent';
import { RetellGuard } from './retell.guard';

/** The webhook of a phone number, asked while the caller hears it ring: answered within a second, or left empty. */
@Controller('webhooks/retell/:company/inbound')
@UseGuards(RetellGuard)
export class InboundController {
  constructor(
    private readonly catalogues: CatalogueSource,
    private readonly greetCaller: GreetCaller,
  ) {}

  @Post()
  async answer(
    @PathCompany() company: Company,
    @SignedJson() json: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InboundAnswer | undefined> {
    const inbound = readInboundWebhook(json);
    const { event } = inbound;
    requireOwnAgent(this.catalogues.current(), company, inbound.agentId);
    webhooks.inc({ company: company.slug, event: webhookEvents.labelOf(event), result: 'acknowledged' });
    void reply.status(event === 'call_inbound' ? HttpStatus.OK : HttpStatus.NO_CONTENT);
    return event === 'call_inbound' ? this.greetCaller.execute(company, inbound) : undefined;
  }
}
