import { type DestinationStream, type Logger, pino, symbols } from 'pino';

/** JSON lines on stderr, so that stdout contains only the greeting. Secrets are redacted. */
export function createLogger(level: string, destination: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: isoTime,
      redact: {
        paths: ['.authorization', '.cookie', '["x-api-key"]'].flatMap((header) => [
          `headers${header}`,
          `req.headers${header}`,
        ]),
        censor: '[redacted]',
      },
    },
    destination,
  );
}

let latest = { ms: 0, text: '' };

/** The member `time` of a line, formatted once a millisecond. */
export function isoTime(): string {
  const ms = Date.now();
  if (ms !== latest.ms) latest = { ms, text: `,"time":"${new Date(ms).toISOString()}"` };
  return latest.text;
}

/** Writes whole lines of level info where a logger writes its own; null where that level is not logged. */
export function lineWriter(log: object): ((line: string) => void) | null {
  // Fastify's type of a logger is a part of pino's; pino documents its symbols for integrations such as this.
  const logger = log as Logger & { [symbols.streamSym]: DestinationStream };
  const stream = logger[symbols.streamSym];
  return logger.isLevelEnabled('info') ? (line) => stream.write(line) : null;
}
