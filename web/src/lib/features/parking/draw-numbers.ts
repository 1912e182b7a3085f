import { type SensorMount, shapeOf, staleShape } from './live-frame.ts';
import { readingOf, type View } from './view.ts';

const farthestNumberCm = 200;

interface Place {
  readonly scale: number;
  readonly middleM: number;
}

/** Upright, whatever way the sensor looks. */
export function drawNumbers(context: CanvasRenderingContext2D, view: View, { scale, middleM }: Place): void {
  const { palette, width, height } = view;
  context.font = `700 ${Math.max(12, Math.min(15, scale * 0.4))}px ${palette.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineWidth = 4;
  context.strokeStyle = palette.background;
  for (const mount of view.profile.sensors) {
    const label = labelOf(view, mount);
    if (!label) continue;
    const { xM, yM } = label;
    const x = width / 2 - yM * scale;
    const y = height * 0.48 - (xM - middleM) * scale;
    context.strokeText(label.text, x, y);
    context.fillStyle = label.color;
    context.fillText(label.text, x, y);
  }
}

function labelOf(view: View, mount: SensorMount) {
  const reading = readingOf(view, mount);
  const isBumper = mount.side === 'FRONT' || mount.side === 'REAR';
  // Neighbours in the middle of a bumper would write over each other.
  const isInner = isBumper && Math.abs(mount.yM) < 0.5;
  const forwards = Math.cos(mount.bearingRad) > 0 ? 1 : -1;
  const aside = isInner ? forwards * Math.sign(mount.yM) * 0.45 : 0;
  const place = (reachM: number) => ({
    xM: mount.xM + reachM * Math.cos(mount.bearingRad + aside),
    yM: mount.yM + reachM * Math.sin(mount.bearingRad + aside),
  });
  if (view.isSilent || !reading || reading.isStale)
    return { ...place(0.7), text: staleShape, color: view.palette.muted };
  const { distanceCm, danger } = reading;
  if (distanceCm === null || distanceCm > farthestNumberCm) return null;
  const text = `${shapeOf[danger]} ${Math.round(distanceCm)}`;
  return { ...place(distanceCm / 100 + 0.4), text, color: view.palette.danger[danger] };
}
