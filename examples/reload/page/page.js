// What the program calls, and what calls the program.

const element = (id) => document.getElementById(id);

globalThis.page = {
  show(notes) {
    element("notes").textContent = notes;
  },
  // Where the page is loaded again at once, this is gone before anybody has read it.
  overlay(message) {
    element("why").textContent = message;
    element("broken").showModal();
  },
  fails_to_start: () => location.hash === "#fails-to-start",
};

element("again").addEventListener("click", () => location.reload());

const program = await import("/pkg/reload.js");
Object.assign(globalThis, { program });
try {
  await program.default();
} catch (error) {
  console.error(error);
}

element("form").addEventListener("submit", (event) => {
  event.preventDefault();
  program.add(event.target.line.value);
  event.target.reset();
});
element("fail").addEventListener("click", () => program.fail());
document.body.dataset.ready = "";
