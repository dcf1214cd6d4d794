// A citation opens its passage in place, on every page that shows an answer.
"use strict";

document.addEventListener("click", (event) => {
  const cite = event.target.closest('[data-part="citation"]');
  if (!cite) return;
  const answer = cite.closest('[data-part="answer"]');
  const passage = answer.querySelector(`[data-part="passage"][data-n="${cite.dataset.n}"]`);
  passage.hidden = !passage.hidden;
  for (const same of answer.querySelectorAll(`[data-part="citation"][data-n="${cite.dataset.n}"]`)) {
    same.setAttribute("aria-expanded", String(!passage.hidden));
  }
  if (!passage.hidden) passage.scrollIntoView({ block: "nearest" });
});
