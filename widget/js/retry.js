// What a run takes over from the run that it retries.

/** Returns the options of a run that is started again. It is meant for now, and has an id of its own. */
export function optionsAgain({ options = {} }, given) {
  const signal = options.signal?.aborted ? undefined : options.signal;
  return { ...options, id: undefined, delay: undefined, signal, ...given };
}

/** Returns the signals of a run that is started again: the given one, and those of the callers that joined the old run. */
export function signalsAgain(record, { signal }) {
  const others = record.signals?.filter((other) => other !== record.options?.signal && !other.aborted) ?? [];
  return signal ? [signal, ...others] : others;
}
