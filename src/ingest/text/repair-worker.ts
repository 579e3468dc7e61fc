import { parentPort, workerData } from 'node:worker_threads';
import { type RegularFileRequest, writeRegularFile } from './regular-file.js';

parentPort!.postMessage(writeRegularFile(workerData as RegularFileRequest));
