import type { Echo } from './echo-map.ts';
import {
  type CarProfile,
  type LiveFrame,
  type LiveReading,
  type SensorMount,
  rankOf,
  shapeOf,
  staleShape,
} from './live-frame.ts';
import type { Palette } from './palette.ts';

/** What is seen of the surroundings: metres across and along the car. */
const widthM = 10;
const heightM = 13;
/** Half the opening of a drawn beam. */
const bumperFanRad = 0.5;
const sideFanRad = 0.17;
const farthestNumberCm = 200;

export interface View {
  readonly frame: LiveFrame;
  readonly profile: CarProfile;
  readonly echoes: readonly Echo[];
  readonly palette: Palette;
  /** Nothing arrives: what is shown was true a moment ago. */
  readonly isSilent: boolean;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** The car from above, nose up, in the middle of what it hears. */
export function drawTopView(context: CanvasRenderingContext2D, view: View): void {
  const scale = Math.min(view.width / widthM, view.height / heightM);
  const middleM = view.profile.lengthM / 2 - view.profile.rearOverhangM;
  context.clearRect(0, 0, view.width, view.height);
  context.save();
  context.translate(view.width / 2, view.height * 0.48);
  // From here on: metres, x to the front of the car, y to its left, the rear axle's middle at the origin.
  context.scale(scale, scale);
  context.rotate(-Math.PI / 2);
  context.scale(1, -1);
  context.translate(-middleM, 0);
  if (view.frame.pose) drawSurroundings(context, view, view.frame.pose);
  for (const mount of view.profile.sensors) drawBeam(context, view, mount);
  drawCar(context, view);
  context.restore();
  drawNumbers(context, view, { scale, middleM });
}

type Pose = NonNullable<LiveFrame['pose']>;

function drawSurroundings(context: CanvasRenderingContext2D, view: View, pose: Pose): void {
  context.save();
  context.rotate(-pose.headingRad);
  context.translate(-pose.xM, -pose.yM);
  drawSlot(context, view);
  context.fillStyle = view.palette.muted;
  for (const { xM, yM } of view.echoes) context.fillRect(xM - 0.035, yM - 0.035, 0.07, 0.07);
  drawPath(context, view);
  context.restore();
}

function drawSlot(context: CanvasRenderingContext2D, { frame, palette }: View): void {
  const slot = frame.guidance?.slot;
  if (!slot) return;
  context.save();
  context.translate(slot.centerXM, slot.centerYM);
  context.rotate(slot.headingRad);
  context.beginPath();
  context.rect(-slot.lengthM / 2, -slot.widthM / 2, slot.lengthM, slot.widthM);
  context.globalAlpha = 0.14;
  context.fillStyle = slot.fits ? palette.ok : palette.danger.STOP;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 0.07;
  context.setLineDash([0.3, 0.18]);
  context.strokeStyle = slot.fits ? palette.ok : palette.danger.STOP;
  context.stroke();
  context.restore();
}

function drawPath(context: CanvasRenderingContext2D, { frame, palette }: View): void {
  const [first, ...rest] = frame.guidance?.path ?? [];
  if (!first) return;
  context.beginPath();
  context.moveTo(first.xM, first.yM);
  for (const { xM, yM } of rest) context.lineTo(xM, yM);
  context.lineWidth = 0.11;
  context.lineCap = 'round';
  context.strokeStyle = palette.brand;
  context.stroke();
}

function readingOf({ frame }: View, { sensorId }: SensorMount): LiveReading | undefined {
  return frame.readings.find((reading) => reading.sensorId === sensorId);
}

function drawBeam(context: CanvasRenderingContext2D, view: View, mount: SensorMount): void {
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

function drawCar(context: CanvasRenderingContext2D, { frame, profile, palette }: View): void {
  const { lengthM, widthM: carWidthM, wheelbaseM, rearOverhangM } = profile;
  context.fillStyle = palette.text;
  for (const side of [-1, 1]) {
    drawWheel(context, 0, (side * carWidthM) / 2.25, 0);
    drawWheel(context, wheelbaseM, (side * carWidthM) / 2.25, frame.steeringRad);
  }
  context.beginPath();
  context.roundRect(-rearOverhangM, -carWidthM / 2, lengthM, carWidthM, 0.42);
  context.fillStyle = palette.surface;
  context.fill();
  context.lineWidth = 0.07;
  context.strokeStyle = palette.text;
  context.stroke();
  // Windscreen and rear window tell front from back.
  context.beginPath();
  context.roundRect(wheelbaseM * 0.58, -carWidthM * 0.38, 0.55, carWidthM * 0.76, 0.15);
  context.roundRect(-0.35, -carWidthM * 0.34, 0.35, carWidthM * 0.68, 0.12);
  context.fillStyle = palette.border;
  context.fill();
}

function drawWheel(context: CanvasRenderingContext2D, xM: number, yM: number, steeringRad: number): void {
  context.save();
  context.translate(xM, yM);
  context.rotate(steeringRad);
  context.beginPath();
  context.roundRect(-0.33, -0.14, 0.66, 0.28, 0.06);
  context.fill();
  context.restore();
}

interface Place {
  readonly scale: number;
  readonly middleM: number;
}

/** Upright, whatever way the sensor looks. */
function drawNumbers(context: CanvasRenderingContext2D, view: View, { scale, middleM }: Place): void {
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
