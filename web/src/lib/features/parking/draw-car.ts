import type { View } from './view.ts';

export function drawCar(context: CanvasRenderingContext2D, { frame, profile, palette }: View): void {
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
