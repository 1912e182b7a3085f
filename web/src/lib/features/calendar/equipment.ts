import type { Equipment } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

export const allEquipment: readonly Equipment[] = ['SCREEN', 'VIDEO', 'WHITEBOARD', 'PHONE', 'ACCESSIBLE'];

export function equipmentName(equipment: Equipment): string {
  return names[equipment]();
}

const names: Record<Equipment, () => string> = {
  SCREEN: m.calendar_equipment_screen,
  VIDEO: m.calendar_equipment_video,
  WHITEBOARD: m.calendar_equipment_whiteboard,
  PHONE: m.calendar_equipment_phone,
  ACCESSIBLE: m.calendar_equipment_accessible,
};
