// Keeps a page up to date, counts ages on, and lets keys do what links do. Every page works without it.
(() => {
  "use strict";
  const root = document.documentElement;
  const speed = Number(root.dataset.speed) || 1;
  let base = Date.parse(root.dataset.now), from = performance.now(), last = performance.now();
  let held = false, stale = false;
  root.classList.add("is-scripted");
  const world = () => base + (performance.now() - from) * speed;

  // ---- ages
  const two = (number) => String(number).padStart(2, "0");
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const age = (at) => {
    const past = Math.max(0, Math.floor((world() - at) / 1000)), when = new Date(at);
    if (past < 60) return `${Math.max(1, past)} s`;
    if (past < 3600) return `${Math.floor(past / 60)} min`;
    if (past < 86400) return `${two(when.getUTCHours())}:${two(when.getUTCMinutes())}`;
    return `${when.getUTCDate()} ${months[when.getUTCMonth()]}`;
  };
  const count = () => {
    for (const one of document.querySelectorAll("time[datetime]:not(.at)")) {
      const text = age(Date.parse(one.dateTime));
      if (one.textContent !== text) one.textContent = text;
    }
  };

  // ---- live
  const clock = (at) => { const one = new Date(at); return [one.getUTCHours(), one.getUTCMinutes(), one.getUTCSeconds()].map(two).join(":"); };
  const show = () => {
    const foot = document.querySelector(".nav .live");
    if (!foot) return;
    root.classList.toggle("is-live", !stale && !held);
    root.classList.toggle("is-stale", stale);
    foot.querySelector(".state").textContent = held ? "Held since" : stale ? "Not live since" : "Live,";
    if (!held && !stale) foot.querySelector(".at").textContent = clock(world());
    let bar = document.getElementById("stale");
    if (stale && !bar) {
      bar = document.createElement("p");
      bar.id = "stale"; bar.className = "stale"; bar.setAttribute("role", "alert");
      bar.textContent = `Not live since ${clock(base + (last - from) * speed)}. What stands here is from then.`;
      document.getElementById("main").prepend(bar);
    } else if (!stale && bar) bar.remove();
  };
  const busy = (element) => {
    const chosen = document.getSelection();
    const selects = chosen && !chosen.isCollapsed && element.contains(chosen.anchorNode);
    return selects || (element !== document.activeElement && element.contains(document.activeElement)) || element.querySelector("details[open]");
  };
  const states = (element) => new Map([...element.querySelectorAll("[data-state]")].map((one) => [one.getAttribute("aria-label").split(":")[0], one.dataset.state]));
  const lines = (element) => [...element.querySelectorAll(".lst li b")].map((one) => one.textContent);
  const waiting = new Map();
  const take = (data) => {
    const element = document.getElementById(`part-${data.id}`);
    if (!element || element.dataset.part === data.print) return;
    if (held || busy(element)) { waiting.set(data.id, data); return; }
    waiting.delete(data.id);
    const before = states(element), old = new Set(lines(element));
    element.innerHTML = data.html;
    element.dataset.part = data.print;
    for (const one of element.querySelectorAll("[data-state]")) {
      const was = before.get(one.getAttribute("aria-label").split(":")[0]);
      if (was && was !== one.dataset.state) one.classList.add("changed");
    }
    const fresh = lines(element).filter((one) => !old.has(one));
    if (data.id === "lines" && fresh.length) document.getElementById("aloud").textContent = `Waits for you: ${fresh.join("; ")}`;
    mark(); show();
  };
  const alive = (now) => {
    base = Date.parse(now); from = last = performance.now(); stale = false;
    for (const data of [...waiting.values()]) take(data);
    show();
  };
  if (root.dataset.live === "1" && window.EventSource) {
    const page = encodeURIComponent(location.pathname + location.search);
    const source = new EventSource(`/live?page=${page}`);
    source.addEventListener("part", (event) => take(JSON.parse(event.data)));
    source.addEventListener("beat", (event) => alive(JSON.parse(event.data).now));
    window.addEventListener("pagehide", () => source.close());
    setInterval(() => { stale = performance.now() - last > 6000; show(); }, 1000);
  }
  setInterval(count, 5000 / Math.max(1, Math.min(5, speed)));

  // ---- keys
  const kept = "tournant.keys";
  const keys = document.getElementById("keys"), on = document.getElementById("keys-on");
  on.checked = localStorage.getItem(kept) !== "off";
  on.addEventListener("change", () => localStorage.setItem(kept, on.checked ? "on" : "off"));
  let row = -1, went = 0;
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const mark = () => rows().forEach((one, number) => one.classList.toggle("at", number === row));
  const move = (by) => {
    const all = rows();
    if (!all.length) return;
    row = Math.min(all.length - 1, Math.max(0, row + by));
    mark();
    const link = all[row].querySelector("[data-open], a, button");
    if (link) link.focus(); else all[row].scrollIntoView({ block: "nearest" });
  };
  const does = {
    j: () => move(1), k: () => move(-1),
    p: () => { held = !held; if (!held) alive(new Date(world()).toISOString()); show(); },
    b: () => { const one = document.querySelector(".break"); if (one) { one.open = !one.open; one.querySelector("button").focus(); } },
    "?": () => keys.showModal(),
    Escape: () => { if (location.pathname !== "/") location.assign(["/decisions", "/orders"].find((one) => location.pathname.startsWith(`${one}/`)) ?? "/"); },
  };
  const goes = { f: "/", o: "/orders", d: "/decisions" };
  document.addEventListener("keydown", (event) => {
    const typed = event.target.closest("input:not([type=checkbox]), textarea, select, dialog");
    if (typed || event.ctrlKey || event.metaKey || event.altKey || !on.checked && event.key !== "?") return;
    if (performance.now() - went < 1500 && goes[event.key]) { location.assign(goes[event.key]); return; }
    went = event.key === "g" ? performance.now() : 0;
    if (does[event.key]) { event.preventDefault(); does[event.key](); }
  });
  count(); show();
})();
