import type { ComponentChildren } from 'preact';

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 20 20"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
    <circle cx="16" cy="16" r="14" fill="none" stroke="currentColor" stroke-width="1.6" opacity="0.35" />
    <circle cx="16" cy="16" r="8.8" fill="none" stroke="currentColor" stroke-width="1.8" opacity="0.7" />
    <circle cx="16" cy="16" r="3.8" fill="currentColor" />
  </svg>
);
export const UploadIcon = () => (
  <Icon>
    <path d="M10 13V3.5m0 0L6.2 7.3M10 3.5l3.8 3.8M3.5 13v2A1.5 1.5 0 0 0 5 16.5h10a1.5 1.5 0 0 0 1.5-1.5v-2" />
  </Icon>
);
export const DownloadIcon = () => (
  <Icon>
    <path d="M10 3.5V13m0 0 3.8-3.8M10 13 6.2 9.2M3.5 13v2A1.5 1.5 0 0 0 5 16.5h10a1.5 1.5 0 0 0 1.5-1.5v-2" />
  </Icon>
);
export const SearchIcon = () => (
  <Icon>
    <circle cx="9" cy="9" r="5.2" />
    <path d="m13 13 3.5 3.5" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon>
    <path d="m5 5 10 10M15 5 5 15" />
  </Icon>
);
export const LinkIcon = () => (
  <Icon>
    <path d="M8.5 11.5a3 3 0 0 0 4.3 0l2.6-2.6a3 3 0 0 0-4.3-4.3l-.9.9M11.5 8.5a3 3 0 0 0-4.3 0l-2.6 2.6a3 3 0 0 0 4.3 4.3l.9-.9" />
  </Icon>
);
export const CodeIcon = () => (
  <Icon>
    <path d="m7 6-4 4 4 4m6-8 4 4-4 4" />
  </Icon>
);
export const ChevronIcon = ({ to }: { to: 'left' | 'right' | 'up' | 'down' }) => (
  <Icon>
    <path d={{ left: 'M12 5l-5 5 5 5', right: 'M8 5l5 5-5 5', up: 'M5 12l5-5 5 5', down: 'M5 8l5 5 5-5' }[to]} />
  </Icon>
);
export const WarningIcon = () => (
  <Icon>
    <path d="M10 3.2 17.3 16H2.7L10 3.2ZM10 8.2v3.6M10 13.9v.1" />
  </Icon>
);
export const InfoIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7" />
    <path d="M10 9.2v4M10 6.6v.1" />
  </Icon>
);
export const CalendarIcon = () => (
  <Icon>
    <path d="M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5" />
  </Icon>
);
export const FilterIcon = () => (
  <Icon>
    <path d="M3 4.5h14l-5.4 6.3v4.7l-3.2-1.6v-3.1L3 4.5Z" />
  </Icon>
);
export const CheckIcon = () => (
  <Icon>
    <path d="m4.5 10.5 3.6 3.6 7.4-8" />
  </Icon>
);
export const FileIcon = () => (
  <Icon>
    <path d="M5 2.8h6.5L15.5 7v10.2H5zM11.3 3v4.2h4" />
  </Icon>
);
export const SunIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="3.4" />
    <path d="M10 2.5v1.6M10 15.9v1.6M2.5 10h1.6M15.9 10h1.6M4.7 4.7l1.1 1.1M14.2 14.2l1.1 1.1M4.7 15.3l1.1-1.1M14.2 5.8l1.1-1.1" />
  </Icon>
);
export const MoonIcon = () => (
  <Icon>
    <path d="M16.2 11.8A6.6 6.6 0 0 1 8.2 3.8a6.6 6.6 0 1 0 8 8Z" />
  </Icon>
);
export const SystemIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="6.8" />
    <path d="M10 3.2a6.8 6.8 0 0 1 0 13.6Z" fill="currentColor" stroke="none" />
  </Icon>
);
export const DotsIcon = () => (
  <Icon>
    <path d="M4.5 10v.01M10 10v.01M15.5 10v.01" stroke-width="2.4" />
  </Icon>
);
