/** Certificates for one test run, made by openssl: an authority, a server on loopback, a client; and a stranger's authority. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

export interface Certificates {
  /** Of a PEM file: ca.pem, server.pem, server.key, client.pem, client.key, stranger.pem, expired.pem. */
  readonly file: (name: string) => string;
  readonly pem: (name: string) => Buffer;
}

export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-certificates-"));
  after(() => rmSync(folder, { recursive: true }));
  const openssl = (...args: string[]): void => {
    execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  };
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const authority = (name: string): void => {
    openssl(
      "req",
      "-x509",
      ...key,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.pem`,
      "-subj",
      `/CN=${name}`,
      "-days",
      "2",
    );
  };
  const signed = (name: string, extensions: string): void => {
    writeFileSync(join(folder, `${name}.ext`), extensions);
    openssl("req", ...key, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`);
    const signer = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"];
    openssl(
      "x509",
      "-req",
      "-in",
      `${name}.csr`,
      ...signer,
      "-out",
      `${name}.pem`,
      "-days",
      "2",
      "-extfile",
      `${name}.ext`,
    );
  };
  authority("ca");
  authority("stranger");
  signed("server", "subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:secure.test\n");
  signed("elsewhere", "subjectAltName=DNS:elsewhere.test\n");
  signed("client", "extendedKeyUsage=clientAuth\n");
  const file = (name: string): string => join(folder, name);
  return { file, pem: (name) => readFileSync(file(name)) };
}
