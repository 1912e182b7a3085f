throw new Error('this thread does not come up');
