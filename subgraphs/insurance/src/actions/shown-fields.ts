/** What CX sees of a policy without giving a reason; the first three are masked. */
export const shownFields = ['holderName', 'holderPhone', 'holderLicence', 'periods'] as const;
