import type { Database } from './database.js';

/** What all hosts of a database have in common, each value set once. */
export class Settings {
  constructor(private readonly database: Database) {}

  async get(name: string): Promise<string | null> {
    const [row] = await this.database.query<{ value: string }>('Reading the settings', {
      text: 'SELECT value FROM settings WHERE name = $1',
      values: [name],
    });
    return row?.value ?? null;
  }

  async set(name: string, value: string): Promise<void> {
    await this.database.query('Writing the settings', {
      text: 'INSERT INTO settings VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2',
      values: [name, value],
    });
  }

  /** Returns the value that was set first. */
  async setOnce(name: string, value: string): Promise<string> {
    await this.database.query('Writing the settings', {
      text: 'INSERT INTO settings VALUES ($1, $2) ON CONFLICT DO NOTHING',
      values: [name, value],
    });
    return (await this.get(name))!;
  }
}
