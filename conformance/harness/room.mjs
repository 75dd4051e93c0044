// Calls where the engine's stack has hardly any room left.

// Calls `call` where there is room for about so many more frames.
export function withRoomFor(frames, call) {
  let called = false;
  const dive = () => {
    let room;
    try {
      room = dive() + 1;
    } catch {
      room = 0;
    }
    if (room === frames && !called) {
      called = true;
      call();
    }
    return room;
  };
  dive();
}

// Uses up the stack by frames of `width` arguments, and calls `call` at each level on the way back.
export function onTheWayBack(width, call) {
  const dive = (...padding) => {
    try {
      dive(...padding);
    } finally {
      call();
    }
  };
  try {
    dive(...new Array(width).fill(0));
  } catch {
    // The stack was used up.
  }
}
