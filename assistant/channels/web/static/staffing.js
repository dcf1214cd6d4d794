// The optimiser of a project: starts a job, shows how far it is and its bound, then who goes where.
"use strict";

const form = document.getElementById("optimiser");
const result = document.getElementById("result");
const stop = document.getElementById("stop");

function element(tag, text) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  return made;
}

const figure = (value) => (value === null || value === undefined ? "not known" : Math.round(value).toLocaleString("en"));

function sentence(job) {
  const known = job.progress;
  if (!known) return "Looking for the best staffing…";
  return `${known.filled} filled so far, cost ${figure(known.objective)}, can't be below ${figure(known.bound)}…`;
}

function table(job) {
  const made = document.createElement("table");
  const head = made.createTHead().insertRow();
  for (const name of ["Role", "Who", "Share", "From", "To", "Cost"]) {
    const cell = element("th", name);
    cell.scope = "col";
    head.append(cell);
  }
  const body = made.createTBody();
  for (const a of job.assignments) {
    const row = body.insertRow();
    for (const text of [a.title, a.name, `${a.share_percent}%`, a.start, a.end, figure(a.cost)]) row.insertCell().textContent = text;
  }
  const scroll = element("div");
  scroll.className = "scroll";
  scroll.tabIndex = 0;
  scroll.append(made);
  return scroll;
}

function show(job) {
  result.dataset.state = job.state;
  if (job.state === "failed") return result.replaceChildren(element("p", job.error));
  const proven = job.result.status === "optimal" ? "proven best" : `at most ${job.gap_percent ?? "an unknown"}% from the best`;
  const head = `${job.filled} of ${job.places} places filled, cost ${job.currency || ""} ${figure(job.objective)}, bound ${figure(job.bound)}, ${proven}.`;
  const left = job.unfilled.map((u) => element("li", `${u.title}: ${u.missing} missing. ${u.reasons.join("; ")}`));
  const list = element("ul");
  list.append(...left);
  result.replaceChildren(element("p", head), table(job), list);
}

async function answer(response) {
  const told = await response.json();
  if (!response.ok) throw new Error(told.detail);
  return told;
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("[type=submit]");
  const body = { projects: [form.dataset.project], seconds: Number(form.seconds.value) || 5 };
  if (form.budget.value !== "") body.budget = Number(form.budget.value);
  if (form.share.value !== "100") body.external_share_max = Number(form.share.value) / 100;
  button.disabled = true;
  result.dataset.state = "running";
  result.textContent = "Starting…";
  try {
    const headers = { "Content-Type": "application/json" };
    let job = await answer(await fetch("/api/v1/allocations", { method: "POST", headers, body: JSON.stringify(body) }));
    const address = `/api/v1/allocations/${encodeURIComponent(job.id)}`;
    stop.hidden = false;
    stop.onclick = () => fetch(address, { method: "DELETE" });
    while (job.state === "running") {
      result.textContent = sentence(job);
      await new Promise((done) => setTimeout(done, 400));
      job = await answer(await fetch(address));
    }
    show(job);
  } catch (error) {
    result.dataset.state = "failed";
    result.textContent = error.message;
  } finally {
    button.disabled = false;
    stop.hidden = true;
  }
});

form?.share.addEventListener("input", () => {
  document.getElementById("share-shown").textContent = `${form.share.value}%`;
});
