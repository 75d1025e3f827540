// The scripts are classic ones, without a build step: readings.js gives `readings`, chart_options.js `chartOptions`, the vendored library `echarts`.
const js = require("@eslint/js");
const globals = require("globals");

module.exports = [
  js.configs.recommended,
  {
    files: ["static/js/*.js"],
    languageOptions: {
      sourceType: "script",
      globals: { ...globals.browser, echarts: "readonly" },
    },
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-implicit-globals": "off",
      "no-control-regex": "off", // readings.js knows the control characters that pasted text brings
      "no-unused-vars": ["error", { varsIgnorePattern: "^(readings|chartOptions)$" }],
    },
  },
  { files: ["static/js/charts.js"], languageOptions: { globals: { chartOptions: "readonly" } } },
  { files: ["static/js/fields.js"], languageOptions: { globals: { readings: "readonly" } } },
];
