// Under fields of money and days stands what was understood; the server alone decides.
(() => {
  const { readMoney, readDay, spell } = readings;

  const sayUnder = (input, name) => {
    const said = document.createElement("output");
    said.className = name;
    said.htmlFor = input.id;
    input.after(said);
    return said;
  };

  for (const input of document.querySelectorAll("input[data-money]")) {
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

  // 5/6/2023 becomes 05/06/2023 when the field is left, and the weekday is said.
  const WEEKDAYS = ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"];
  const two = (number) => String(number).padStart(2, "0");
  for (const input of document.querySelectorAll("input[data-date]")) {
    const said = sayUnder(input, "date-said");
    const say = (event) => {
      const left = event?.type === "change";
      const date = readDay(input.value);
      if (date) {
        said.textContent = `${WEEKDAYS[date.weekday]}, ngày ${date.day} tháng ${date.month} năm ${date.year}`;
        if (left) input.value = `${two(date.day)}/${two(date.month)}/${date.year}`;
      } else {
        said.textContent = left && input.value.trim() ? "Viết ngày/tháng/năm đủ bốn chữ số của năm, ví dụ 05/06/2023." : "";
      }
    };
    input.addEventListener("input", say);
    input.addEventListener("change", say);
    say();
  }
})();
