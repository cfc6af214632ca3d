(() => {
const root = document.documentElement, text = document.getElementById("text"), out = document.querySelector("output");
const off = new Set();
const hits = () => [...text.querySelectorAll("a.c:not(.off)")];
for (const box of document.querySelectorAll("input[data-off]")) {
box.addEventListener("change", () => {
box.checked ? off.delete(box.dataset.off) : off.add(box.dataset.off);
for (const part of text.querySelectorAll(".u,.c,.e")) part.classList.toggle("off", [...off].some(name => part.classList.contains(name)));
out.textContent = hits().length + " hits shown";
});
}
const step = by => {
const shown = hits();
if (!shown.length) return;
const at = shown.indexOf(document.activeElement);
const next = shown[(at < 0 ? (by > 0 ? 0 : -1) : at + by + shown.length) % shown.length] || shown[shown.length - 1];
next.focus({preventScroll: true});
next.scrollIntoView({block: "center"});
history.replaceState(null, "", "#" + next.id);
};
addEventListener("keydown", event => {
if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox") return;
if (event.key === "Escape") root.classList.add("esc");
else root.classList.remove("esc");
if (event.key === "n" || event.key === "j") step(1);
if (event.key === "p" || event.key === "k") step(-1);
});
text.addEventListener("pointerover", () => root.classList.remove("esc"));
text.addEventListener("click", event => {
const group = event.target.closest(".g");
if (group && !event.target.closest("a")) (group.querySelector("a.c:not(.off)") || group).focus({preventScroll: true});
});
const go = () => { const hit = document.getElementById(location.hash.slice(1)); if (hit && hit.matches("a.c")) hit.focus(); };
addEventListener("hashchange", go);
go();
addEventListener("beforeprint", () => { for (const part of document.querySelectorAll("details")) part.open = true; });
})();
