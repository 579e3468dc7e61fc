import { save } from '../ui/save-file.js';
import type { Chart } from './chart.js';

const SVG = 'http://www.w3.org/2000/svg';
const MARGIN = 28;
/** Pixels of the PNG for each pixel of the chart, for sharp prints. */
const PNG_SCALE = 2.5;

export interface Caption {
  title: string;
  subtitle: string;
  source: string;
}

/** A chart for export, with its title, subtitle and source. */
export function standalone(chart: Chart, { title, subtitle, source }: Caption): SVGSVGElement {
  const width = Number(chart.getAttribute('width'));
  const height = Number(chart.getAttribute('height'));
  const outer = document.createElementNS(SVG, 'svg');
  const size = { width: width + 2 * MARGIN, height: height + 132 };
  for (const [name, value] of Object.entries({ xmlns: SVG, ...size, viewBox: `0 0 ${size.width} ${size.height}` })) {
    outer.setAttribute(name, String(value));
  }
  const ground = document.createElementNS(SVG, 'rect');
  for (const [name, value] of Object.entries({ ...size, fill: '#ffffff' })) ground.setAttribute(name, String(value));
  chart.setAttribute('x', String(MARGIN));
  chart.setAttribute('y', '80');
  outer.append(
    ground,
    text(title, 42, 18, '#1c2226', 600),
    text(subtitle, 64, 13, '#5b6165'),
    chart,
    text(source, size.height - 20, 11, '#5b6165'),
  );
  return outer;
}

function text(content: string, y: number, size: number, fill: string, weight = 400): SVGTextElement {
  const element = document.createElementNS(SVG, 'text');
  const attributes = {
    x: MARGIN,
    y,
    fill,
    'font-size': size,
    'font-weight': weight,
    'font-family': "'Inter Variable', Inter, system-ui, sans-serif",
  };
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.textContent = content;
  return element;
}

export async function saveChart(picture: SVGSVGElement, format: 'svg' | 'png', name: string): Promise<void> {
  const svg = new Blob([new XMLSerializer().serializeToString(picture)], { type: 'image/svg+xml' });
  save(format === 'svg' ? svg : await rasterized(svg, picture), `${name}.${format}`);
}

async function rasterized(svg: Blob, picture: SVGSVGElement): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Number(picture.getAttribute('width')) * PNG_SCALE;
    canvas.height = Number(picture.getAttribute('height')) * PNG_SCALE;
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error('The image could not be created.'))),
        'image/png',
      ),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
