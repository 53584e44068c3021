/* Comforts added to a page that works without them: menus that close, a password one can read, filters folded on phones, focus on what went wrong. */
"use strict";

const menus = [...document.querySelectorAll("details[data-menu]")];

function closeMenus(except) {
  for (const menu of menus) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));

document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && menus.find((menu) => menu.open);
  if (!open) return;
  closeMenus(null);
  open.querySelector("summary").focus();
});

for (const box of document.querySelectorAll("[data-password]")) {
  const input = box.querySelector("input");
  const button = document.createElement("button");
  const say = () => {
    const hidden = input.type === "password";
    button.textContent = hidden ? box.dataset.show : box.dataset.hide;
    button.setAttribute("aria-label", `${button.textContent} ${box.dataset.what}`);
  };
  button.type = "button";
  button.className = "tu-password__show";
  button.addEventListener("click", () => {
    input.type = input.type === "password" ? "text" : "password";
    say();
  });
  say();
  box.append(button);
}

/* Filters unfolded beside a list on a wide screen would push it far down on a phone. */
if (window.matchMedia("(max-width: 60rem)").matches) {
  for (const fold of document.querySelectorAll("details[data-fold]")) fold.open = false;
}

document.querySelector("[data-focus]")?.focus();
