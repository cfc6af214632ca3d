(() => {
const size = 100;
const table = document.getElementById("articles"), body = table.tBodies[0];
const all = [...body.rows].map((row, number) => ({row, number, text: row.textContent.toLowerCase()}));
const filter = document.getElementById("filter"), out = document.querySelector("output"), place = document.getElementById("place");
const before = document.getElementById("before"), after = document.getElementById("after");
let shown = all, page = 0;
const show = () => {
const pages = Math.max(1, Math.ceil(shown.length / size));
page = Math.min(Math.max(page, 0), pages - 1);
body.replaceChildren(...shown.slice(page * size, page * size + size).map(item => item.row));
out.textContent = shown.length.toLocaleString("en") + " of " + all.length.toLocaleString("en") + (all.length === 1 ? " article" : " articles");
place.textContent = "Page " + (page + 1) + " of " + pages;
before.disabled = page === 0;
after.disabled = page === pages - 1;
before.parentNode.hidden = pages === 1;
};
const pick = () => {
const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
shown = all.filter(item => words.every(word => item.text.includes(word)));
page = 0;
show();
};
const heads = [...table.tHead.rows[0].cells];
const compare = new Intl.Collator(undefined, {numeric: true}).compare;
heads.forEach((head, column) => head.firstElementChild.addEventListener("click", () => {
const isNumber = column > 3;
const old = head.getAttribute("aria-sort");
const down = old ? old === "ascending" : isNumber;
for (const other of heads) other.removeAttribute("aria-sort");
head.setAttribute("aria-sort", down ? "descending" : "ascending");
table.caption.textContent = "Sorted by " + head.textContent.trim().toLowerCase() + (down ? ", highest or last first." : ", lowest or first first.");
for (const item of all) { const cell = item.row.cells[column].textContent; item.key = isNumber ? +cell : cell; }
const sign = down ? -1 : 1;
all.sort((a, b) => sign * (isNumber ? a.key - b.key : compare(a.key, b.key)) || a.number - b.number);
pick();
}));
filter.addEventListener("input", pick);
before.addEventListener("click", () => { page--; show(); });
after.addEventListener("click", () => { page++; show(); });
addEventListener("beforeprint", () => { for (const part of document.querySelectorAll("details")) part.open = true; });
show();
})();
