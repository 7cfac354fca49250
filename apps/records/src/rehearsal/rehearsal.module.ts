import { Module } from '@nestjs/common';
import { PredictEffectsQuery } from './predict-effects.query';
import { Rehearsal } from './rehearsal.repository';

/** Tells operators what a message would do before they send it again. */
@Module({ controllers: [PredictEffectsQuery], providers: [Rehearsal] })
export class RehearsalModule {}
