import { Get, Inject, Param, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiParam } from '@nestjs/swagger';
import type { CompanyRequest } from './access/api-token.guard';
import { ApiController, ApiList, ApiRow, found } from './api.controller';
import { callList } from './pages/lists';
import { Pages } from './pages/pages.repository';
import { callParameters, idWanted, pageWanted } from './parameters/list-parameters';
import { callOf, type CallRow, CallWithTranscript } from './shown/call.entity';
import { CallPage } from './shown/page.entity';

type Given = Record<string, unknown>;
type RowWithTranscript = CallRow & { readonly transcript: string | null };

/** Too long for a page. */
const transcript = '(SELECT transcript FROM records.call_transcripts WHERE call_id = v.id) AS transcript';

@ApiController('calls')
export class CallsController {
  constructor(@Inject(Pages) private readonly pages: Pages) {}

  @Get()
  @ApiOperation({
    summary: 'Calls of the company',
    description: '`appointment` asks which call booked an appointment.',
  })
  @ApiList(CallPage, callParameters)
  async list(@Req() { company = '' }: CompanyRequest, @Query() given: Given): Promise<CallPage> {
    const wanted = pageWanted(callList, callParameters, company, given);
    const { rows, next } = await this.pages.page<CallRow>(callList, wanted);
    return { items: rows.map(callOf), next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One call, with its transcript' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiRow(CallWithTranscript)
  async one(
    @Req() { company = '' }: CompanyRequest,
    @Param('id') id: string,
    @Query() given: Given,
  ): Promise<CallWithTranscript> {
    const row = await this.pages.row<RowWithTranscript>(callList, company, idWanted(id, given), [transcript]);
    const call = found(row);
    return { ...callOf(call), transcript: call.transcript };
  }
}
