import { drawBeam } from './draw-beam.ts';
import { drawCar } from './draw-car.ts';
import { drawNumbers } from './draw-numbers.ts';
import type { LiveFrame } from './live-frame.ts';
import type { View } from './view.ts';

/** What is seen of the surroundings: metres across and along the car. */
const widthM = 10;
const heightM = 13;

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
