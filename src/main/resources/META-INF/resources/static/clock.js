// Times as the server writes them: in the language of the page.
const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const TIME = { hour: "2-digit", minute: "2-digit" };

export const clock = (date) => date.toLocaleTimeString(language, TIME);

/** Includes the date, unless it is today. */
export const when = (text) => {
  const date = new Date(text);
  return date.toDateString() === new Date().toDateString()
    ? clock(date)
    : date.toLocaleString(language, { day: "numeric", month: "short", year: "numeric", ...TIME });
};
