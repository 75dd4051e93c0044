// Who is told of a fault besides its caller: the listeners of `bulkhead.onFault`, and the console.

// What both were told during `run`; with `listens` false there is only the console.
export async function listen(t, run, listens = true) {
  const heard = { listened: [], logged: [] };
  const { error: log } = console;
  const stop = listens ? t.exports.bulkhead?.onFault((fault) => heard.listened.push(fault)) : undefined;
  console.error = (...said) => heard.logged.push(...said);
  try {
    await run();
  } finally {
    console.error = log;
    stop?.();
  }
  return heard;
}
