import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * Holds back what costs a request of its own until it is less than a screen away. A printed page says what was not
 * loaded, since printing cannot wait.
 */
export function WhenNear({ name, children }: { name: string; children: ComponentChildren }) {
  const [isNear, setNear] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isNear) return;
    const observer = new IntersectionObserver(([entry]) => entry!.isIntersecting && setNear(true), {
      rootMargin: '100% 0px',
    });
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, [isNear]);
  if (isNear) return <>{children}</>;
  return (
    <div ref={place} class="not-near">
      <p class="muted print-only">{name} is not printed: scroll to it once before printing.</p>
    </div>
  );
}
