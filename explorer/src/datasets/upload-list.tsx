import { useId, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../clients/typescript/generated/graphql.js';
import { bytes, count, plural } from '../format/numbers.js';
import { timeLeft } from '../format/time.js';
import { stageNames } from '../format/words.js';
import { pages } from '../location.js';
import { CheckIcon, ChevronIcon, CloseIcon, FileIcon, WarningIcon } from '../ui/icons.js';
import { ReadingOptions } from './reading-options.js';
import { failedFirst, uploadSummary } from './upload-summary.js';
import {
  cancel,
  dismiss,
  dismissAllEnded,
  isInProgress,
  tryAgain,
  type Upload,
  type UploadState,
  uploads,
} from './uploads.js';

/** Failures that other reading options cannot resolve. */
const NOT_FIXED_BY_OPTIONS: readonly ErrorCode[] = [
  'EMPTY_FILE',
  'FILE_TOO_LARGE',
  'FORBIDDEN',
  'STORAGE_UNAVAILABLE',
  'UNAUTHENTICATED',
  'UNSUPPORTED_FORMAT',
];

/** With more files than this, a phone shows the summary only until the list is opened. */
const MAX_OPEN_ON_PHONE = 1;
const NARROW_SCREEN = '(max-width: 40rem)';

/** Uploads and readings in progress, at the bottom of every page; failures first. */
export function UploadList() {
  const all = uploads.value;
  /** Undefined until the list is opened or closed. */
  const [isChosenOpen, setOpen] = useState<boolean>();
  const listId = useId();
  if (all.length === 0) return null;
  const isOpen = isChosenOpen ?? !(all.length > MAX_OPEN_ON_PHONE && matchMedia(NARROW_SCREEN).matches);
  const hasEnded = all.some((upload) => !isInProgress(upload));
  return (
    <aside class="uploads" aria-label="Uploads">
      {all.length > 1 && (
        <div class="uploads-head">
          <p class={all.some(({ state }) => state.kind === 'failed') ? 'has-failed' : ''}>{uploadSummary(all)}</p>
          {hasEnded && (
            <button type="button" class="quiet" onClick={() => dismissAllEnded()}>
              Dismiss all
            </button>
          )}
          <button
            type="button"
            class="quiet square"
            aria-label={isOpen ? 'Hide the list of files' : 'Show the list of files'}
            aria-expanded={isOpen}
            aria-controls={listId}
            onClick={() => setOpen(!isOpen)}
          >
            <ChevronIcon to={isOpen ? 'down' : 'up'} />
          </button>
        </div>
      )}
      <ul id={listId} hidden={!isOpen && all.length > 1}>
        {[...all].sort(failedFirst).map((upload) => (
          <UploadRow key={upload.key} upload={upload} />
        ))}
      </ul>
      <p class="hidden" role="status" aria-live="polite">
        {uploads.value.map((upload) => `${upload.fileName}: ${screenReaderText(upload.state)}`).join(' ')}
      </p>
    </aside>
  );
}

function UploadRow({ upload }: { upload: Upload }) {
  const [isOpen, setOpen] = useState(false);
  const { key, fileName, state, datasetId, files } = upload;
  const label = upload.isNewVersion ? 'New version' : 'New dataset';
  return (
    <li class={`upload ${state.kind}`}>
      <span class="upload-icon">
        {state.kind === 'done' ? <CheckIcon /> : state.kind === 'failed' ? <WarningIcon /> : <FileIcon />}
      </span>
      <div class="upload-text">
        <p class="upload-name" title={fileName}>
          {fileName} <span class="muted">{label}</span>
        </p>
        <Detail state={state} />
        {state.kind === 'failed' &&
          !state.isReadingOn &&
          (datasetId !== null || files.length > 0) &&
          !NOT_FIXED_BY_OPTIONS.includes(state.code as ErrorCode) && (
            <p class="upload-actions">
              <button type="button" onClick={() => setOpen(true)}>
                Change how it is read…
              </button>
            </p>
          )}
        {state.kind === 'failed' && state.isReadingOn && (
          <p class="upload-actions">
            <button type="button" onClick={() => cancel(key)}>
              Cancel again
            </button>
          </p>
        )}
        {state.kind === 'done' && datasetId && (
          <p class="upload-actions">
            <a class="button primary" href={pages.dataset(datasetId)} onClick={() => dismiss(key)}>
              Open
            </a>
            <a class="button" href={pages.dataset(datasetId, 'analysis')} onClick={() => dismiss(key)}>
              Analyse
            </a>
          </p>
        )}
      </div>
      {isInProgress(upload) ? (
        <button type="button" class="quiet" onClick={() => cancel(key)}>
          Cancel<span class="hidden"> {fileName}</span>
        </button>
      ) : (
        <button type="button" class="quiet square" aria-label={`Dismiss ${fileName}`} onClick={() => dismiss(key)}>
          <CloseIcon />
        </button>
      )}
      {isOpen && state.kind === 'failed' && (
        <ReadingOptions
          fileName={fileName}
          failure={state.message}
          action="Read again"
          onRead={(options) => tryAgain(upload, options)}
          onClose={() => setOpen(false)}
        />
      )}
    </li>
  );
}

function Detail({ state }: { state: UploadState }) {
  switch (state.kind) {
    case 'queued':
      return <p class="muted">Waiting for the previous file.</p>;
    case 'sending':
      return (
        <>
          <Bar value={state.total ? state.sent / state.total : null} label="Sent" />
          <p class="muted numbers">
            Sending: {bytes(state.sent)} of {bytes(state.total)}
            {remaining(state.total ? state.sent / state.total : null, state.since)}
          </p>
        </>
      );
    case 'reading':
      return (
        <>
          <Bar value={state.fraction} label="Read" />
          <p class="muted numbers">
            {stageNames[state.stage]}
            {state.rows > 0 && `: ${plural(state.rows, 'row')}`}
            {state.sizeBytes !== null && `, ${bytes(state.sizeBytes)}`}
            {remaining(state.fraction, state.since)}
          </p>
        </>
      );
    case 'done':
      return (
        <p class="muted numbers">
          {plural(state.rows, 'row')}
          {state.columns !== null && `, ${plural(state.columns, 'column')}`}
        </p>
      );
    case 'failed':
      return <p>{state.message}</p>;
  }
}

function Bar({ value, label }: { value: number | null; label: string }) {
  return <progress aria-label={label} max={1} value={value ?? undefined} />;
}

/** Empty until enough is done for an estimate. */
function remaining(fraction: number | null, since: number): string {
  const passed = performance.now() - since;
  if (fraction === null || fraction < 0.05 || fraction >= 1 || passed < 1500) return '';
  return `, ${timeLeft((passed * (1 - fraction)) / fraction)}`;
}

/** For screen readers: the stage, without every percent. */
function screenReaderText(state: UploadState): string {
  switch (state.kind) {
    case 'queued':
      return 'waiting';
    case 'sending':
      return state.sent < state.total ? 'sending' : 'sent';
    case 'reading':
      return stageNames[state.stage];
    case 'done':
      return `ready with ${count(state.rows)} rows`;
    case 'failed':
      return `failed. ${state.message}`;
  }
}
