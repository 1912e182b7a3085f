import type { DangerLevel, GuidanceStep, ParkingState, SlotKind } from '#lib/graphql/generated/graphql.ts';
import { locale } from '#lib/i18n/locale.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { LiveGuidance } from './live-frame.ts';

const steps: Record<GuidanceStep, () => string> = {
  SEARCH: m.parking_step_search,
  PULL_FORWARD: m.parking_step_pull_forward,
  STOP_AND_SHIFT: m.parking_step_stop_and_shift,
  STEER_LEFT: m.parking_step_steer_left,
  STEER_RIGHT: m.parking_step_steer_right,
  STRAIGHTEN: m.parking_step_straighten,
  REVERSE: m.parking_step_reverse,
  STOP: m.parking_step_stop,
  ADJUST_FORWARD: m.parking_step_adjust_forward,
  PARKED: m.parking_step_parked,
  NO_SLOT: m.parking_step_no_slot,
};

/** The manoeuvre in two or three words. */
export function stepWords(step: GuidanceStep): string {
  return steps[step]();
}

/** The coach's own sentence, in the language on the screen. */
export function spoken({ textKo, textEn }: { readonly textKo: string; readonly textEn: string }): string {
  return locale() === 'ko' ? textKo : textEn;
}

const slots: Record<SlotKind, () => string> = {
  PERPENDICULAR: m.parking_slot_perpendicular,
  PARALLEL: m.parking_slot_parallel,
  ANGLED: m.parking_slot_angled,
};

export function slotWords(slot: NonNullable<LiveGuidance['slot']>): string {
  const size = { length: slot.lengthM.toFixed(1), width: slot.widthM.toFixed(1) };
  return m.parking_slot({ kind: slots[slot.kind](), ...size });
}

const levels: Record<DangerLevel, () => string> = {
  NONE: m.parking_level_none,
  CAUTION: m.parking_level_caution,
  WARNING: m.parking_level_warning,
  STOP: m.parking_level_stop,
};

export function levelWords(danger: DangerLevel): string {
  return levels[danger]();
}

const states: Record<ParkingState, () => string> = {
  RUNNING: m.parking_state_running,
  FINISHED: m.parking_state_finished,
  ABORTED: m.parking_state_aborted,
};

export function stateWords(state: ParkingState): string {
  return states[state]();
}

const codes: Record<string, () => string> = {
  TIME: m.parking_lost_time,
  SHUNTS: m.parking_lost_shunts,
  CLEARANCE: m.parking_lost_clearance,
  RISK: m.parking_lost_risk,
  ALERTS: m.parking_lost_alerts,
  CONTACT: m.parking_lost_contact,
  OUTSIDE_SLOT: m.parking_lost_outside_slot,
  HEADING: m.parking_lost_heading,
  LATERAL: m.parking_lost_lateral,
};

/** Why points were lost. */
export function deductionWords(code: string): string {
  return codes[code]?.() ?? code;
}
