// «Copier»: the button appears only where the browser can copy; without script the address is there to select.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    let told = "Adresse copiée";
    try { await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent); }
    catch { told = "La copie a échoué : sélectionnez l’adresse"; }
    button.textContent = told;
    document.dispatchEvent(new CustomEvent("told", { detail: `${told}.` }));
    setTimeout(() => { button.textContent = words; }, 3000);
  });
}
