// A FinalizationRegistry whose callbacks run when the soak says so, and never by themselves.

const registered = new WeakMap();

class ManualRegistry {
  #callback;
  #unregistered = new WeakSet();

  constructor(callback) {
    this.#callback = callback;
  }

  register(target, held, token) {
    const finalizers = registered.get(target) ?? [];
    finalizers.push(() => {
      if (!token || !this.#unregistered.has(token)) this.#callback(held);
    });
    registered.set(target, finalizers);
  }

  unregister(token) {
    this.#unregistered.add(token);
    return true;
  }
}

export function takeOverFinalizers() {
  globalThis.FinalizationRegistry = ManualRegistry;
}

// Does what the engine does some time after `target` has become unreachable.
export function finalize(target) {
  for (const finalizer of registered.get(target) ?? []) finalizer();
  registered.delete(target);
}
