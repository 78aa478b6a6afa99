/** A few tasks side by side, the next as soon as one has ended; how far it is goes to standard error. */
export type Task = () => Promise<void>;

const AT_A_TIME = 2;

export async function sideBySide(tasks: readonly Task[]): Promise<void> {
  const waiting = [...tasks];
  let done = 0;
  const worker = async () => {
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      await task();
      console.error(`${++done} done, ${waiting.length} to come`);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}
