// Puts the page's lasting address into the address bar: without a notice that was read once, or the search view
// in place of the link that opened it. Nothing depends on it.
(() => {
  const address = document.body.dataset.address;
  if (address && address.startsWith("/") && !address.startsWith("//")) {
    history.replaceState(null, "", address);
  }
})();

// The matrix of permissions: "todos" ticks its row, and the box filters the views as one types. Without this script
// both do the same when the form is sent.
(() => {
  const matrix = document.querySelector("[data-matrix]");
  if (!matrix) return;
  const boxes = (within, name) => [...within.querySelectorAll(`input[name="${name}"]:not(:disabled)`)];
  const rows = [...matrix.querySelectorAll("tr[data-find]")];
  const every = matrix.querySelector("tr[data-all]");
  const show = () => {
    for (const row of [...rows, every]) {
      const given = boxes(row === every ? matrix : row, "p");
      for (const all of boxes(row, "todos")) {
        const ticked = given.filter((box) => box.checked).length;
        all.checked = given.length > 0 && ticked === given.length;
        all.indeterminate = ticked > 0 && !all.checked;
      }
    }
  };
  matrix.addEventListener("change", (event) => {
    const row = event.target.closest("tr");
    if (event.target.name === "todos") {
      for (const box of boxes(row === every ? matrix : row, "p")) box.checked = event.target.checked;
    }
    show();
  });
  show();

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const filter = matrix.querySelector("[data-filter]");
  const none = matrix.querySelector("[data-none]");
  const narrow = () => {
    const wanted = fold(filter.buscar.value);
    let seen = 0;
    for (const row of rows) {
      row.hidden = !fold(row.dataset.find).includes(wanted);
      seen += row.hidden ? 0 : 1;
    }
    every.hidden = wanted !== "";
    none.hidden = seen > 0;
  };
  filter.buscar.addEventListener("input", narrow);
  filter.addEventListener("submit", (event) => {
    event.preventDefault();
    narrow();
  });
})();

// A browser may keep a page whole in memory, whatever `no-store` says, and show it again by the way back when the session
// has ended. It is then asked for anew, and not seen until it has come. Not by a reload: that would send a form again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.documentElement.hidden = true;
  location.replace(location.href.split("#")[0]);
});
