import { runService } from '@callbook/service';
import { AppModule } from './app.module';
import { recordsConfig } from './config';

void runService({
  name: 'records',
  module: () => AppModule.forRoot(recordsConfig()),
  port: () => recordsConfig().PORT,
});
