export function makeInstrument(): (path: string, text: string) => string;
