/** The little of the Kubernetes API that the harness itself speaks: JSON over HTTPS with a bearer token, and watches. */
import { Agent, type RequestOptions, request } from "node:https";
import { createInterface } from "node:readline";

/** How to reach the API server. */
export type Access = { readonly server: string; readonly ca: string; readonly token: string };

/** Kubernetes's names for the ways to change an object. */
const CONTENT_TYPES = {
  POST: "application/json",
  merge: "application/merge-patch+json",
  apply: "application/apply-patch+yaml",
} as const;

/** An answer that is no success. */
export class ApiError extends Error {
  readonly status: number;

  constructor(method: string, path: string, status: number, body: string) {
    super(`${method} ${path}: ${status} ${body.slice(0, 500)}`);
    this.status = status;
  }
}

/** A client of one API server. */
export class Api {
  readonly #access: Access;
  readonly #agent: Agent;

  constructor(access: Access) {
    this.#access = access;
    this.#agent = new Agent({ keepAlive: true, ca: access.ca });
  }

  async get<T>(path: string): Promise<T> {
    return JSON.parse(await this.#send("GET", path)) as T;
  }

  text(path: string): Promise<string> {
    return this.#send("GET", path);
  }

  async post(path: string, object: unknown): Promise<void> {
    await this.#send("POST", path, CONTENT_TYPES.POST, JSON.stringify(object));
  }

  /** A merge patch: lists are replaced as a whole. */
  async patch(path: string, object: unknown): Promise<void> {
    await this.#send("PATCH", path, CONTENT_TYPES.merge, JSON.stringify(object));
  }

  /** Makes the object or brings it to this state (server-side apply). */
  async apply(path: string, object: unknown): Promise<void> {
    await this.#send("PATCH", `${path}?fieldManager=harness&force=true`, CONTENT_TYPES.apply, JSON.stringify(object));
  }

  async remove(path: string): Promise<void> {
    await this.#send("DELETE", path);
  }

  /** Calls back with each line of an answer that does not end; resolves when it does. */
  watch(path: string, signal: AbortSignal, onLine: (line: string) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const asked = request(new URL(path, this.#access.server), this.#options("GET", signal), (answer) => {
        const lines = createInterface({ input: answer });
        lines.on("line", onLine).on("close", resolve).on("error", reject);
        answer.on("error", reject);
      });
      asked.on("error", reject).end();
    });
  }

  /** Ends the idle connections. */
  close(): void {
    this.#agent.destroy();
  }

  #options(method: string, signal?: AbortSignal, type?: string): RequestOptions {
    const headers = { authorization: `Bearer ${this.#access.token}`, ...(type ? { "content-type": type } : {}) };
    return { method, headers, agent: this.#agent, ...(signal ? { signal } : {}) };
  }

  #send(method: string, path: string, type?: string, body?: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const asked = request(new URL(path, this.#access.server), this.#options(method, undefined, type), (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", reject);
        answer.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          const status = answer.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve(text);
          else reject(new ApiError(method, path, status, text));
        });
      });
      asked.on("error", reject).end(body);
    });
  }
}
