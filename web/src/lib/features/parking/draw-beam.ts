import { rankOf, type SensorMount } from './live-frame.ts';
import { readingOf, type View } from './view.ts';

/** Half the opening of a drawn beam. */
const bumperFanRad = 0.5;
const sideFanRad = 0.17;

/** What one sensor hears, as far as it hears it; dashed where that is no longer true. */
export function drawBeam(context: CanvasRenderingContext2D, view: View, mount: SensorMount): void {
  const reading = readingOf(view, mount);
  const isStale = view.isSilent || (reading?.isStale ?? true);
  const distanceCm = reading?.distanceCm ?? null;
  if (!isStale && distanceCm === null) return;
  const isBumper = mount.side === 'FRONT' || mount.side === 'REAR';
  const halfRad = isBumper ? bumperFanRad : sideFanRad;
  const reachM = isStale ? 0.5 : (distanceCm ?? 0) / 100;
  const { palette } = view;
  const color = isStale ? palette.muted : palette.danger[reading?.danger ?? 'NONE'];
  context.save();
  context.translate(mount.xM, mount.yM);
  context.rotate(mount.bearingRad);
  context.beginPath();
  context.moveTo(0, 0);
  context.arc(0, 0, reachM, -halfRad, halfRad);
  context.closePath();
  context.globalAlpha = isStale ? 0.1 : 0.08 + 0.07 * rankOf(reading?.danger ?? 'NONE');
  context.fillStyle = color;
  context.fill();
  context.globalAlpha = 1;
  context.beginPath();
  context.arc(0, 0, reachM, -halfRad, halfRad);
  context.lineWidth = 0.06 + 0.035 * rankOf(isStale ? 'NONE' : (reading?.danger ?? 'NONE'));
  context.setLineDash(isStale ? [0.1, 0.1] : []);
  context.strokeStyle = color;
  context.stroke();
  context.restore();
}
