// Before the body is read: what needs script shows at once, and long tables are not laid out in full.
document.documentElement.classList.add("js");
