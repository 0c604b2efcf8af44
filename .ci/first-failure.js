// Reporter that ends the process with the first test that fails: for whoever asks only whether any does.
// biome-ignore lint/style/noDefaultExport: node takes a reporter from a default export only.
export default async function* firstFailure(events) {
  for await (const { type, data } of events) {
    if (type === "test:fail" && !data.todo && !data.skip) process.exit(1);
  }
  yield "";
}
