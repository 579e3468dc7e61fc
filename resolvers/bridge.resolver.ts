import { Arg, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { BridgeEntity, BridgePart, PeriodBridge } from '../schema/bridge.type.js';
import { EntityKey, PeriodConcentration } from '../schema/period-concentration.type.js';
import type { PeriodConcentration as Period } from '../src/model/analysis.js';
import type * as model from '../src/model/bridge.js';
import { pageSize } from './page.js';
import { keyOf } from './period.resolver.js';

const MAX_ENTITIES = 20;

@Resolver(() => PeriodConcentration)
export class BridgeOfPeriodResolver {
  @FieldResolver(() => PeriodBridge, {
    nullable: true,
    description:
      'How the total came from that of an earlier period. Null where `AnalysisInput.bridge` is not given, where that period is not in the list, and for UNKNOWN and TOTAL.',
  })
  bridge(@Root() { bridge }: Period): model.PeriodBridge | null {
    return bridge ?? null;
  }
}

@Resolver(() => BridgePart)
export class BridgePartResolver {
  @FieldResolver(() => [BridgeEntity], {
    nullable: true,
    description:
      'Those with the largest change, whatever its sign; equal changes are ordered by name. At most 20 of the `count` are named.',
  })
  entities(
    @Root() part: model.BridgePart,
    @Arg('first', () => Int, { nullable: true, defaultValue: 10, description: `How many, 1 to ${MAX_ENTITIES}.` })
    first: number | null,
  ): model.BridgeEntity[] {
    return part.entities.slice(0, pageSize(first ?? 10, MAX_ENTITIES));
  }
}

@Resolver(() => BridgeEntity)
export class BridgeEntityResolver {
  @FieldResolver(() => EntityKey, { description: 'Identifies the entity.' })
  key(@Root() entity: model.BridgeEntity): EntityKey {
    return keyOf(entity);
  }
}
