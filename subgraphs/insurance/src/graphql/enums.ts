import { builder } from './builder.ts';

export const CoverageStatus = builder.enumType('CoverageStatus', {
  description: 'What holds of a period at the moment of asking; more than one may.',
  values: {
    PENDING: { description: 'It has not begun.' },
    ON_RISK: { description: 'Cover holds, and the premium runs.' },
    CANCEL_REQUESTED: { description: 'The member ended it; the insurer has not confirmed that yet.' },
    ENDED: { description: 'Cover holds no longer, and no premium runs.' },
  },
});

export const CoverageEnd = builder.enumType('CoverageEnd', {
  description: 'Who or what ended a period. The earliest end wins.',
  values: {
    MEMBER: { description: 'The holder, by `endCover`.' },
    PARKING: { description: 'The car that it was tied to was parked.' },
    CX: { description: 'CX, because the holder asked for it by other means.' },
    INSURER: { description: 'The insurer, by a callback.' },
    WITHDRAWAL: { description: 'The holder closed the account.' },
  },
});

export const AccessTask = builder.enumType('AccessTask', {
  description: 'What was done with somebody’s personal data or cover.',
  values: {
    SEARCH: { description: 'Found by a search of CX; shown masked.' },
    VIEW: { description: 'Looked at by CX; shown masked.' },
    REVEAL: { description: 'Shown to CX unmasked, for a reason.' },
    INPUT: { description: 'Entered by the holder.' },
    CHANGE: { description: 'Changed by the holder.' },
    END_COVER: { description: 'Cover ended by CX for the holder, for a reason.' },
    CALLBACK: { description: 'The insurer told us of an end; the ticket is its event.' },
    ERASE: { description: 'Erased for ever.' },
  },
});
