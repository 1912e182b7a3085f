import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { createPlan } from '../actions/create-plan.ts';
import { deletePlan } from '../actions/delete-plan.ts';
import { editPlan } from '../actions/edit-plan.ts';
import { sharePlan } from '../actions/share-plan.ts';
import { builder } from './builder.ts';
import {
  CreateTravelPlanInput,
  DeleteTravelPlanInput,
  ShareTravelPlanInput,
  UpdateTravelPlanInput,
} from './plan-inputs.ts';
import { planPayload } from './plan-payload.ts';

const CreateTravelPlanPayload = planPayload('CreateTravelPlanPayload', 'The plan is there, and private.');
const UpdateTravelPlanPayload = planPayload(
  'UpdateTravelPlanPayload',
  'The plan has the values that were asked for.',
);
const ShareTravelPlanPayload = planPayload('ShareTravelPlanPayload', 'The plan is shared so.');

const DeleteTravelPlanPayload = builder.objectRef<{ planId: string }>('DeleteTravelPlanPayload').implement({
  description: 'The plan is deleted, for companions and readers too.',
  fields: (t) => ({ planId: t.exposeID('planId', { description: 'What was deleted.' }) }),
});

builder.mutationFields((t) => ({
  createTravelPlan: t.field({
    type: CreateTravelPlanPayload,
    description: 'Writes a plan of a trip, seen by its author and companions until it is shared.',
    args: oneInput(t, CreateTravelPlanInput, 'Where the trip goes, when, and who travels.'),
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError],
      union: { name: 'CreateTravelPlanResult', description: 'The plan, or why there is none.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      planId: await createPlan(services, viewer, input),
    }),
  }),
  updateTravelPlan: t.field({
    type: UpdateTravelPlanPayload,
    description: "Changes a plan of the viewer's own.",
    args: oneInput(t, UpdateTravelPlanInput, 'The plan, and the fields of it that change.'),
    errors: {
      types: [InvalidInputError, NotFoundError, ForbiddenError, ConflictError],
      union: { name: 'UpdateTravelPlanResult', description: 'The plan, or why it stays as it was.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      planId: await editPlan(services, viewer, input),
    }),
  }),
  deleteTravelPlan: t.field({
    type: DeleteTravelPlanPayload,
    description: "Deletes a plan of the viewer's own.",
    args: oneInput(t, DeleteTravelPlanInput, 'The plan to delete.'),
    errors: {
      types: [NotFoundError, ForbiddenError],
      union: { name: 'DeleteTravelPlanResult', description: 'The id, or why nothing was deleted.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      planId: await deletePlan(services, viewer, input),
    }),
  }),
  shareTravelPlan: t.field({
    type: ShareTravelPlanPayload,
    description: 'Says who may see a plan. Followers are told the first time that they may.',
    args: oneInput(t, ShareTravelPlanInput, 'The plan, and who may see it from now on.'),
    errors: {
      types: [NotFoundError, ForbiddenError],
      union: { name: 'ShareTravelPlanResult', description: 'The plan, or why nothing was shared.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      planId: await sharePlan(services, viewer, input),
    }),
  }),
}));
