/** The samples of a page in Prometheus' text format: `name{label="value"}` as it stands there, without role and host, with its number. */
export async function readMetrics(url: string): Promise<Map<string, number>> {
  const response = await fetch(`${url}/metrics`);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, sample, value] = /^(\S+?(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
      const isNumber = !Number.isNaN(Number(value)) || value === 'Nan';
      if (sample === undefined || !isNumber) throw new Error(`no sample of Prometheus': ${line}`);
      return [
        sample
          .replace(/,?(role|host)="[^"]*"/g, '')
          .replace('{}', '')
          .replace('{,', '{'),
        Number(value),
      ];
    }),
  );
}
