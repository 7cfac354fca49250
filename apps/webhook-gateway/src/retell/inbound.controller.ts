import { Controller, HttpStatus, Post, Res, UseGuards } from '@nestjs/common';
import { CatalogueSource, type Company } from '@callbook/catalogue';
import { readInboundWebhook } from '@callbook/retell';
import type { FastifyReply } from 'fastify';
import { webhookEvents, webhooks } from '../metrics';
import { requireOwnAgent } from './own-agent';
import { RetellGuard } from './retell.guard';
import { PathCompany, SignedJson } from '../http/signed-request';

/** The webhook of a phone number, asked while the caller hears it ring. An empty answer leaves the call as configured. */
@Controller('webhooks/retell/:company/inbound')
@UseGuards(RetellGuard)
export class InboundController {
  constructor(private readonly catalogues: CatalogueSource) {}

  @Post()
  answer(
    @PathCompany() company: Company,
    @SignedJson() json: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): { call_inbound: object } | undefined {
    const { event, agentId } = readInboundWebhook(json);
    requireOwnAgent(this.catalogues.current(), company, agentId);
    webhooks.inc({ company: company.slug, event: webhookEvents.labelOf(event), result: 'acknowledged' });
    void reply.status(event === 'call_inbound' ? HttpStatus.OK : HttpStatus.NO_CONTENT);
    return event === 'call_inbound' ? { call_inbound: {} } : undefined;
  }
}
