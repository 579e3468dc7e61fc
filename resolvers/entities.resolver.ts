import { Arg, Ctx, FieldResolver, Float, Int, Resolver, Root } from 'type-graphql';
import { EntityKeyInput } from '../schema/analysis.input.js';
import { Analysis, AnalysisParameters } from '../schema/analysis.type.js';
import { EntityKey, PeriodConcentration, TopConcentration } from '../schema/period-concentration.type.js';
import {
  ConcentrationLimit,
  EntityAboveLimit,
  EntityClass,
  EntityHistory,
  OtherEntities,
  RankedEntity,
  RankedEntityConnection,
} from '../schema/ranked-entity.type.js';
import { otherEntities } from '../src/analysis/describe/other-entities.js';
import { DEFAULT_CLASSES } from '../src/analysis/shares/limits-and-classes.js';
import * as model from '../src/model/analysis.js';
import type { Context } from './context.js';
import { Costs } from './costs.js';
import { connection, pageSize } from './page.js';
import { keyOf } from './period.resolver.js';

const MAX_HEAD = 50;

@Resolver(() => Analysis)
export class AnalysisEntitiesResolver {
  @Costs({ perItem: { fallback: 20, max: 100 } })
  @FieldResolver(() => RankedEntityConnection, {
    nullable: true,
    description:
      'All entities of a period, page by page. The first request of an analysis sorts all of them, which takes as long as an analysis; a page then takes milliseconds. Null, with an error, if an argument is wrong.',
  })
  async entities(
    @Root() analysis: model.Analysis,
    @Arg('period', () => String, {
      nullable: true,
      defaultValue: 'TOTAL',
      description: 'A `PeriodConcentration.period`.',
    })
    period: string | null,
    @Arg('first', () => Int, {
      nullable: true,
      description: 'The size of the page, 1 to 100. Default: 20, unless `last` is given.',
    })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Continue after this cursor.' }) after: string | null,
    @Arg('last', () => Int, {
      nullable: true,
      description: 'The size of the page, counted from the end of the list, or backward from `before`.',
    })
    last: number | null,
    @Arg('before', () => String, { nullable: true, description: 'End before this cursor.' }) before: string | null,
    @Arg('skip', () => Int, {
      nullable: true,
      defaultValue: 0,
      description:
        'Leave out this many entities of the list before the page, for tables that jump. Not beside `after`, `before` and `last`.',
    })
    skip: number | null,
    @Arg('search', () => String, {
      nullable: true,
      description: 'Only names that contain this text, without regard to case, repeated spaces and Unicode form.',
    })
    search: string | null,
    @Arg('orderBy', () => model.EntityOrder, {
      nullable: true,
      defaultValue: 'LARGEST',
      description: 'The order of the list.',
    })
    orderBy: model.EntityOrder | null,
    @Arg('class', () => String, { nullable: true, description: 'Only entities of this class, `EntityClass.name`.' })
    wantedClass: string | null,
    @Ctx() { analyses }: Context,
  ) {
    const request = { period, first, after, last, before, skip, search, orderBy, class: wantedClass };
    return connection(await analyses.entities(analysis, request));
  }

  @Costs({ own: 20 })
  @FieldResolver(() => EntityHistory, {
    nullable: true,
    description:
      'One entity in all periods, found as the entities of `only` are. Null if no analysed row counts for it.',
  })
  entity(
    @Root() analysis: model.Analysis,
    @Arg('key', () => EntityKeyInput, { description: 'The `key` of an entity.' }) key: EntityKeyInput,
    @Ctx() { analyses }: Context,
  ): Promise<model.EntityHistory | null> {
    return analyses.entity(analysis, key);
  }
}

@Resolver(() => RankedEntity)
export class RankedEntityResolver {
  @FieldResolver(() => EntityKey, { description: 'Identifies the entity.' })
  key(@Root() entity: model.RankedEntity): EntityKey {
    return keyOf(entity);
  }
}

@Resolver(() => EntityAboveLimit)
export class EntityAboveLimitResolver {
  @FieldResolver(() => EntityKey, { description: 'Identifies the entity.' })
  key(@Root() entity: model.EntityShare): EntityKey {
    return keyOf(entity);
  }
}

@Resolver(() => EntityHistory)
export class EntityHistoryResolver {
  @FieldResolver(() => EntityKey, { description: 'Identifies the entity.' })
  key(@Root() entity: model.EntityHistory): EntityKey {
    return keyOf(entity);
  }
}

@Resolver(() => PeriodConcentration)
export class PeriodEntitiesResolver {
  @FieldResolver(() => [EntityClass], {
    nullable: true,
    description:
      'The entities by classes, the largest first. Empty where `problem` is set. Null in analyses that an earlier release stored and that cannot be computed again.',
  })
  classes(@Root() { classes }: model.PeriodConcentration): model.EntityClass[] | null {
    return classes ?? null;
  }

  @FieldResolver(() => [ConcentrationLimit], {
    description: 'One for each of `AnalysisInput.limits`. Empty where `problem` is set.',
  })
  limits(@Root() { limits, head }: model.PeriodConcentration) {
    return (limits ?? []).map((limit) => ({
      ...limit,
      entities: limit.entities.map((excess, index) => ({ ...head[index]!, ...excess })),
    }));
  }

  @FieldResolver(() => OtherEntities, {
    nullable: true,
    description:
      'The entities that `head(first)` does not list. With these and `unassigned` they make up `total`. Null, with an error, if `first` is out of range.',
  })
  other(
    @Root() period: model.PeriodConcentration,
    @Arg('first', () => Int, { nullable: true, defaultValue: 10, description: `As of \`head\`, 1 to ${MAX_HEAD}.` })
    first: number | null,
  ): OtherEntities {
    const head = period.head.slice(0, pageSize(first ?? 10, MAX_HEAD));
    return otherEntities(period, head.length, head);
  }

  @FieldResolver(() => [TopConcentration], {
    description: 'One for each number in `topN`. Empty where `problem` is set.',
  })
  top(@Root() period: model.PeriodConcentration): TopSource[] {
    return period.top.map((top) => ({ ...top, period }));
  }
}

/** With the period it is of. */
type TopSource = model.TopConcentration & { period: model.PeriodConcentration };

@Resolver(() => TopConcentration)
export class TopConcentrationResolver {
  @FieldResolver(() => OtherEntities, { description: 'All other entities.' })
  other(@Root() { period, ...top }: TopSource): OtherEntities {
    return otherEntities(period, top.count, [top]);
  }
}

@Resolver(() => AnalysisParameters)
export class PercentageParametersResolver {
  @FieldResolver(() => [Float], { description: 'Concentration limits in percent, ascending and distinct.' })
  limits(@Root() { limits }: model.AnalysisParameters): readonly number[] {
    return limits ?? [];
  }

  @FieldResolver(() => [Float], {
    description: 'The cumulative shares at which classes end, in percent, ascending and distinct.',
  })
  classes(@Root() { classes }: model.AnalysisParameters): readonly number[] {
    return classes ?? DEFAULT_CLASSES;
  }
}
