import { show } from '../../location.js';
import { type EntityParts, writtenKey } from '../filters/entity-keys.js';

/** The name of an entity, which opens its own view. */
export function EntityLink({ name, entity }: { name: string; entity: EntityParts }) {
  return (
    <button
      type="button"
      class="as-link entity-link long-name"
      title={name}
      onClick={() => show({ entity: writtenKey(entity) })}
    >
      {name}
    </button>
  );
}
