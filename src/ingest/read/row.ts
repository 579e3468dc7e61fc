/** The cells of a row as they were read, before a header is found. */
export type Row = readonly (string | null)[];
