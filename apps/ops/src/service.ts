import { runService } from '@callbook/service';
import { AppModule } from './app.module';
import { serviceConfig } from './service-config';

void runService({
  name: 'ops',
  module: () => AppModule.forRoot(serviceConfig()),
  port: () => serviceConfig().PORT,
});
