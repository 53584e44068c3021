/* A button beside each address to copy, where the browser can: without it, the address is there to be selected. */
"use strict";

if (navigator.clipboard) {
  for (const source of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    const status = document.createElement("span");
    button.type = "button";
    button.className = "fr-btn fr-btn--tertiary fr-btn--sm";
    button.textContent = source.dataset.copy;
    button.setAttribute("aria-label", `${source.dataset.copy} ${source.dataset.for}`);
    status.setAttribute("role", "status");
    status.className = "tu-note";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source.textContent);
      status.textContent = source.dataset.copied;
    });
    source.after(" ", button, " ", status);
  }
}
