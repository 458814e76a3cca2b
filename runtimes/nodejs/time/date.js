// Date and Intl.DateTimeFormat on the virtual clock, in UTC: Lambda's time zone, whatever the learner's own is.

import { realDate as RealDate } from "../cage/primordials.js";
import { nowMs } from "./clock.js";

/** A zone or an offset at the end of a date's text, or an ISO date without a time, which is UTC by itself. */
const ZONED =
  /(?:Z|\b(?:GMT|UTC|UT|[ECMP][SD]T)|[+-]\d{2}:?\d{2})\s*(?:\([^)]*\))?\s*$|^[+-]?\d{4,6}(?:-\d{2}(?:-\d{2})?)?$/i;

/** Milliseconds of a date's text; what has no zone is UTC. */
function parse(text) {
  const parsed = RealDate.parse(text);
  if (Number.isNaN(parsed) || ZONED.test(String(text).trim())) return parsed;
  const local = new RealDate(parsed);
  const utc = new RealDate(0);
  utc.setUTCFullYear(local.getFullYear(), local.getMonth(), local.getDate());
  return utc.setUTCHours(local.getHours(), local.getMinutes(), local.getSeconds(), local.getMilliseconds());
}

function instant(values) {
  if (values.length === 0) return nowMs();
  if (values.length > 1) return RealDate.UTC(...values);
  const [value] = values;
  if (value instanceof RealDate) return value.getTime();
  const primitive =
    typeof value === "object" && value !== null ? (value[Symbol.toPrimitive]?.("default") ?? value.valueOf()) : value;
  return typeof primitive === "string"
    ? parse(primitive)
    : typeof primitive === "object"
      ? parse(String(value))
      : primitive;
}

/** The Date that code sees. Its instances are the browser's, so that all else takes them for dates. */
export const VirtualDate = function Date(...values) {
  if (!new.target) return new RealDate(nowMs()).toString();
  return Reflect.construct(RealDate, [instant(values)], new.target);
};

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (number) => String(number).padStart(2, "0");
const ifValid = (write) =>
  function () {
    return Number.isNaN(this.getTime()) ? "Invalid Date" : write(this);
  };
const dateText = (date) =>
  `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${two(date.getUTCDate())} ${String(date.getUTCFullYear()).padStart(4, "0")}`;
const timeText = (date) =>
  `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} GMT+0000 (Coordinated Universal Time)`;

/** Makes Date and Intl virtual for the whole worker. */
export function install() {
  const { prototype } = RealDate;
  VirtualDate.prototype = prototype;
  Object.defineProperty(VirtualDate, "prototype", { writable: false });
  Object.defineProperty(VirtualDate, "length", { value: 7 });
  const define = (holder, name, value) =>
    Object.defineProperty(holder, name, { value, writable: true, configurable: true });
  define(VirtualDate, "now", function now() {
    return nowMs();
  });
  define(VirtualDate, "parse", function parseText(text) {
    return parse(text);
  });
  define(VirtualDate, "UTC", RealDate.UTC);
  define(prototype, "constructor", VirtualDate);
  for (const field of ["FullYear", "Month", "Date", "Day", "Hours", "Minutes", "Seconds", "Milliseconds"]) {
    define(prototype, `get${field}`, prototype[`getUTC${field}`]);
    if (field !== "Day") define(prototype, `set${field}`, prototype[`setUTC${field}`]);
  }
  define(prototype, "getTimezoneOffset", function getTimezoneOffset() {
    return Number.isNaN(this.getTime()) ? NaN : 0;
  });
  define(
    prototype,
    "toString",
    ifValid((date) => `${dateText(date)} ${timeText(date)}`),
  );
  define(prototype, "toDateString", ifValid(dateText));
  define(prototype, "toTimeString", ifValid(timeText));
  for (const name of ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"]) {
    const real = prototype[name];
    // On Lambda the language is en-US.
    define(prototype, name, function (locales = "en-US", options = {}) {
      return Reflect.apply(real, this, [locales, { timeZone: "UTC", ...options }]);
    });
  }
  globalThis.Date = VirtualDate;
  installIntl(define);
}

function installIntl(define) {
  const Real = Intl.DateTimeFormat;
  const VirtualFormat = function DateTimeFormat(locales = "en-US", options = {}) {
    return Reflect.construct(Real, [locales, { timeZone: "UTC", ...options }], new.target ?? VirtualFormat);
  };
  VirtualFormat.prototype = Real.prototype;
  define(VirtualFormat, "supportedLocalesOf", Real.supportedLocalesOf);
  define(Real.prototype, "constructor", VirtualFormat);
  const format = Object.getOwnPropertyDescriptor(Real.prototype, "format").get;
  Object.defineProperty(Real.prototype, "format", {
    configurable: true,
    get() {
      const formatted = Reflect.apply(format, this, []);
      return (date = nowMs()) => formatted(date);
    },
  });
  const parts = Real.prototype.formatToParts;
  define(Real.prototype, "formatToParts", function formatToParts(date = nowMs()) {
    return Reflect.apply(parts, this, [date]);
  });
  define(Intl, "DateTimeFormat", VirtualFormat);
}
