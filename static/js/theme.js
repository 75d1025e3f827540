// Runs before the first paint, so that a dark page never flashes white. "auto" follows the system.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let choice = "auto";
  try {
    choice = localStorage.getItem("theme") || "auto";
  } catch {
    // Private windows refuse storage: the choice then lasts for this page.
  }
  const apply = () => {
    const dark = choice === "dark" || (choice !== "light" && system.matches);
    root.dataset.bsTheme = dark ? "dark" : "light";
    root.dataset.themeChoice = choice;
    root.dispatchEvent(new Event("themechange"));
  };
  root.classList.add("js");
  apply();
  system.addEventListener("change", apply);
  window.portalTheme = (chosen) => {
    choice = chosen;
    try {
      localStorage.setItem("theme", chosen);
    } catch {
      // as above
    }
    apply();
  };
})();
