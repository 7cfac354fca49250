import { Get, Inject, Param, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiParam } from '@nestjs/swagger';
import type { CompanyRequest } from './access/api-token.guard';
import { ApiController, ApiList, ApiRow, found } from './api.controller';
import { customerList } from './pages/lists';
import { Pages } from './pages/pages.repository';
import { customerParameters, idWanted, pageWanted } from './parameters/list-parameters';
import { Customer, customerOf, type CustomerRow } from './shown/customer.entity';
import { CustomerPage } from './shown/page.entity';

type Given = Record<string, unknown>;

@ApiController('customers')
export class CustomersController {
  constructor(@Inject(Pages) private readonly pages: Pages) {}

  @Get()
  @ApiOperation({ summary: 'Customers of the company' })
  @ApiList(CustomerPage, customerParameters)
  async list(@Req() { company = '' }: CompanyRequest, @Query() given: Given): Promise<CustomerPage> {
    const wanted = pageWanted(customerList, customerParameters, company, given);
    const { rows, next } = await this.pages.page<CustomerRow>(customerList, wanted);
    return { items: rows.map(customerOf), next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One customer' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiRow(Customer)
  async one(
    @Req() { company = '' }: CompanyRequest,
    @Param('id') id: string,
    @Query() given: Given,
  ): Promise<Customer> {
    return customerOf(found(await this.pages.row<CustomerRow>(customerList, company, idWanted(id, given))));
  }
}
