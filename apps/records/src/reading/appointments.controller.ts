import { Get, Inject, Param, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiParam } from '@nestjs/swagger';
import type { CompanyRequest } from './access/api-token.guard';
import { ApiController, ApiList, ApiRow, found } from './api.controller';
import { appointmentList } from './pages/lists';
import { Pages } from './pages/pages.repository';
import { appointmentParameters, idWanted, pageWanted } from './parameters/list-parameters';
import { Appointment, appointmentOf, type AppointmentRow } from './shown/appointment.entity';
import { AppointmentPage } from './shown/page.entity';

type Given = Record<string, unknown>;

@ApiController('appointments')
export class AppointmentsController {
  constructor(@Inject(Pages) private readonly pages: Pages) {}

  @Get()
  @ApiOperation({ summary: 'Appointments of the company' })
  @ApiList(AppointmentPage, appointmentParameters)
  async list(@Req() { company = '' }: CompanyRequest, @Query() given: Given): Promise<AppointmentPage> {
    const wanted = pageWanted(appointmentList, appointmentParameters, company, given);
    const { rows, next } = await this.pages.page<AppointmentRow>(appointmentList, wanted);
    return { items: rows.map(appointmentOf), next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One appointment' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiRow(Appointment)
  async one(
    @Req() { company = '' }: CompanyRequest,
    @Param('id') id: string,
    @Query() given: Given,
  ): Promise<Appointment> {
    return appointmentOf(found(await this.pages.row<AppointmentRow>(appointmentList, company, idWanted(id, given))));
  }
}
