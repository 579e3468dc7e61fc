import { Arg, Int } from 'type-graphql';

/** The argument of a field that can be asked of a kept version. */
export function OfVersion() {
  return Arg('version', () => Int, {
    nullable: true,
    description:
      'One of Dataset.versions; default the current one. Where it is kept no longer, error VERSION_NOT_KEPT.',
  });
}
