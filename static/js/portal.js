// The manners of every page. All of it only helps: with JavaScript off the same work can be done.
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // --- Light, dark, or as the system says ---
  const showTheme = () => {
    for (const button of all("[data-theme-choice][type=button]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === root.dataset.themeChoice));
    }
  };
  for (const button of all("[data-theme-choice][type=button]")) {
    button.addEventListener("click", () => {
      window.portalTheme(button.dataset.themeChoice);
      showTheme();
    });
  }
  showTheme();

  // --- Menus are <details>: close on Escape and on a click elsewhere ---
  const menus = all("details.menu");
  document.addEventListener("click", (event) => {
    for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus) {
      if (!menu.open) continue;
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // --- "/" goes to the search box, unless one is typing ---
  const typing = (node) => node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const box = document.querySelector("#site-search");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // --- A row opens with Enter or a click, arrows move between rows ---
  for (const row of all("tr[data-href]")) {
    row.tabIndex = 0;
    const open = (event) => {
      if (event.target.closest("a, button, input, select, textarea, label, summary")) return;
      if (event.type === "click" && String(getSelection())) return;
      if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
      else location.assign(row.dataset.href);
    };
    row.addEventListener("click", open);
    row.addEventListener("keydown", (event) => {
      if (event.target !== row) return;
      if (event.key === "Enter") open(event);
      const next = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
      if (next && row[next]?.dataset.href) {
        event.preventDefault();
        row[next].focus();
      }
    });
  }

  // --- Typed text is not lost by a stray click, and a form is sent once ---
  const dirty = new Set();
  for (const form of all("form[data-guard]")) {
    form.addEventListener("input", () => dirty.add(form));
    form.addEventListener("change", () => dirty.add(form));
    // Sent back with errors: what was typed is in the page alone.
    if (form.querySelector(".is-invalid")) dirty.add(form);
  }
  addEventListener("beforeunload", (event) => {
    if (dirty.size) event.preventDefault();
  });
  for (const form of all("form")) {
    if (form.method !== "post") continue;
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (sent) {
        event.preventDefault();
        return;
      }
      if (event.submitter?.dataset.confirm && !confirm(event.submitter.dataset.confirm)) {
        event.preventDefault();
        return;
      }
      dirty.delete(form);
      if (form.hasAttribute("data-download")) return; // the answer is a file: the page stays
      sent = true;
      event.submitter?.setAttribute("aria-busy", "true");
    });
    // Coming back by the browser's history brings the page as it was left: let it be sent again.
    addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      sent = false;
      for (const button of all("[aria-busy]", form)) button.removeAttribute("aria-busy");
    });
  }

  // --- Filters that apply at once, links that print, the error summary takes the focus ---
  for (const field of all("[data-autosubmit]")) field.addEventListener("change", () => field.form.requestSubmit());
  for (const button of all("[data-print]")) button.addEventListener("click", () => print());
  document.querySelector(".error-summary")?.focus();

  // --- Row height: remembered on this machine ---
  const dense = document.querySelector("[data-density]");
  if (dense) {
    const show = (on) => {
      document.body.classList.toggle("dense", on);
      dense.setAttribute("aria-pressed", String(on));
    };
    let on = false;
    try {
      on = localStorage.getItem("dense") === "1";
    } catch {
      // no storage: not remembered
    }
    show(on);
    dense.addEventListener("click", () => {
      on = !on;
      show(on);
      try {
        localStorage.setItem("dense", on ? "1" : "0");
      } catch {
        // no storage: not remembered
      }
    });
  }
})();
