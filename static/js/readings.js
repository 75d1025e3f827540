// Reads days and money as the server does (programs: read_day, read_money). Pure: knows no page.
// The server alone decides. The page reads too, and does not ask the server, so that what was understood stands under
// the field with each key, on a slow line as well. One table of cases holds both to the same answers:
// programs/tests/readings.json.
const readings = (() => {
  // White space as Python knows it; \s would add the byte order mark and leave out U+001C–001F and U+0085.
  const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
  const SPACES = new RegExp(`${SPACE}+`, "g");
  const squeeze = (text) => text.replace(SPACES, " ").replace(/^ | $/g, "");

  // Lower case without accents, đ as d; no invisible signs, single spaces, every dash a hyphen, wide digits narrow.
  const fold = (text) => {
    const line = text.replace(/[\u00ad\u200b-\u200d\u2060\ufeff\x7f]/g, "").replace(/[\x00-\x1f]/g, " ");
    const plain = line.normalize("NFC").replace(/[đĐðÐɖƉ]/g, "d").replace(/[\u2010-\u2014\u2212]/g, "-");
    return squeeze(plain.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase());
  };

  const MONEY = /^(-?) ?([\d., ]+?) ?(ty|ti|trieu|tr|nghin|ngan)? ?(?:dong|d|vnd)?\.?$/;
  const ZEROS = { ty: 9, ti: 9, trieu: 6, tr: 6, nghin: 3, ngan: 3 };
  const NUMBER = /^(\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+)(?:,(\d+))?$/;

  // "1.234,5 triệu" -> 1234500000n đồng; null if it is not clear.
  const readMoney = (text) => {
    const [, sign, typed, unit] = MONEY.exec(fold(text)) || [];
    const [, whole, part = ""] = NUMBER.exec((typed || "").trim()) || [];
    if (!whole) return null;
    const decimals = part.replace(/0+$/, "");
    const zeros = ZEROS[unit] || 0;
    if (decimals.length > zeros) return null;
    const size = BigInt(whole.replace(/[. ]/g, "") + decimals.padEnd(zeros, "0"));
    return sign ? -size : size;
  };

  // 1234500000n -> "1.234.500.000", a true minus in front.
  const spell = (amount) => {
    const size = amount < 0n ? -amount : amount;
    return (amount < 0n ? "\u2212" : "") + String(size).replace(/\B(?=(\d{3})+$)/g, ".");
  };

  const DAY_FIRST = new RegExp(`^(\\d{1,2})${SPACE}*[/.-]${SPACE}*(\\d{1,2})${SPACE}*[/.-]${SPACE}*(\\d{4})$`);
  const YEAR_FIRST = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
  const [FIRST_YEAR, LAST_YEAR] = [1990, 2100];

  // "5/6/2023" and "2023-06-05" -> { day: 5, month: 6, year: 2023, weekday: 1 }, Sunday being 0; null if there is no such day.
  const readDay = (text) => {
    const typed = squeeze(text).replace(/[\uff10-\uff19]/g, (digit) => digit.normalize("NFKC"));
    const [, ...dayFirst] = DAY_FIRST.exec(typed) || [];
    const [, ...yearFirst] = YEAR_FIRST.exec(typed) || [];
    const [day, month, year] = (dayFirst.length ? dayFirst : yearFirst.reverse()).map(Number);
    if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) return null;
    const date = new Date(year, month - 1, day);
    return date.getMonth() === month - 1 && date.getDate() === day ? { day, month, year, weekday: date.getDay() } : null;
  };

  return { readMoney, readDay, spell };
})();
