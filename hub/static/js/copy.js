// «Copier»: the button appears only where the browser can copy; without script the address is there to select.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = "Adresse copiée";
    setTimeout(() => { button.textContent = words; }, 3000);
  });
}
