// `node .ci/release/archives.js VERSION URL [TARGET...]`: packs the executables of dist/binary, or those named, as users get them, with licences and
// checksums, and writes the manifest of krew for them, all into dist/release. URL is where the archives will be.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
const [version, url, ...targets] = process.argv.slice(2);
if (!/^v\d+\.\d+\.\d+$/.test(version ?? "") || url === undefined) throw new Error("archives.js vX.Y.Z URL [TARGET...]");

const out = "dist/release";
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const binaries = readdirSync("dist/binary")
  .filter((name) => /^heapblame-[\w-]+(?:\.exe)?$/.test(name))
  .filter((name) => targets.length === 0 || targets.includes(name.replace(/^heapblame-|\.exe$/g, "")))
  .sort();
const archives = binaries.map(pack);
writeFileSync(`${out}/SHA256SUMS`, archives.map(({ sha256, archive }) => `${sha256}  ${archive}\n`).join(""));
writeFileSync(`${out}/heapblame.yaml`, manifest());

function pack(name) {
  const [, os, cpu, suffix = ""] = /^heapblame-(\w+)-(\w+?)(\.exe)?$/.exec(name);
  const folder = `${out}/${os}-${cpu}`;
  const program = `heapblame${suffix}`;
  mkdirSync(folder);
  cpSync(`dist/binary/${name}`, `${folder}/${program}`);
  chmodSync(`${folder}/${program}`, 0o755);
  for (const [from, to] of [
    ["LICENSE", "LICENSE"],
    ["dist/LICENSES.txt", "LICENSES.txt"],
    ["dist/heapblame.1", "heapblame.1"],
  ]) {
    cpSync(from, `${folder}/${to}`);
  }
  const archive = `heapblame-${version}-${os}-${cpu}.tar.gz`;
  execFileSync("tar", ["-czf", `${out}/${archive}`, "-C", folder, "."]);
  rmSync(folder, { recursive: true });
  const sha256 = createHash("sha256")
    .update(readFileSync(`${out}/${archive}`))
    .digest("hex");
  return { os, arch: cpu === "x64" ? "amd64" : cpu, program, archive, sha256 };
}

function manifest() {
  const platforms = archives.map(
    ({ os, arch, program, archive, sha256 }) => `    - selector:
        matchLabels:
          os: ${os}
          arch: ${arch}
      uri: ${url}/${archive}
      sha256: ${sha256}
      bin: ${program}
`,
  );
  return `apiVersion: krew.googlecontainertools.github.com/v1alpha2
kind: Plugin
metadata:
  name: heapblame
spec:
  version: ${version}
  homepage: ${url.replace(/\/releases\/.*/, "")}
  shortDescription: Says which frames a Go heap grew by
  description: |
    Captures heap profiles of a Go process in a pod through a port-forward
    and says which frames its heap grew by, how sure that is, and how far
    the container's limit is.
  platforms:
${platforms.join("")}`;
}
