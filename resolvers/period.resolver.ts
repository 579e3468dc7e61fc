import { Arg, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import {
  ChangedEntity,
  EntityKey,
  EntityShare,
  PeriodChange,
  PeriodConcentration,
} from '../schema/period-concentration.type.js';
import * as model from '../src/model/analysis.js';
import { pageSize } from './page.js';

const MAX_HEAD = 50;
const MAX_CHANGED = 20;

@Resolver(() => PeriodConcentration)
export class PeriodConcentrationResolver {
  @FieldResolver(() => Boolean, {
    description:
      'Whether the file has rows for a part of the period only, because it begins later or ends earlier: by more than the gaps that its dates usually have. Never of a day.',
  })
  isPartial(@Root() { isPartial }: model.PeriodConcentration): boolean {
    return isPartial ?? false;
  }

  @FieldResolver(() => [EntityShare], {
    nullable: true,
    description: 'The largest entities, largest first. Null, with an error, if `first` is out of range.',
  })
  head(
    @Root() period: model.PeriodConcentration,
    @Arg('first', () => Int, { nullable: true, defaultValue: 10, description: `How many, 1 to ${MAX_HEAD}.` })
    first: number | null,
  ): model.EntityShare[] {
    return period.head.slice(0, pageSize(first ?? 10, MAX_HEAD));
  }
}

@Resolver(() => PeriodChange)
export class PeriodChangeResolver {
  @FieldResolver(() => [ChangedEntity], {
    nullable: true,
    description:
      'The entities that entered, largest value first; equal values are ordered by name. At most 20 of the `entered` are named.',
  })
  enteredEntities(@Root() change: model.PeriodChange, @FirstChanged() first: number | null): model.ChangedEntity[] {
    return change.enteredEntities.slice(0, pageSize(first ?? 10, MAX_CHANGED));
  }

  @FieldResolver(() => [ChangedEntity], {
    nullable: true,
    description:
      'The entities that left, largest value in the previous period first; equal values are ordered by name. At most 20 of the `left` are named.',
  })
  leftEntities(@Root() change: model.PeriodChange, @FirstChanged() first: number | null): model.ChangedEntity[] {
    return change.leftEntities.slice(0, pageSize(first ?? 10, MAX_CHANGED));
  }
}

@Resolver(() => EntityShare)
export class EntityShareResolver {
  @FieldResolver(() => EntityKey, { description: 'Identifies the entity.' })
  key(@Root() share: model.EntityShare): EntityKey {
    return keyOf(share);
  }
}

@Resolver(() => ChangedEntity)
export class ChangedEntityResolver {
  @FieldResolver(() => EntityKey, { description: 'Identifies the entity.' })
  key(@Root() changed: model.ChangedEntity): EntityKey {
    return keyOf(changed);
  }
}

/** Of one column, the name is the key; the entity of blank cells there is has a name, too. */
export function keyOf({ entity, parts }: Pick<model.EntityShare, 'entity' | 'parts'>): EntityKey {
  return { parts: parts ?? [entity] };
}

function FirstChanged() {
  return Arg('first', () => Int, {
    nullable: true,
    defaultValue: 10,
    description: `How many, 1 to ${MAX_CHANGED}.`,
  });
}
