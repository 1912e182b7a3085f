export interface DemoLine {
  /** Handle of who writes. */
  readonly by: string;
  readonly text: string;
  /** Minutes before the demo's present; descending within a room. */
  readonly minutesAgo: number;
}

export interface DemoRoom {
  /** Null for a conversation of two. */
  readonly title: string | null;
  /** Handles; the first one opens the room and is in each of its groups. */
  readonly members: readonly string[];
  /** Names of groups whose members the room follows. */
  readonly groups: readonly string[];
  readonly lines: readonly DemoLine[];
  /** Handles of those who have not opened the room since they last wrote in it. */
  readonly unreadBy: readonly string[];
}

const line = (minutesAgo: number, by: string, text: string): DemoLine => ({ by, text, minutesAgo });

/** Where the visit is talked about. */
export const siteVisitRoom = '부산 현장 방문 · Busan site visit';

/** The days before Minji's trip to Busan. */
export const demoRooms: readonly DemoRoom[] = [
  {
    title: siteVisitRoom,
    members: ['minji', 'jiwon', 'dana'],
    groups: ['영업 Sales', '엔지니어링 Engineering'],
    lines: [
      line(1_630, 'jiwon', '부산 항만 현장 방문, 내일 오후 3시로 잡았습니다. 고객사에서 두 분 나오세요.'),
      line(
        1_624,
        'daniel',
        'Great. They will ask about the sensor on crane 4, so please bring the last readings.',
      ),
      line(1_610, 'minji', '네, 4번 크레인 데이터는 제가 정리해 갈게요.'),
      line(
        1_604,
        'oliver',
        'I put the firmware notes into the shared folder. Short version: 2.3 fixes the drift.',
      ),
      line(
        1_598,
        'sora',
        '민지 님, 현장에서 2.3으로 올리고 30분만 지켜봐 주세요. 이상 있으면 바로 되돌리면 됩니다.',
      ),
      line(1_590, 'minji', '알겠습니다. 교체용 케이블도 하나 챙길게요.'),
      line(190, 'dana', 'The shared car is yours from 9:00. Fully charged, bay B12.'),
      line(184, 'minji', 'Thank you, Dana! 9시에 출발하겠습니다.'),
      line(41, 'jiwon', '고객사에서 한 시간 늦춰 달라고 하네요. 오후 4시 괜찮으세요?'),
      line(37, 'minji', '저는 괜찮아요. 돌아오는 시간만 조정하면 됩니다.'),
      line(35, 'daniel', 'Works for me. I will join by video from Singapore.'),
      line(12, 'dana', 'Moved your car booking by an hour as well.'),
    ],
    unreadBy: ['minji', 'oliver'],
  },
  {
    title: '엔지니어링 · Engineering',
    members: ['sora'],
    groups: ['엔지니어링 Engineering'],
    lines: [
      line(2_900, 'sora', '이번 주 배포는 목요일입니다. 그 전에 리뷰 부탁드려요.'),
      line(2_870, 'oliver', 'Two of mine are waiting: the retry fix and the new gauge.'),
      line(2_860, 'minji', 'I can take the gauge today. 재시도 쪽은 소라 님이 더 잘 아실 것 같아요.'),
      line(320, 'oliver', 'Merged both, thank you. The gauge looks right even at −10 °C.'),
      line(300, 'sora', '좋습니다 👏 현장 결과도 여기 남겨 주세요.'),
    ],
    unreadBy: [],
  },
  {
    title: '영업 · Sales',
    members: ['jiwon'],
    groups: ['영업 Sales'],
    lines: [
      line(4_400, 'daniel', 'The Busan contract is up for renewal in January. Tomorrow’s visit matters.'),
      line(4_390, 'jiwon', '네, 견적은 월요일까지 초안 올리겠습니다.'),
      line(260, 'jiwon', '견적 초안 올렸습니다. 숫자 확인 부탁드려요.'),
      line(95, 'daniel', 'Reviewed. One question on the second page, otherwise good to go.'),
    ],
    unreadBy: ['minji'],
  },
  {
    title: '배차 · Dispatch',
    members: ['dana', 'minji', 'jiwon', 'hyunwoo'],
    groups: [],
    lines: [
      line(500, 'dana', 'Cars for tomorrow: Ioniq 5 in B12, Kona in B14. Who needs one?'),
      line(490, 'minji', 'Ioniq for me please, Busan and back.'),
      line(470, 'hyunwoo', '부산 현장 주차장은 기둥 사이가 좁아요. 후진 주차를 추천합니다.'),
      line(465, 'minji', '오, 감사합니다. 주차 코치 켜 두고 갈게요 😄'),
    ],
    unreadBy: [],
  },
  {
    title: null,
    members: ['jiwon', 'minji'],
    groups: [],
    lines: [
      line(60, 'jiwon', '민지 님, 내일 점심은 부산에서 밀면 어떠세요?'),
      line(52, 'minji', '완전 좋아요! 역 앞에 맛있는 집 알아요.'),
      line(50, 'jiwon', '그럼 1시에 역에서 봬요.'),
    ],
    unreadBy: [],
  },
  {
    title: null,
    members: ['minji', 'yuna'],
    groups: [],
    lines: [
      line(700, 'minji', '유나 님, 지난번 출장 보험 건은 어떻게 되었나요?'),
      line(640, 'yuna', '보험사에서 확인 중이고, 이틀 안에 답이 올 거예요. 오면 바로 알려 드릴게요.'),
    ],
    unreadBy: [],
  },
  {
    title: null,
    members: ['daniel', 'oliver'],
    groups: [],
    lines: [
      line(150, 'daniel', 'Can I promise the customer firmware 2.3 on all cranes this month?'),
      line(140, 'oliver', 'On four of them, yes. Let us see how crane 4 behaves tomorrow first.'),
    ],
    unreadBy: ['daniel'],
  },
];
