export interface DemoMeetingRoom {
  /** For the events of the demo. */
  readonly key: string;
  readonly name: string;
  readonly place: string;
  readonly capacity: number;
  readonly equipment: readonly ('SCREEN' | 'VIDEO' | 'WHITEBOARD' | 'PHONE' | 'ACCESSIBLE')[];
}

export const demoMeetingRooms: readonly DemoMeetingRoom[] = [
  {
    ...{ key: 'hangang', name: '한강 Hangang', place: '서울 본사 7층 · Seoul HQ, 7th floor', capacity: 12 },
    equipment: ['SCREEN', 'VIDEO', 'WHITEBOARD', 'ACCESSIBLE'],
  },
  {
    ...{ key: 'namsan', name: '남산 Namsan', place: '서울 본사 7층 · Seoul HQ, 7th floor', capacity: 6 },
    equipment: ['SCREEN', 'WHITEBOARD'],
  },
  {
    ...{
      key: 'bukhansan',
      name: '북한산 Bukhansan',
      place: '서울 본사 8층 · Seoul HQ, 8th floor',
      capacity: 4,
    },
    equipment: ['SCREEN', 'PHONE'],
  },
  {
    ...{ key: 'haeundae', name: '해운대 Haeundae', place: '부산 사무소 · Busan office', capacity: 8 },
    equipment: ['SCREEN', 'VIDEO', 'ACCESSIBLE'],
  },
];
