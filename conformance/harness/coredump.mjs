// Reads a core dump: its sections, and what is in those that scenarios look at.

const [CUSTOM, MEMORY, GLOBAL, DATA] = [0, 5, 6, 11];
const I32_CONST = 0x41;

export function readCoredump(bytes) {
  const sections = {};
  const reader = new Reader(bytes, 8);
  while (!reader.isAtEnd) {
    const id = reader.byte();
    const section = new Reader(reader.bytes(reader.number()));
    sections[id === CUSTOM ? section.text() : id] = section;
  }
  return {
    names: Object.keys(sections),
    own: JSON.parse(new TextDecoder().decode(sections["wasm-bulkhead"].rest())),
    functions: functionsOf(sections.corestack),
    globals: globalsOf(sections[GLOBAL]),
    pages: pagesOf(sections[MEMORY]),
    memory: memoryOf(sections[DATA]),
  };
}

class Reader {
  #bytes;
  #at;

  constructor(bytes, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get isAtEnd() {
    return this.#at >= this.#bytes.length;
  }

  byte() {
    this.#at += 1;
    return this.#bytes[this.#at - 1];
  }

  bytes(length) {
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  rest() {
    return this.bytes(this.#bytes.length - this.#at);
  }

  // An unsigned number as LEB128.
  number() {
    const byte = this.byte();
    return byte < 128 ? byte : byte - 128 + 128 * this.number();
  }

  // A signed one of at most 32 bits.
  signed() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 127) << shift;
      if (byte < 128) return shift < 25 && byte & 64 ? value | (-1 << (shift + 7)) : value;
    }
  }

  text() {
    return new TextDecoder().decode(this.bytes(this.number()));
  }

  list(read) {
    return Array.from({ length: this.number() }, read);
  }
}

// The index of the function of each frame.
function functionsOf(stack) {
  stack.byte();
  stack.text();
  return stack.list(() => {
    // A version, and the instance.
    stack.bytes(2);
    const index = stack.number();
    // A place in the function, locals and operands.
    stack.number();
    stack.bytes(stack.number() + stack.number());
    return index;
  });
}

function globalsOf(section) {
  return section.list(() => {
    // The type.
    section.bytes(2);
    if (section.byte() !== I32_CONST) throw new Error("not every global of the crate is an i32");
    const value = section.signed();
    section.byte();
    return value;
  });
}

function pagesOf(section) {
  section.bytes(2);
  return section.number();
}

function memoryOf(section) {
  // One segment, active, from 0 on.
  section.bytes(5);
  return section.bytes(section.number());
}
