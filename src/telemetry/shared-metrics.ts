import cluster from 'node:cluster';
import { AggregatorRegistry, type Registry } from 'prom-client';

const REQUEST = 'concentric:metrics';
const MAX_WAIT_MS = 5_000;

interface Reply {
  type: typeof REQUEST;
  id: number;
  /** Null if a process did not answer. */
  text: string | null;
}

/** In the first process: answers the requests of the others with the metrics of all of them, added up. */
export function shareMetrics(): void {
  const aggregator = new AggregatorRegistry();
  cluster.on('message', (worker, message: Partial<Reply>) => {
    if (message.type !== REQUEST) return;
    const reply = (text: string | null) => void worker.send({ ...message, text }, () => undefined);
    aggregator.clusterMetrics().then(reply, () => reply(null));
  });
}

/** The metrics of this process, or of all processes where PROCESSES started several. */
export class SharedMetrics {
  private readonly waiting = new Map<number, (text: string | null) => void>();
  private requests = 0;

  constructor(private readonly registry: Registry) {
    if (!cluster.isWorker) return;
    AggregatorRegistry.setRegistries([registry]);
    new AggregatorRegistry();
    process.on('message', ({ type, id, text }: Reply) => {
      if (type === REQUEST) this.waiting.get(id)?.(text);
    });
  }

  /** @throws if a process does not answer within 5 s */
  async text(): Promise<string> {
    if (!cluster.isWorker) return this.registry.metrics();
    const id = ++this.requests;
    const text = await new Promise<string | null>((resolve) => {
      this.waiting.set(id, resolve);
      setTimeout(resolve, MAX_WAIT_MS, null).unref();
      process.send!({ type: REQUEST, id });
    });
    this.waiting.delete(id);
    if (text === null) throw new Error('a process did not return its metrics in time');
    return text;
  }
}
