import { runService } from '@callbook/service';
import { AppModule } from './app.module';
import { recordsConfig } from './config';

void runService({ module: () => AppModule.forRoot(recordsConfig()), port: () => recordsConfig().PORT });
