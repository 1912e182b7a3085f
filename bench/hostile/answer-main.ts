/** In a child: answers each thing that it is told. */
export function answerMain(answer: (message: unknown) => unknown): void {
  process.on('message', (message) => {
    void Promise.resolve(answer(message)).then((value) => process.send?.(value ?? {}));
  });
}
