const PATHS = {
  attach: "M15.5 7.5 9 14a2.1 2.1 0 0 0 3 3l6.3-6.4a4 4 0 0 0-5.7-5.7L6.2 11.4a6 6 0 0 0 8.5 8.5L20 14.6",
  back: "M14.5 5.5 8 12l6.5 6.5",
  ban: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM6.5 6.5l11 11",
  beside: "M4 6h16v12H4zM12 6v12",
  close: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  commands: "M9 19l6-14",
  copy: "M9 9h10v10H9zM15 9V5H5v10h4",
  down: "M12 5v13M6.5 12.5 12 18l5.5-5.5",
  edit: "M5 19l1-4L16.5 4.5l3 3L9 18z",
  file: "M7 4h7l4 4v12H7zM14 4v4h4",
  forward: "M10 17l5-5-5-5",
  general: "M5 9h14M5 15h14M10 5 8.5 19M15.5 5 14 19",
  keyboard: "M3.5 7h17v10h-17zM7 10.5h.1M10.5 10.5h.1M14 10.5h.1M17 10.5h.1M8 14h8",
  link: "M10 14a3.5 3.5 0 0 0 5 0l3.5-3.5a3.5 3.5 0 0 0-5-5L12 7M14 10a3.5 3.5 0 0 0-5 0l-3.5 3.5a3.5 3.5 0 0 0 5 5L12 17",
  lock: "M7 11h10v8H7zM9 11V8a3 3 0 0 1 6 0v3",
  mic: "M12 4a2.5 2.5 0 0 0-2.5 2.5v5a2.5 2.5 0 0 0 5 0v-5A2.5 2.5 0 0 0 12 4zM6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3",
  more: "M6 11.9v.2M12 11.9v.2M18 11.9v.2",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  place: "M12 20s6-5.5 6-10a6 6 0 0 0-12 0c0 4.5 6 10 6 10zM12 8v4M10 10h4",
  person: "M12 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 19.5a7 7 0 0 1 14 0",
  plus: "M12 5v14M5 12h14",
  reply: "M10 6 4.5 11.5 10 17M5 11.5h8a6 6 0 0 1 6 6v1",
  send: "M5 12 19 5l-4 14-3.5-5.5zM11.5 13.5 19 5",
  silent: "M6 16h12l-1.5-2V10a4.5 4.5 0 0 0-9 0v4zM4.5 4.5l15 15",
  skip: "M5 6l7 6-7 6zM12 6l7 6-7 6z",
  smile: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM8.5 14.5a4 4 0 0 0 7 0M9 10h.1M15 10h.1",
  stop: "M7 7h10v10H7z",
  trash: "M5 7h14M9 7V5h6v2M7 7l1 12h8l1-12",
};

const SVG = "http://www.w3.org/2000/svg";

/** A decorative picture; the button around it carries the words. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
