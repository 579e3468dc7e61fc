import { Arg, Int } from 'type-graphql';

/** The argument of a field that can be read of a kept version. */
export function OfVersion() {
  return Arg('version', () => Int, {
    nullable: true,
    description:
      'One of `Dataset.versions`. Default: the current version. Error VERSION_NOT_KEPT if it is no longer kept.',
  });
}
