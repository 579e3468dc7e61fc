import { Provider } from '@urql/preact';
import { lazy, Suspense } from 'preact/compat';
import { useEffect, useRef } from 'preact/hooks';
import { client } from './api/client.js';
import { isKeyWanted } from './api/key.js';
import { DatasetPage, type DatasetTab } from './dataset/dataset-page.js';
import { DatasetsPage } from './datasets/datasets-page.js';
import { UploadList } from './datasets/upload-list.js';
import { KeyDialog } from './key-dialog.js';
import { location, pages } from './location.js';
import { chooseTheme, type ThemeChoice, themeChoice } from './theme.js';
import { Mark, MoonIcon, SunIcon, SystemIcon } from './ui/icons.js';
import { EmptyState, Loading } from './ui/states.js';
import { useTitle } from './ui/use-title.js';

const AnalysisPage = lazy(() => import('./analysis/analysis-page.js').then(({ AnalysisPage }) => AnalysisPage));

export function App() {
  return (
    <Provider value={client.value}>
      <div class="page">
        <a class="skip" href="#main">
          Skip to content
        </a>
        <header class="top">
          <a class="brand" href={pages.datasets}>
            <Mark />
            Concentric
          </a>
          <nav aria-label="Main">
            <a href={pages.datasets}>Datasets</a>
            <a href="/graphql">GraphiQL</a>
            <ThemeSwitch />
          </nav>
        </header>
        <Main />
        <UploadList />
      </div>
      {isKeyWanted.value && <KeyDialog />}
    </Provider>
  );
}

function Main() {
  const main = useRef<HTMLElement>(null);
  const { path } = location.value;
  const isFirst = useRef(true);
  // Moves the focus to the new page, as the browser does when it loads one.
  useEffect(() => {
    if (isFirst.current) isFirst.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <main id="main" ref={main} tabIndex={-1}>
      <Page path={path} />
    </main>
  );
}

function Page({ path }: { path: string }) {
  if (path === '/') return <DatasetsPage />;
  const [, id, tab = ''] = /^\/d\/(ds_[0-9a-z]+)(?:\/(rows|names|lineage|analysis))?\/?$/.exec(path) ?? [];
  if (!id) return <NotFound />;
  if (tab !== 'analysis') return <DatasetPage key={id} id={id} tab={tab as DatasetTab} />;
  return (
    <Suspense fallback={<Loading lines={8} label="Loading the analysis" />}>
      <AnalysisPage key={id} id={id} />
    </Suspense>
  );
}

function NotFound() {
  useTitle('Page not found');
  return (
    <EmptyState title="Page not found" isPage>
      <p>
        There is no page at <code>{location.value.path}</code>. <a href={pages.datasets}>All datasets</a>
      </p>
    </EmptyState>
  );
}

const themes: { choice: ThemeChoice; name: string; next: ThemeChoice }[] = [
  { choice: 'system', name: 'system', next: 'light' },
  { choice: 'light', name: 'light', next: 'dark' },
  { choice: 'dark', name: 'dark', next: 'system' },
];

function ThemeSwitch() {
  const current = themes.find(({ choice }) => choice === themeChoice.value)!;
  const label = `Theme: ${current.name}. Switch to ${themes.find(({ choice }) => choice === current.next)!.name}`;
  return (
    <button
      type="button"
      class="quiet square"
      aria-label={label}
      title={label}
      onClick={() => chooseTheme(current.next)}
    >
      {{ system: <SystemIcon />, light: <SunIcon />, dark: <MoonIcon /> }[current.choice]}
    </button>
  );
}
