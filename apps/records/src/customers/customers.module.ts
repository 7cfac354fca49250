import { Module } from '@nestjs/common';
import { CustomerOfNumberQuery } from './customer-of-number.query';
import { KnownCustomers } from './known-customers.repository';

@Module({ controllers: [CustomerOfNumberQuery], providers: [KnownCustomers] })
export class CustomersModule {}
