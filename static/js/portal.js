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

  // --- Money fields say what they understood: the same rules as the server's, which alone decides ---
  const UNITS = [[/(tỷ|ty|tỉ|ti)$/, 1e9], [/(triệu|trieu|tr)$/, 1e6], [/(nghìn|nghin|ngàn|ngan)$/, 1e3]];
  const readMoney = (text) => {
    let rest = text.normalize("NFC").toLowerCase().replace(/\u2212/g, "-").replace(/[\s\u00a0\u202f]+/g, " ").trim();
    rest = rest.replace(/ ?(đồng|dong|vnđ|vnd|đ)\.?$/, "");
    let scale = 1;
    for (const [pattern, factor] of UNITS) {
      if (pattern.test(rest)) {
        rest = rest.replace(pattern, "").trim();
        scale = factor;
        break;
      }
    }
    if (!/^-? ?(\d+|\d{1,3}(\.\d{3})+|\d{1,3}( \d{3})+)(,\d+)?$/.test(rest)) return null;
    const [whole, part = ""] = rest.replace(/[. ]/g, "").split(",");
    const digits = Math.log10(scale);
    if (/[1-9]/.test(part.slice(digits))) return null;
    return BigInt(whole + part.slice(0, digits).padEnd(digits, "0"));
  };
  const spell = (amount) => {
    const sign = amount < 0n ? "\u2212" : "";
    const size = amount < 0n ? -amount : amount;
    return sign + String(size).replace(/\B(?=(\d{3})+$)/g, ".");
  };
  const sayUnder = (input, name) => {
    const said = document.createElement("output");
    said.className = name;
    said.htmlFor = input.id;
    input.after(said);
    return said;
  };
  for (const input of all("input[data-money]")) {
    const said = sayUnder(input, "money-said");
    const say = () => {
      const amount = input.value.trim() ? readMoney(input.value) : undefined;
      said.dataset.state = amount === null ? "bad" : "good";
      if (amount === undefined) said.textContent = "";
      else if (amount === null) said.textContent = "Chưa hiểu số tiền này. Ví dụ: 1.234.500.000 hoặc 1.234,5 triệu.";
      else said.textContent = `= ${spell(amount)} đồng`;
    };
    input.addEventListener("input", say);
    say();
  }

  // --- Date fields: 5/6/23 becomes 05/06/2023, and the weekday is said ---
  const WEEKDAYS = ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"];
  const readDate = (text) => {
    const match = /^(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})$/.exec(text.trim());
    if (!match) return null;
    const [day, month] = [Number(match[1]), Number(match[2])];
    const year = match[3].length === 2 ? 2000 + Number(match[3]) : Number(match[3]);
    const date = new Date(year, month - 1, day);
    return date.getDate() === day && date.getMonth() === month - 1 && date.getFullYear() === year ? date : null;
  };
  for (const input of all("input[data-date]")) {
    const said = sayUnder(input, "date-said");
    const say = (event) => {
      const date = readDate(input.value);
      if (date && event?.type === "change") {
        const two = (number) => String(number).padStart(2, "0");
        input.value = `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`;
      }
      if (date) said.textContent = `${WEEKDAYS[date.getDay()]}, ngày ${date.getDate()} tháng ${date.getMonth() + 1} năm ${date.getFullYear()}`;
      else said.textContent = event?.type === "change" && input.value.trim() ? "Ngày viết theo thứ tự ngày/tháng/năm, ví dụ 05/06/2023." : "";
    };
    input.addEventListener("input", say);
    input.addEventListener("change", say);
    say();
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
