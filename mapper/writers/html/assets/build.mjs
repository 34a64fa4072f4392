// Makes page.min.js, the script that every page carries, from the files beside this one:
//
//   npm install terser@5 && node build.mjs
//
// Its first line names the sources and the hash of their text; a test holds them together.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const order = [
  ..."start labels ground bulk regions popup street".split(" "),
  ..."words cards tables evidence timeline frame run".split(" "),
];
const { minify } = createRequire(join(process.cwd(), "x.js"))("terser");
const here = import.meta.dirname;
const text = order.map(name => readFileSync(join(here, `${name}.js`), "utf8")).join("\n");
const { code } = await minify(text, { compress: { passes: 2 }, ecma: 2020 });
const hash = createHash("sha256").update(text).digest("hex");
writeFileSync(join(here, "page.min.js"), `/* ${order.join(" ")} ${hash} */\n${code}\n`);
