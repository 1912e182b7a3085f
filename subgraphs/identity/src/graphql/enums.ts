import { builder } from './builder.ts';

export const Role = builder.enumType('Role', {
  description: 'What somebody may do in the whole installation.',
  values: {
    MEMBER: { description: 'What everybody with an account is.' },
    INSTRUCTOR: { description: 'Teaches parking and sees the sessions of those who agreed.' },
    CX: { description: 'Helps members, also for two months after they withdrew.' },
    ADMIN: { description: 'Sets roles and may change every group.' },
    OPERATOR: { description: 'Looks after the running system.' },
  },
});

export const GroupRole = builder.enumType('GroupRole', {
  description: 'What somebody may do in one group.',
  values: {
    OWNER: { description: 'Decides who belongs to the group.' },
    MEMBER: { description: 'Belongs to the group.' },
  },
});

export const Locale = builder.enumType('Locale', {
  description: 'Language in which the product speaks to somebody.',
  values: { KO: { description: 'Korean.' }, EN: { description: 'English.' } },
});
