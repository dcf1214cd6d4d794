"use strict";

const form = document.getElementById("ask");
const box = document.getElementById("question");
const conversation = document.getElementById("conversation");
const welcome = document.getElementById("welcome");
const button = form.querySelector("button");
let thread = null;

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function busy(working) {
  conversation.setAttribute("aria-busy", String(working));
  button.disabled = working;
}

async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(block) || [];
      if (name) yield { name, data: JSON.parse(data) };
    }
  }
}

function fail(answer, sentence) {
  answer.dataset.status = "error";
  answer.replaceChildren(element("p", "", sentence));
}

function complete(answer, data) {
  thread = data.thread;
  const body = element("div", "body");
  body.innerHTML = data.html; // made and escaped by the server
  const foot = element("details", "foot");
  const steps = data.tools.map((tool) => `${tool.name} (${tool.ms} ms)`).join(", ");
  foot.append(
    element("summary", "", data.coverage),
    element("div", "", `${steps ? `Looked up: ${steps}. ` : ""}Model: ${data.model}. Logged as run ${data.run}.`),
  );
  answer.replaceChildren(body, foot);
  answer.dataset.run = data.run;
  answer.dataset.status = data.status;
}

async function ask(text) {
  welcome.hidden = true;
  const answer = element("article", "answer");
  answer.dataset.part = "answer";
  const working = element("p", "working", "Reading the question");
  answer.append(working);
  conversation.append(element("p", "asked", text), answer);
  answer.scrollIntoView({ block: "end" });
  busy(true);
  try {
    const response = await fetch("/ask", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ question: text, thread }),
    });
    if (!response.ok) {
      if (response.status === 401) location.assign("/sign-in");
      const problem = await response.json();
      fail(answer, problem.detail);
      return;
    }
    let words = "";
    for await (const { name, data } of events(response)) {
      if (name === "status") working.textContent = data.text;
      if (name === "tool") working.textContent = `Looking up: ${data.name.replaceAll("_", " ")}`;
      if (name === "text") working.textContent = words += data.text;
      if (name === "answer") complete(answer, data);
      if (name === "error") fail(answer, data.detail);
    }
    if (!answer.dataset.status) fail(answer, "The connection was cut before the answer came. Ask again.");
  } catch {
    fail(answer, "The server can't be reached. Is it still running?");
  } finally {
    busy(false);
    box.focus();
    answer.scrollIntoView({ block: "nearest" });
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = box.value.trim();
  if (!text || button.disabled) return;
  box.value = "";
  box.style.height = "";
  ask(text);
});

box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

box.addEventListener("input", () => {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
});

document.addEventListener("click", (event) => {
  const suggestion = event.target.closest(".suggestion");
  if (suggestion) ask(suggestion.textContent);
});
