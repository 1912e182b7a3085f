import { builder } from './builder.ts';

export const CalendarColor = builder.enumType('CalendarColor', {
  description: 'How a calendar is told from others; applications choose the shade.',
  values: {
    BLUE: { description: 'Blue.' },
    GREEN: { description: 'Green.' },
    RED: { description: 'Red.' },
    ORANGE: { description: 'Orange.' },
    PURPLE: { description: 'Purple.' },
    TEAL: { description: 'Between green and blue.' },
    PINK: { description: 'Pink.' },
    GRAY: { description: 'Gray.' },
  },
});

export const InvitationAnswer = builder.enumType('InvitationAnswer', {
  description: 'What a member said to an invitation.',
  values: {
    NEEDS_ACTION: { description: 'Has not said anything yet.' },
    ACCEPTED: { description: 'Will come.' },
    TENTATIVE: { description: 'May come.' },
    DECLINED: { description: 'Will not come, and is not reminded.' },
  },
});

export const Equipment = builder.enumType('Equipment', {
  description: 'What a meeting room has.',
  values: {
    SCREEN: { description: 'A screen or projector.' },
    VIDEO: { description: 'Camera and microphones for a video call.' },
    WHITEBOARD: { description: 'Something to draw on together.' },
    PHONE: { description: 'A conference phone.' },
    ACCESSIBLE: { description: 'Reached without steps.' },
  },
});

export const ChangeScope = builder.enumType('ChangeScope', {
  description: 'Which occurrences of a series a change is for.',
  values: {
    THIS: { description: 'The one that is named.' },
    THIS_AND_FOLLOWING: { description: 'The one that is named and all after it, as a series of their own.' },
    ALL: { description: 'The whole event.' },
  },
});
