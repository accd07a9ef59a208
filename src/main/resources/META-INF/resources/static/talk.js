// Shows an answer while it is being written. Without it the form posts, and the page returns with the whole answer.
const room = document.getElementById("talk");
const form = document.getElementById("say-form");
const say = document.getElementById("say");
const turns = document.getElementById("turns");
const problem = document.getElementById("problem");
const stop = document.getElementById("stop");
const send = document.getElementById("send");
let under = null; // what ends the answer under way

const pause = (millis) => new Promise((done) => setTimeout(done, millis));

function bubble(kind, who, text) {
  const turn = document.createElement("div");
  turn.className = "turn " + kind;
  const name = turn.appendChild(document.createElement("span"));
  name.className = "who";
  name.textContent = who;
  const body = turn.appendChild(document.createElement("div"));
  body.className = "stack tight";
  const prose = body.appendChild(document.createElement("div"));
  prose.className = "prose raw-lines";
  prose.dir = "auto";
  prose.textContent = text;
  return { turn, body, prose };
}

function complain(sentence) {
  problem.textContent = sentence;
  problem.hidden = sentence === "";
  if (sentence) say.setAttribute("aria-invalid", "true");
  else say.removeAttribute("aria-invalid");
}

function busy(is) {
  stop.hidden = !is;
  send.disabled = is;
  turns.setAttribute("aria-busy", String(is));
}

// The stored exchange, once nobody is writing it; an answer whose writer died counts as lost after some seconds.
async function stored(place) {
  for (let look = 0; look < 300; look++) {
    const answer = await fetch(room.dataset.address + "/" + place, { headers: { Accept: "text/html" } }).catch(() => null);
    if (answer?.status === 200) {
      const holder = document.createElement("template");
      holder.innerHTML = await answer.text(); // made by our own template, its texts sanitised
      return holder.content.firstElementChild;
    }
    if (answer && answer.status < 500 && answer.status !== 204) return null;
    await pause(look < 20 ? 150 : 2000); // being written, or the app is away and may come back
  }
  return null;
}

function show(exchange, instead) {
  instead.replaceWith(exchange);
  window.htmx?.process(exchange);
  document.dispatchEvent(new Event("hone:forms")); // with a form whose text is kept while it is typed
  renewTokens(exchange);
}

// The stored exchange replaces what was shown while it arrived.
async function settle(talk, number, asked, said) {
  const exchange = await stored(talk + "/" + number);
  if (!exchange) {
    location.href = room.dataset.address + "/" + talk;
    return;
  }
  show(exchange, asked.turn);
  said.turn.remove();
}

async function ask(text) {
  complain("");
  const asked = bubble("asked", room.dataset.you, text);
  const said = bubble("said", room.dataset.model, "");
  const state = said.body.appendChild(document.createElement("span"));
  state.className = "state busy";
  state.setAttribute("role", "status");
  state.textContent = room.dataset.writing;
  turns.append(asked.turn, said.turn);
  said.turn.scrollIntoView({ block: "nearest" });
  const body = new URLSearchParams(new FormData(form));
  body.set("say", text);
  under = new AbortController();
  busy(true);
  let place = null;
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/x-ndjson, application/json" }, signal: under.signal });
    if (!answer.ok) throw new Error(await sentence(answer));
    document.dispatchEvent(new Event("draft:sent"));
    if (!(answer.headers.get("Content-Type") || "").includes("ndjson")) {
      location.reload(); // the session has ended: the page leads to the sign-in
      return;
    }
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      const lines = (rest + piece.value).split("\n");
      rest = lines.pop();
      for (const line of lines) {
        const event = JSON.parse(line);
        if (event.talk) {
          place = event;
          begun(event.talk);
        }
        if (event.text) said.prose.textContent += event.text;
      }
      said.turn.scrollIntoView({ block: "nearest" });
    }
  } catch (error) {
    if (error.name !== "AbortError" && !place) {
      asked.turn.remove();
      said.turn.remove();
      putBack(text);
      complain(error.name === "Error" ? error.message : room.dataset.broke);
      say.focus();
      return;
    }
    if (!place) { // stopped before a word came
      asked.turn.remove();
      said.turn.remove();
      putBack(text);
      return;
    }
  } finally {
    under = null;
    busy(false);
  }
  await settle(place.talk, place.number, asked, said);
}

function putBack(text) {
  if (say.value) return;
  say.value = text;
  say.dispatchEvent(new Event("input", { bubbles: true }));
}

async function sentence(answer) {
  try {
    const said = await answer.json();
    return said.error || said.detail || room.dataset.broke;
  } catch {
    return room.dataset.broke;
  }
}

// An exchange contains the currently valid form token; all forms of the page take it, however old the page is.
function renewTokens(exchange) {
  document.querySelectorAll('input[name="' + exchange.dataset.tokenName + '"]').forEach((input) => {
    input.value = exchange.dataset.token;
  });
}
document.addEventListener("htmx:afterSettle", (event) => {
  const exchange = event.target.closest?.(".exchange");
  if (exchange) renewTokens(exchange);
});

// The first answer gives the conversation its address.
function begun(talk) {
  const id = document.getElementById("talk-id");
  if (id.value) return;
  id.value = talk;
  form.dataset.draft = room.dataset.address + "/" + talk;
  document.getElementById("begin")?.remove();
  history.replaceState(null, "", room.dataset.address + "/" + talk);
}

// What another window, or this one before it was reloaded, has asked.
document.querySelectorAll(".exchange[data-writing]").forEach(async (writing) => {
  const exchange = await stored(writing.dataset.writing);
  if (exchange) show(exchange, writing);
});

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.dispatchEvent(new Event("draft:on")); // this page stays
    const text = say.value;
    if (under || text.trim() === "") return;
    say.value = "";
    ask(text);
  });
  say.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  stop.addEventListener("click", () => under?.abort());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && under) under.abort();
    if (event.key === "r" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, textarea, select, dialog")) {
      event.preventDefault();
      say.focus();
    }
  });
  document.querySelectorAll("[data-say]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    say.value = link.textContent;
    say.focus();
  }));
}
