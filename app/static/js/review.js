/* Words selected in a lesson or a question become the passage of the remark one then begins beneath. */
"use strict";

let chosen = { words: "", place: null };

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const words = selection.toString().trim().replace(/\s+/g, " ");
  const place = selection.anchorNode?.parentElement?.closest("section, article");
  if (words && place) chosen = { words: words.slice(0, 300), place };
});

for (const fold of document.querySelectorAll(".tu-thread > details")) {
  fold.addEventListener("toggle", () => {
    const passage = fold.querySelector("input[name=quote]");
    const place = fold.closest("section, article");
    if (fold.open && passage && !passage.value && place && place.contains(chosen.place)) passage.value = chosen.words;
  });
}
