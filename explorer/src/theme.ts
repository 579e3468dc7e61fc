import { computed, effect, signal } from '@preact/signals';

export type ThemeChoice = 'system' | 'light' | 'dark';

const STORED = 'concentric.theme';
const darkSystem = matchMedia('(prefers-color-scheme: dark)');
const isSystemDark = signal(darkSystem.matches);
darkSystem.addEventListener('change', () => {
  isSystemDark.value = darkSystem.matches;
});

export const themeChoice = signal<ThemeChoice>(storedChoice());

/** The theme in effect. */
export const theme = computed<'light' | 'dark'>(() =>
  themeChoice.value === 'system' ? (isSystemDark.value ? 'dark' : 'light') : themeChoice.value,
);

effect(() => {
  const root = document.documentElement;
  if (themeChoice.value === 'system') root.removeAttribute('data-theme');
  else root.dataset.theme = themeChoice.value;
});

export function chooseTheme(choice: ThemeChoice): void {
  themeChoice.value = choice;
  try {
    localStorage.setItem(STORED, choice);
  } catch {
    // Storage is blocked: the choice lasts until the page is closed.
  }
}

function storedChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(STORED);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}
