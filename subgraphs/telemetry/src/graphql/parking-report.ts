import type { Deduction } from '../domain/deduction.ts';
import type { SensorMinimum as Minimum } from '../domain/drive-summary.ts';
import type { PracticeAdvice as Advice } from '../domain/practice.ts';
import type { ParkingReport as Report } from '../domain/score.ts';
import { builder } from './builder.ts';

const SensorMinimum = builder.objectRef<Minimum>('SensorMinimum').implement({
  description: 'How near something came to a sensor.',
  fields: (t) => ({
    sensorId: t.exposeString('sensorId', { description: 'Which sensor, e.g. `rear-left`.' }),
    distanceCm: t.exposeFloat('distanceCm', { description: 'The shortest distance of the session.' }),
    sensorAtMs: t.exposeFloat('sensorAtMs', { description: 'When, by the clock of the sensors.' }),
  }),
});

const ScoreDeduction = builder.objectRef<Deduction>('ScoreDeduction').implement({
  description: 'What was taken off the score.',
  fields: (t) => ({
    code: t.exposeString('code', {
      description: 'TIME, SHUNTS, CLEARANCE, RISK, ALERTS, CONTACT, OUTSIDE_SLOT, HEADING or LATERAL.',
    }),
    points: t.exposeFloat('points', { description: 'How much, more than 0.' }),
  }),
});

const PracticeAdvice = builder.objectRef<Advice>('PracticeAdvice').implement({
  description: 'One thing to practise.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'The deduction that it answers.' }),
    textKo: t.exposeString('textKo', { description: 'What to practise, one or two sentences in Korean.' }),
    textEn: t.exposeString('textEn', { description: 'What to practise, one or two sentences in English.' }),
  }),
});

export const ParkingReport = builder.objectRef<Report>('ParkingReport').implement({
  description: 'How the driver did.',
  fields: (t) => ({
    score: t.exposeInt('score', { description: 'From 0 to 100: 100 less all deductions.' }),
    ruleSetVersion: t.exposeInt('ruleSetVersion', { description: 'Of the rules it was scored by.' }),
    durationS: t.exposeFloat('durationS', { description: 'Seconds by the clock of the sensors.' }),
    shuntCount: t.exposeInt('shuntCount', { description: 'Changes of direction.' }),
    parShuntCount: t.exposeInt('parShuntCount', {
      description: 'Changes of direction that the slot asks for.',
    }),
    minimums: t.expose('minimums', { type: [SensorMinimum], description: 'By sensor, those with an echo.' }),
    alertCount: t.exposeInt('alertCount', { description: 'Alerts of all kinds.' }),
    deductions: t.expose('deductions', { type: [ScoreDeduction], description: 'Why it is not 100.' }),
    practice: t.expose('practice', {
      type: PracticeAdvice,
      nullable: true,
      description: 'Null for a faultless session.',
    }),
  }),
});
