/** The package's version, read where there is one source for it. */
import packageJson from "../package.json" with { type: "json" };

export const VERSION: string = packageJson.version;
