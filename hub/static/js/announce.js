// What a button did, said aloud: one live region for the page, empty until an event «told» brings its words.
const region = document.createElement("p");
region.className = "sr";
region.setAttribute("role", "status");
document.body.append(region);
document.addEventListener("told", ({ detail }) => {
  region.textContent = "";
  setTimeout(() => { region.textContent = detail; }, 50);
});
