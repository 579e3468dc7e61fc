import { useEffect } from 'preact/hooks';

/** The page's title, and the place a reader of the screen starts at after a change of page. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Concentric`;
  }, [title]);
}
