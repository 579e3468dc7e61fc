/** Between the parts of the name of an entity of several columns; for display only, a part may contain it. */
export const PARTS_SEPARATOR = ' · ';
