import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType({
  description: 'Anything with an id of its own. Ids carry their type as a prefix: `ds_` datasets, `an_` analyses.',
  resolveType: (value: Node) => (value.id.startsWith('an_') ? 'Analysis' : 'Dataset'),
})
export abstract class Node {
  @Field(() => ID, { description: 'Unique over all types and stable for the life of the object.' })
  readonly id!: string;
}
