// Puts the page's lasting address into the address bar: without a notice that was read once, or the search view
// in place of the link that opened it. Nothing depends on it.
(() => {
  const address = document.body.dataset.address;
  if (address && address.startsWith("/") && !address.startsWith("//")) {
    history.replaceState(null, "", address);
  }
})();
