import { Get, Inject, Query, Req } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { CompanyRequest } from './access/api-token.guard';
import { ApiController, ApiList } from './api.controller';
import { serviceList, staffList } from './pages/lists';
import { Pages } from './pages/pages.repository';
import { catalogueParameters, pageWanted } from './parameters/list-parameters';
import { personOf, type PersonRow, serviceOf, type ServiceRow } from './shown/catalogue.entity';
import { ServicePage, StaffPage } from './shown/page.entity';

type Given = Record<string, unknown>;

@ApiController('staff')
export class StaffController {
  constructor(@Inject(Pages) private readonly pages: Pages) {}

  @Get()
  @ApiOperation({ summary: 'Who works, or worked, for the company' })
  @ApiList(StaffPage, catalogueParameters)
  async list(@Req() { company = '' }: CompanyRequest, @Query() given: Given): Promise<StaffPage> {
    const wanted = pageWanted(staffList, catalogueParameters, company, given);
    const { rows, next } = await this.pages.page<PersonRow>(staffList, wanted);
    return { items: rows.map(personOf), next };
  }
}

@ApiController('services')
export class ServicesController {
  constructor(@Inject(Pages) private readonly pages: Pages) {}

  @Get()
  @ApiOperation({ summary: 'What the company does, or did' })
  @ApiList(ServicePage, catalogueParameters)
  async list(@Req() { company = '' }: CompanyRequest, @Query() given: Given): Promise<ServicePage> {
    const wanted = pageWanted(serviceList, catalogueParameters, company, given);
    const { rows, next } = await this.pages.page<ServiceRow>(serviceList, wanted);
    return { items: rows.map(serviceOf), next };
  }
}
