import { builder } from './builder.ts';

builder.mutationType({ description: 'Everything that can be changed. All of it needs a viewer.' });
