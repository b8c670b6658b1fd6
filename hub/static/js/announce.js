// What a button did, said aloud: one live region for the page, empty until an event «told» brings its words.
// What filters have just found (`data-said`) is said when the page opens.
const region = document.createElement("p");
region.className = "sr";
region.setAttribute("role", "status");
document.body.append(region);
function tell(words) {
  region.textContent = "";
  setTimeout(() => { region.textContent = words; }, 50);
}
document.addEventListener("told", ({ detail }) => tell(detail));
for (const found of document.querySelectorAll("[data-said]")) tell(`${found.textContent.trim().replace(/\s+/g, " ")}.`);
