import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Analysis, AnalysisParameters } from '../schema/analysis.type.js';
import { LeftOut, LeftOutEntity, UnknownEntity } from '../schema/left-out.type.js';
import { EntityKey, PeriodConcentration } from '../schema/period-concentration.type.js';
import type * as model from '../src/model/analysis.js';
import { keyOf } from './period.resolver.js';

@Resolver(() => PeriodConcentration)
export class PeriodLeftOutResolver {
  @FieldResolver(() => LeftOut, {
    nullable: true,
    description:
      'What `only` and `exclude` left out of the period. Null where the input selects no entities. A period of which everything was left out is listed, with a total of 0.',
  })
  leftOut(@Root() { leftOut }: model.PeriodConcentration): model.LeftOut | null {
    return leftOut ?? null;
  }
}

@Resolver(() => LeftOutEntity)
export class LeftOutEntityResolver {
  @FieldResolver(() => EntityKey, { description: 'Identifies the entity.' })
  key(@Root() entity: model.LeftOutEntity): EntityKey {
    return keyOf(entity);
  }
}

@Resolver(() => Analysis)
export class UnknownEntitiesResolver {
  @FieldResolver(() => [UnknownEntity], {
    description:
      'Entities of `only` and `exclude` that do not occur in the analysed rows, with the nearest name; also a warning. Empty where all were found.',
  })
  unknownEntities(@Root() { unknownEntities }: model.Analysis): model.UnknownEntity[] {
    return unknownEntities ?? [];
  }
}

@Resolver(() => AnalysisParameters)
export class SelectedEntitiesResolver {
  @FieldResolver(() => [EntityKey], {
    nullable: true,
    description: 'The only entities that were analysed, in the form in which names are compared. Null for all.',
  })
  only(@Root() { only }: model.AnalysisParameters): EntityKey[] | null {
    return only ?? null;
  }

  @FieldResolver(() => [EntityKey], {
    nullable: true,
    description: 'The entities that were left out, in the form in which names are compared. Null if there are none.',
  })
  exclude(@Root() { exclude }: model.AnalysisParameters): EntityKey[] | null {
    return exclude ?? null;
  }
}
