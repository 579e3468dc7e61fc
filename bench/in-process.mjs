import { fork } from 'node:child_process';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { Engine } from '../dist/src/duckdb/engine.js';

/** Runs a task in a separate process, started from the same file, so that its peak memory is measured alone. */
export function inProcess(fileUrl, task) {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(fileUrl));
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${task.what} ended with code ${code}`)));
    child.send(task);
  });
}

/** In that process: runs the work `runs` times, sends the median figures and `more` to the parent, and exits. */
export async function answerWith(work, runs, more = () => ({})) {
  // node:perf_hooks measures the delay of a 5 ms timer.
  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  const times = [];
  const cpuTimes = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    const cpuStart = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(cpuStart);
    times.push(performance.now() - start);
    cpuTimes.push((user + system) / 1000);
  }
  lag.disable();
  const figures = {
    ms: median(times),
    cpuMs: median(cpuTimes),
    peakMb: process.resourceUsage().maxRSS / 1024,
    lagP99Ms: lag.percentile(99) / 1e6 - 5,
    lagMaxMs: lag.max / 1e6 - 5,
    ...more(),
  };
  process.send(figures, () => process.exit());
}

/** Summarizes alternating rounds of the floor and of the service: medians, and the highest peaks. */
export function summary(rounds) {
  const of = (figure) => ({
    floor: rounds.map(({ floor }) => floor[figure]),
    ours: rounds.map(({ ours }) => ours[figure]),
  });
  // Figures of other programs have no event loop; JSON makes null of them.
  const round = (number) => (Number.isFinite(number) ? Number(number.toFixed(1)) : '–');
  return {
    floorMs: Math.round(median(of('ms').floor)),
    oursMs: Math.round(median(of('ms').ours)),
    ratio: Number(median(rounds.map(({ floor, ours }) => ours.ms / floor.ms)).toFixed(2)),
    cpuRatio: Number(median(rounds.map(({ floor, ours }) => ours.cpuMs / floor.cpuMs)).toFixed(2)),
    floorPeakMb: Math.round(Math.max(...of('peakMb').floor)),
    oursPeakMb: Math.round(Math.max(...of('peakMb').ours)),
    floorLagP99Ms: round(median(of('lagP99Ms').floor)),
    lagP99Ms: round(median(of('lagP99Ms').ours)),
    lagMaxMs: round(Math.max(...of('lagMaxMs').ours)),
  };
}

/** Columns of a comparison with a floor, each measured in a separate process. */
export const columns = [
  // CPU time too: it is more reliable on a machine that others use.
  ...['what', 'floor', 'ms', 'floor ms', 'ratio', 'ratio of CPU', 'target', 'peak MB', 'floor peak MB'],
  'event-loop lag p99 / max, ms (floor p99)',
];

/** One row with these columns. */
export function beside({ what, floor, target }, figures) {
  const { oursMs, floorMs, ratio, cpuRatio, oursPeakMb, floorPeakMb, lagP99Ms, lagMaxMs, floorLagP99Ms } = figures;
  const lag = `${lagP99Ms} / ${lagMaxMs} (${floorLagP99Ms})`;
  return [what, floor, oursMs, floorMs, ratio, cpuRatio, target, oursPeakMb, floorPeakMb, lag];
}

export function openEngine(folder, memoryLimitBytes) {
  return Engine.open({ threads: 2, memoryLimitBytes, tempDirectory: join(folder, 'spill') });
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
