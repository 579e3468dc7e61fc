/** What the parts need of a logger; pino's satisfies it. Details first, then a sentence. */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
