/** Where a server or a host runs: its address, and the command that runs programs there. */
export interface Place {
  address: string;
  command: readonly string[];
}

export const HERE: Place = { address: '127.0.0.1', command: [] };
