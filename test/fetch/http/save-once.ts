/**
 * One download in a process of its own: `save-once URL FILE` prints what was saved and the most memory the process had, in KiB. Memory is
 * looked at while it runs: the peak that the system keeps is at least that of the process which started this one.
 */
import { saveHttp } from "../../../src/fetch/http/http.ts";

const [url = "", file = ""] = process.argv.slice(2);
let peak = 0;
const look = (): void => {
  peak = Math.max(peak, process.memoryUsage.rss() / 1024);
};
const timer = setInterval(look, 1);
saveHttp(url, file, {}).then((saved) => {
  look();
  clearInterval(timer);
  process.stdout.write(JSON.stringify({ ...saved, peak }));
});
