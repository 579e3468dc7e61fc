import type { CombinedError } from '@urql/core';
import type { ComponentChildren } from 'preact';
import { errorText } from '../api/error-text.js';
import { askForKey } from '../api/key.js';
import { WarningIcon } from './icons.js';

/** A placeholder about as high as the content that replaces it, so that the layout does not jump. */
export function Loading({ lines = 3, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <div class="loading" role="status">
      <span class="hidden">{label}…</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} class="loading-line" style={{ width: `${[92, 78, 85, 64][line % 4]}%` }} />
      ))}
    </div>
  );
}

export function ErrorNotice({ error, onRetry }: { error: CombinedError; onRetry?: () => void }) {
  const { title, message, code, isRetryable } = errorText(error);
  return (
    <div class="notice bad" role="alert">
      <WarningIcon />
      <div>
        <p class="notice-title">{title}</p>
        <p>{message}</p>
        <p class="notice-end">
          {code === 'UNAUTHENTICATED' && (
            <button type="button" onClick={askForKey}>
              Enter a key
            </button>
          )}
          {onRetry && isRetryable && (
            <button type="button" onClick={onRetry}>
              Try again
            </button>
          )}
          <code>{code}</code>
        </p>
      </div>
    </div>
  );
}

/** `isPage`: it is the only content of the page. */
export function EmptyState({
  title,
  isPage = false,
  children,
}: {
  title: string;
  isPage?: boolean;
  children?: ComponentChildren;
}) {
  const Heading = isPage ? 'h1' : 'h2';
  return (
    <div class="empty">
      <svg viewBox="0 0 64 64" width="56" height="56" aria-hidden="true">
        <g fill="none" stroke="currentColor">
          <circle cx="32" cy="32" r="27" stroke-dasharray="3 5" opacity="0.5" />
          <circle cx="32" cy="32" r="17" stroke-dasharray="3 5" opacity="0.75" />
          <circle cx="32" cy="32" r="7" />
        </g>
      </svg>
      <Heading>{title}</Heading>
      {children}
    </div>
  );
}
