import { runService } from '@callbook/service';
import { AppModule } from './app.module';
import { environment, gatewayConfig } from './config';
import { configureHttp } from './http/configure-http';
import { fastifyAdapter } from './http/raw-bodies';

void runService({
  name: 'webhook-gateway',
  module: () => AppModule.forRoot(gatewayConfig(), environment),
  port: () => gatewayConfig().PORT,
  adapter: fastifyAdapter,
  configure: (app) => configureHttp(app, gatewayConfig()),
});
