// Everything here is a convenience: the site works without it.

// The visitor's choice of language, for the address that names none.
for (const switcher of document.querySelectorAll("[data-cookie]")) {
  switcher.addEventListener("click", ({ target }) => {
    const { language } = target.closest("a")?.dataset ?? {};
    if (language) {
      const secure = location.protocol === "https:" ? "; secure" : "";
      document.cookie = `${switcher.dataset.cookie}=${language}; path=/; max-age=31536000; samesite=lax${secure}`;
    }
  });
}

// Menus that open: Escape and a click elsewhere close them.
for (const details of document.querySelectorAll("[data-closable]")) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details.open) {
      details.open = false;
      details.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!details.contains(event.target)) details.open = false;
  });
}

// Browsers whose style sheet cannot open the filters on a wide screen.
for (const filters of document.querySelectorAll("[data-filters]")) {
  if (matchMedia("(min-width: 64rem)").matches) filters.open = true;
}

// Slides: the index scrolls within them and tells which one stands there.
for (const slides of document.querySelectorAll("[data-slides]")) {
  const links = [...document.querySelectorAll("[data-slide]")];
  const show = (current) =>
    links.forEach((link) =>
      link.hash === `#${current.id}` ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"),
    );
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      slides.scrollTo({ left: document.querySelector(link.hash).offsetLeft });
    });
  }
  const seen = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => show(entry.target)),
    { root: slides, threshold: 0.6 },
  );
  for (const slide of slides.children) seen.observe(slide);
}

// One reading of an article, once in half an hour for a tab.
for (const { dataset } of document.querySelectorAll("[data-beacon]")) {
  const last = Number(sessionStorage.getItem(dataset.beacon));
  if (Date.now() - last > 1_800_000) {
    sessionStorage.setItem(dataset.beacon, Date.now());
    navigator.sendBeacon(dataset.beacon);
  }
}
