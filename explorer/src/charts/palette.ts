/** The colours of tokens.css as values instead of CSS variables, so that exported charts keep them. */
export interface Palette {
  paper: string;
  ink: string;
  muted: string;
  line: string;
  accent: string;
  second: string;
  bad: string;
  /** From a share of 0 to the largest. */
  ramp: [string, string];
  /** For several lines, from the lowest threshold to the highest. */
  series: string[];
  bands: string[];
}

export const palettes: Record<'light' | 'dark', Palette> = {
  light: {
    paper: '#ffffff',
    ink: '#1c2226',
    muted: '#5b6165',
    line: '#e2dfd8',
    accent: '#0f5a6b',
    second: '#a04a0b',
    bad: '#a3261f',
    ramp: ['#eef4f5', '#0f5a6b'],
    series: ['#8a6d1f', '#4a7c59', '#0f5a6b', '#5b4b8a', '#a04a0b'],
    bands: ['#f4f6f4', '#f8f0dd', '#f9e5dd'],
  },
  dark: {
    paper: '#1b1f23',
    ink: '#e9ebec',
    muted: '#a5adb3',
    line: '#2d3338',
    accent: '#6cc4d6',
    second: '#f0a35e',
    bad: '#ff9b91',
    ramp: ['#22292e', '#6cc4d6'],
    series: ['#d9c27a', '#8fc7a1', '#6cc4d6', '#b7a6ea', '#f0a35e'],
    bands: ['#1f2529', '#2c2818', '#33211c'],
  },
};
