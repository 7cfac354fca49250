import { Controller, HttpCode, HttpStatus, Param, Post, Res, UseGuards } from '@nestjs/common';
import { CatalogueSource, type Company } from '@callbook/catalogue';
import { correlation } from '@callbook/observability';
import { argumentsOf, readArguments, readFunctionCall } from '@callbook/retell';
import type { FastifyReply } from 'fastify';
import { listenerOf } from '../http/listener';
import { AgentFunctions } from './agent-functions';
import { AnswerWitness } from './answer-witness';
import { identified } from './identified-call';
import { requireOwnAgent } from './own-agent';
import { RetellGuard } from './retell.guard';

import { PathCompany, SignedJson } from '../http/signed-request';
import type { Answer } from '../words/answer';

/** Custom functions of the agent. A business outcome is a 200 with a sentence; other codes mean "try again" or "look into it". */
@Controller('webhooks/retell/:company/functions')
@UseGuards(RetellGuard)
export class FunctionsController {
  constructor(
    private readonly catalogues: CatalogueSource,
    private readonly functions: AgentFunctions,
    private readonly witness: AnswerWitness,
  ) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  async answer(
    @PathCompany() company: Company,
    @SignedJson() json: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    const functionCall = readFunctionCall(json);
    requireOwnAgent(this.catalogues.current(), company, functionCall.call.agent_id);
    const { gone, answered } = listenerOf(reply);
    const given = await correlation.run({ correlationId: functionCall.call.call_id }, () =>
      this.functions.answer(identified(company, functionCall), gone),
    );
    this.witness.follow(given, answered);
    return given.answer;
  }

  /** Arguments at root: the body carries no call. */
  @Post(':name')
  @HttpCode(HttpStatus.OK)
  answerWithoutCall(
    @PathCompany() company: Company,
    @SignedJson() json: unknown,
    @Param('name') name: string,
  ): Promise<Answer> {
    return this.functions.answerWithoutCall(name, { company, args: argumentsOf(readArguments(json)) });
  }
}
